package io.kguard.sandbox;

/** What a pod reaches that asks for the host: its files, network, processes or IPC. */
public enum HostAccess {
    /**
     * A decoy: hostPath volumes are served from a small fake host root, with an /etc/shadow, a /var/run/docker.sock
     * and a /root/.ssh of no value ({@code /proc} and {@code /sys} are the real ones), and the host's namespaces are
     * those of a node of the pod's own. The container's metadata says hostPath, hostNetwork and so on all the same.
     */
    DECOY,
    /** This machine itself. For throw-away machines. */
    REAL
}
