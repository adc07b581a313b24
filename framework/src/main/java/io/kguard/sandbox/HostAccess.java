package io.kguard.sandbox;

/** What a pod reaches that asks for the host: its files, network, processes or IPC. */
public enum HostAccess {
    /**
     * A decoy node: hostPath volumes are served from a small fake host root, with an /etc/shadow, a /var/run/docker.sock
     * and a /root/.ssh of no value ({@code /sys} is the real one, on Docker {@code /proc} as well). On runc, hostPID shows
     * the node's processes, an init and a kubelet among them, whose root that is; on Docker it shows the container's own.
     * hostNetwork is a network of the pod's own. The container's metadata says hostPath, hostNetwork and so on all the same.
     */
    DECOY,
    /** This machine itself. For throw-away machines. */
    REAL
}
