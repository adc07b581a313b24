// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version of Linux: what kguard needs of it, and what it lacks. The versions that are tried stand in {@code docs/kernels.md}.
 *
 * @param release as {@code uname -r} prints it
 */
public record RunningKernel(String release) {
    /** The oldest and the newest one that {@code bin/kernels} boots. */
    static final String TRIED = "6.1 to 7.2";

    private static final Pattern VERSION = Pattern.compile("(\\d{1,9})\\.(\\d{1,9})(?!\\d).*");

    /** The kernel of this machine. On another system than Linux no version is known. */
    public static RunningKernel ofThisMachine() {
        return new RunningKernel(
                System.getProperty("os.name", "").equals("Linux") ? System.getProperty("os.version", "") : "");
    }

    /** Whether it is older than a version. One that can't be read is not. */
    public boolean isBefore(int major, int minor) {
        Matcher version = VERSION.matcher(release);
        if (!version.matches()) {
            return false;
        }
        int own = Integer.parseInt(version.group(1));
        return own < major || (own == major && Integer.parseInt(version.group(2)) < minor);
    }

    /** Whether it lacks what the sensor can't do without. */
    boolean isTooOld() {
        return isBefore(5, 14);
    }

    /** What a kernel that is too old lacks. */
    String lack() {
        return isBefore(5, 12)
                ? "it has no task storage for BPF programs that trace (Linux 5.12), and no BPF programs of the type syscall (5.14)"
                : "it has no BPF programs of the type syscall (Linux 5.14)";
    }

    /** Whether kguard was never tried on one as old. */
    boolean isOlderThanTried() {
        return isBefore(6, 1);
    }

    /** Whether kguard was never tried on one as new. */
    boolean isNewerThanTried() {
        return VERSION.matcher(release).matches() && !isBefore(7, 3);
    }

    /** Whether it stops programs of the type {@code tp_btf} for another task. */
    boolean stopsPrograms() {
        return VERSION.matcher(release).matches() && !isBefore(7, 0);
    }

    /** What kguard does without on this kernel. */
    List<String> weaknesses() {
        List<String> all = new ArrayList<>();
        if (isBefore(5, 17)) {
            all.add(
                    "arguments that are not in memory when a call starts: it does not tell whether others can change them (5.17)");
        }
        if (isBefore(6, 1) || !isBefore(7, 0)) {
            all.add(
                    "its own copies of paths: it does not show them (6.1 to 6.19 do), so that nobody notices a path that a program"
                            + " changes twice during one call, or that changes before it is in memory");
        }
        return all;
    }
}
