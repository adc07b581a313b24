// SPDX-License-Identifier: Apache-2.0
package io.kguard.junit;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/** Checks that rule tests can run with the JUnit on the class path. */
final class JUnitVersion {
    private static final int MAJOR = 5;
    private static final int MINOR = 10;
    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)(\\D.*)?");

    private JUnitVersion() {}

    /**
     * Checks the JUnit on the class path.
     *
     * @throws ExtensionConfigurationException if it is too old
     */
    static void check() {
        String complaint = complaint();
        if (!complaint.isEmpty()) {
            throw new ExtensionConfigurationException(complaint);
        }
    }

    /** What is wrong with the JUnit on the class path; empty if nothing is. */
    static String complaint() {
        return complaint(Test.class.getPackage().getImplementationVersion());
    }

    /** What is wrong with a version; empty if nothing is, or if the version is unknown. */
    static String complaint(@Nullable String version) {
        Matcher matcher = VERSION.matcher(version == null ? "" : version);
        if (!matcher.matches()) {
            return "";
        }
        int major = Integer.parseInt(matcher.group(1));
        boolean old = major < MAJOR || (major == MAJOR && Integer.parseInt(matcher.group(2)) < MINOR);
        return old
                ? "rule tests need JUnit " + MAJOR + "." + MINOR + " or later, and the test class path has JUnit "
                        + version + ". Set the version of org.junit.jupiter:junit-jupiter to a later one."
                : "";
    }
}
