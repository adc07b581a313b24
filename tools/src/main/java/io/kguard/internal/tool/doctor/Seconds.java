// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.doctor;

import java.util.Locale;

/** How long something took, as the end of a line. */
final class Seconds {
    private static final double NANOS = 1e9;

    private Seconds() {}

    static String since(long start) {
        return String.format(Locale.ROOT, " (%.1f s)", (System.nanoTime() - start) / NANOS);
    }
}
