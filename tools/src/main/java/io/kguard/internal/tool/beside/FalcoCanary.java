// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.beside;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A rule that fires on files that nobody else makes. When its alert arrives, Falco watches, and has judged all events before.
 *
 * @param rule its name, which no other rule has
 * @param folder where the files are made
 */
record FalcoCanary(String rule, Path folder) {
    private static final String FILE = "canary-";
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    static FalcoCanary in(Path folder) {
        return new FalcoCanary(name(), folder);
    }

    /** A name that no rule has. */
    static String name() {
        return "kguard canary " + UUID.randomUUID();
    }

    /** The rule file. */
    String yaml() {
        return yaml(
                rule,
                "evt.type in (open, openat, openat2) and fd.name startswith \"" + folder.resolve(FILE) + "\"",
                "canary %fd.name");
    }

    /** The rule file of a canary. */
    static String yaml(String rule, String condition, String output) {
        return """
                - rule: %s
                  desc: kguard knows that this fires, so this Falco judges
                  condition: %s
                  output: %s
                  priority: EMERGENCY
                  source: syscall
                """.formatted(rule, condition, output);
    }

    /** Does what it fires on. */
    void act(int number) throws IOException {
        Path file = folder.resolve(FILE + number);
        Files.createFile(file);
        Files.delete(file);
    }

    /** The number of the act that an alert of this rule is about; empty if it is about none. */
    OptionalInt number(String file) {
        String begin = folder.resolve(FILE).toString();
        String number = file.startsWith(begin) ? file.substring(begin.length()) : "";
        return NUMBER.matcher(number).matches() ? OptionalInt.of(Integer.parseInt(number)) : OptionalInt.empty();
    }
}
