// SPDX-License-Identifier: Apache-2.0
package io.kguard.plugin;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.maven.model.Plugin;
import org.apache.maven.project.MavenProject;

/** Checks the plugin that runs a module's tests in {@code mvn test}. */
final class Surefire {
    private static final String KEY = "org.apache.maven.plugins:maven-surefire-plugin";
    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+).*");

    /** The first version that runs tests of JUnit 5. */
    private static final int MAJOR = 2;

    private static final int MINOR = 22;

    private Surefire() {}

    /** What is wrong with a module's version of the plugin; empty if nothing is. */
    static String complaint(MavenProject project) {
        Plugin plugin = project.getPlugin(KEY);
        String version = plugin == null || plugin.getVersion() == null ? "" : plugin.getVersion();
        Matcher matcher = VERSION.matcher(version);
        if (!matcher.matches()) {
            return "";
        }
        int major = Integer.parseInt(matcher.group(1));
        boolean old = major < MAJOR || (major == MAJOR && Integer.parseInt(matcher.group(2)) < MINOR);
        return old
                ? "Surefire " + version + " can't run tests of JUnit 5: mvn test runs none and passes."
                        + " Set the version of maven-surefire-plugin in the pom: " + MAJOR + "." + MINOR
                        + ".0 or later, preferably the newest."
                : "";
    }
}
