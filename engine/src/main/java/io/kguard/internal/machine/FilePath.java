// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

import io.kguard.event.FalcoVersion;

/** Paths as Falco makes them absolute: by their text alone. */
public final class FilePath {
    /** The prefix of a path relative to an unknown descriptor. */
    public static final String UNKNOWN_BASE = "<UNKNOWN>";

    private static final int LONGEST = 1023;
    private static final String TOO_LONG = "/DIR_TOO_LONG/FILENAME_TOO_LONG";

    private FilePath() {}

    /**
     * A path without {@code .}, {@code ..} and double slashes. Bytes outside of printable ASCII become dots until 0.43; in
     * 0.44 those that are no printable UTF-8 become U+FFFD; since then they stay.
     *
     * @param version whose path it is
     * @param base what a relative path is relative to; with a slash at its end, else the path is joined as it is
     * @param path the path; if it is empty or absolute the base is ignored
     */
    public static String normalize(FalcoVersion version, String base, String path) {
        if (base.length() + path.length() > LONGEST) {
            return TOO_LONG;
        }
        String start = path.isEmpty() || isAbsolute(path) ? "" : base;
        if (start.isEmpty() && isNormal(path)) {
            return path;
        }
        boolean dots = !version.atLeast(FalcoVersion.V0_44);
        return new PathCleaner(start, dots).clean(version == FalcoVersion.V0_44 ? Utf8.printable(path) : path);
    }

    /** Whether a path begins with a slash. */
    public static boolean isAbsolute(String path) {
        return !path.isEmpty() && path.charAt(0) == '/';
    }

    /** Whether an absolute path needs no change, which is the usual case. */
    private static boolean isNormal(String path) {
        int length = path.length();
        if (length < 2 || path.charAt(0) != '/' || path.charAt(length - 1) == '/') {
            return false;
        }
        char previous = 0;
        for (int i = 0; i < length; i++) {
            char c = path.charAt(i);
            if (c < 0x20 || c > 0x7e || previous == '/' && (c == '/' || c == '.')) {
                return false;
            }
            previous = c;
        }
        return true;
    }
}
