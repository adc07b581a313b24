// SPDX-License-Identifier: Apache-2.0
package io.kguard.sandbox;

import java.util.regex.Pattern;
import org.apiguardian.api.API;

/**
 * Tells commands that a kubelet runs in a container, its hooks and probes, from those of steps: by the command line of
 * runc, which names a folder of the command.
 */
@API(status = API.Status.INTERNAL)
public final class RuncExec {
    /** The beginning of the names of folders of a kubelet's commands. */
    static final String KUBELET = "kubelet-";

    private static final Pattern OF_KUBELET =
            Pattern.compile("\0--process\0[^\0]*/" + KUBELET + "\\d+/process\\.json\0");

    private RuncExec() {}

    /**
     * Whether runc runs a command of a kubelet.
     *
     * @param arguments the arguments of runc, each with a NUL after it
     */
    public static boolean isOfKubelet(String arguments) {
        return OF_KUBELET.matcher("\0" + arguments).find();
    }
}
