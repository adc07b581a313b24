// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A level of the Pod Security Standards, in the version of a minor release of Kubernetes.
 *
 * @param level how strict it is
 * @param minor the release 1.{@code minor}, or {@link #LATEST}
 */
record PodSecurityStandard(Level level, int minor) {
    static final int LATEST = Integer.MAX_VALUE;
    static final PodSecurityStandard NONE = new PodSecurityStandard(Level.PRIVILEGED, LATEST);

    private static final Pattern VERSION = Pattern.compile("v1\\.(0|[1-9]\\d{0,8})");

    /** How strict a standard is. The strictest is the last. */
    enum Level {
        PRIVILEGED,
        BASELINE,
        RESTRICTED;

        /** The level with a name, or null if there is none. */
        static @Nullable Level of(String name) {
            for (Level level : values()) {
                if (level.toString().equals(name)) {
                    return level;
                }
            }
            return null;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The minor release of a version such as {@code v1.32} or {@code latest}, or -1 if it is none. */
    static int minor(String version) {
        Matcher matcher = VERSION.matcher(version);
        return version.equals("latest") ? LATEST : matcher.matches() ? Integer.parseInt(matcher.group(1)) : -1;
    }

    PodSecurityStandard withLevel(Level value) {
        return new PodSecurityStandard(value, minor);
    }

    PodSecurityStandard withMinor(int value) {
        return new PodSecurityStandard(level, value);
    }

    @Override
    public String toString() {
        return level + ":" + (minor == LATEST ? "latest" : "v1." + minor);
    }
}
