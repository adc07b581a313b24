// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.message;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * How messages name options and goals: as properties of a Maven build, or in the words of the program that prints them, which
 * names its own form in a file. A message names them as parts, so nobody has to search finished texts, in which there are
 * words of users, too.
 */
public final class Wording {
    /** The file with the name of a program's form. A ServiceLoader would open every jar of the class path at each start. */
    private static final String FILE = "/META-INF/kguard/wording";

    private static final Form IN_USE = inUse();

    private Wording() {}

    private static Form inUse() {
        try (InputStream file = Wording.class.getResourceAsStream(FILE)) {
            if (file == null) {
                return new OfMaven();
            }
            String name = new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
            return Class.forName(name)
                    .asSubclass(Form.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(FILE + " names no form of words", e);
        }
    }

    /** A form of these names. */
    public interface Form {
        /** See {@link Wording#given}. */
        String given(String option);

        /** See {@link Wording#option}. */
        String option(String option);

        /** See {@link Wording#command}. */
        String command(String goal);

        /** See {@link Wording#goal}. */
        String goal(String goal);
    }

    /** An option as a user gives it: {@code -Dkguard.rules}. */
    public static String given(String option) {
        return IN_USE.given(option);
    }

    /** An option by its name: {@code kguard.rules}. */
    public static String option(String option) {
        return IN_USE.option(option);
    }

    /** A goal as a user calls it: {@code mvn kguard:verify}. */
    public static String command(String goal) {
        return IN_USE.command(goal);
    }

    /** A goal by its name: {@code kguard:verify}. */
    public static String goal(String goal) {
        return IN_USE.goal(goal);
    }

    private static final class OfMaven implements Form {
        @Override
        public String given(String option) {
            return "-D" + option(option);
        }

        @Override
        public String option(String option) {
            return "kguard." + option;
        }

        @Override
        public String command(String goal) {
            return "mvn " + goal(goal);
        }

        @Override
        public String goal(String goal) {
            return "kguard:" + goal;
        }
    }
}
