// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import io.kguard.event.FalcoVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Properties;

/**
 * When a run was, and on what.
 *
 * @param date when it ended
 * @param kguard the version of kguard
 * @param falco the version of Falco that kguard followed
 * @param java the version of Java
 * @param system the operating system with its kernel and architecture
 * @param options what a command is given, besides the choice of checks, that makes the same again; empty for nothing
 * @param half what is needed to make one run of this and another, packed; empty for a whole run
 */
public record Environment(
        Instant date, String kguard, String falco, String java, String system, String options, String half) {
    /** What Maven notes of a module in its jar. */
    private static final String IN_JAR = "/META-INF/maven/io.kguard/kguard-check/pom.properties";

    /** That of this machine, now. */
    public static Environment here(FalcoVersion falco) {
        return new Environment(
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                version(),
                falco.number(),
                System.getProperty("java.version"),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                "",
                "");
    }

    /** The same with what a command is given that makes the same again. */
    Environment withOptions(String value) {
        return new Environment(date, kguard, falco, java, system, value, half);
    }

    /** The same with what is needed to make one run of this and another. */
    public Environment withHalf(String value) {
        return new Environment(date, kguard, falco, java, system, options, value);
    }

    private static String version() {
        try (InputStream in = Environment.class.getResourceAsStream(IN_JAR)) {
            if (in == null) {
                return "not packaged";
            }
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
