// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox;

import io.kguard.internal.message.Wording;

/** What a pod reaches if it asks for the host: the host's files, network, processes or IPC, or root's privileges. */
public enum HostAccess {
    /**
     * A decoy node in a jail. hostPath volumes show a small fake host root, with worthless files such as /etc/shadow,
     * /var/run/docker.sock and /root/.ssh. hostPID shows the decoy's processes, such as an init and a kubelet. With
     * hostNetwork the pod still has its own network. The container's metadata nevertheless says hostPath, hostNetwork
     * and so on. A privileged container has all capabilities, but only over its jail: the kernel refuses it modules,
     * devices and settings of the machine.
     *
     * <p>On Docker there is no jail: the node's {@code /sys} and {@code /proc} are the machine's, and hostPID shows the
     * container's own processes. So kguard refuses pods there that are privileged, that add a capability with which a
     * container can escape, or that mount these folders through a hostPath.
     */
    DECOY,
    /**
     * The same decoy without the jail. The root user of a privileged pod is the machine's, and may change kernel
     * settings, load modules and escape. Only for throw-away machines.
     */
    PRIVILEGED,
    /** This machine itself. Only for throw-away machines. */
    REAL;

    /**
     * What a user sets by {@code kguard.privileged}: {@link #DECOY} if it is empty, or {@link #PRIVILEGED} if it is {@code host}.
     *
     * @throws SandboxException if it has any other value
     */
    public static HostAccess of(String value) {
        return switch (value) {
            case "" -> DECOY;
            case "host" -> PRIVILEGED;
            default ->
                throw new SandboxException(
                        SandboxException.Reason.BAD_REQUEST,
                        Wording.given("privileged") + "=" + value
                                + " is not known. The only value is host: it gives pods the "
                                + "privileges of this machine's root. Without it they are confined.");
        };
    }
}
