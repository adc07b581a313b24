// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox;

import java.util.regex.Pattern;

/**
 * Tells commands that a kubelet runs in a container, its hooks and probes, from those of steps: by the command line of
 * runc, which names a folder of the command.
 */
public final class RuncExec {
    /** The beginning of the names of folders of hooks. */
    public static final String HOOK = "hook-";

    /** The beginning of the names of folders of probes. */
    public static final String PROBE = "probe-";

    private static final String PROCESS = "\0--process\0[^\0]*/(?:%s)\\d+/process\\.json\0";
    private static final Pattern OF_KUBELET = Pattern.compile(PROCESS.formatted(HOOK + "|" + PROBE));
    private static final Pattern OF_PROBE = Pattern.compile(PROCESS.formatted(PROBE));

    private RuncExec() {}

    /**
     * Whether runc runs a hook or a probe.
     *
     * @param arguments the arguments of runc, each with a NUL after it
     */
    public static boolean isOfKubelet(String arguments) {
        return OF_KUBELET.matcher("\0" + arguments).find();
    }

    /** Whether runc runs a probe, which no step triggers. */
    public static boolean isOfProbe(String arguments) {
        return OF_PROBE.matcher("\0" + arguments).find();
    }
}
