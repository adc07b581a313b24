// SPDX-License-Identifier: Apache-2.0
package io.kguard.sandbox;

import org.apiguardian.api.API;

/** What a pod reaches that asks for the host: its files, network, processes or IPC, or the powers of its root. */
@API(status = API.Status.INTERNAL)
public enum HostAccess {
    /**
     * A decoy node in a jail: hostPath volumes are served from a small fake host root, with an /etc/shadow, a
     * /var/run/docker.sock and a /root/.ssh of no value. hostPID shows the node's processes, an init and a kubelet among
     * them, whose root that is. hostNetwork is a network of the pod's own. The container's metadata says hostPath,
     * hostNetwork and so on all the same. A privileged container has all capabilities, but over its jail alone: the kernel
     * refuses it modules, devices and settings of the machine.
     *
     * <p>On Docker there is no jail: {@code /sys} and {@code /proc} of the node are the machine's, and hostPID shows the
     * container's own processes. So pods are refused there that are privileged, that add a capability with which a container
     * may leave, or that see these folders through a hostPath.
     */
    DECOY,
    /**
     * The same decoy without the jail: the root of a privileged pod is the machine's, and may change its kernel's settings,
     * load modules and leave. For throw-away machines.
     */
    PRIVILEGED,
    /** This machine itself. For throw-away machines. */
    REAL;

    /** The system property that lets pods have the powers of this machine's root: {@code host}. */
    public static final String PROPERTY = "kguard.privileged";

    /**
     * {@link #DECOY}, or {@link #PRIVILEGED} if {@value #PROPERTY} is {@code host}.
     *
     * @throws SandboxException if it is anything else
     */
    public static HostAccess configured() {
        String value = System.getProperty(PROPERTY, "");
        return switch (value) {
            case "" -> DECOY;
            case "host" -> PRIVILEGED;
            default ->
                throw new SandboxException(
                        SandboxException.Reason.BAD_REQUEST,
                        "-D" + PROPERTY + "=" + value + " is not known. The only value is host: it lets pods have the "
                                + "powers of this machine's root. Without it they are confined.");
        };
    }
}
