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
        return new FalcoCanary("kguard canary " + UUID.randomUUID(), folder);
    }

    /** The rule file. */
    String yaml() {
        return """
                - rule: %s
                  desc: A file of kguard's was made, so this Falco watches
                  condition: evt.type in (open, openat, openat2) and fd.name startswith "%s"
                  output: canary %%fd.name
                  priority: EMERGENCY
                  source: syscall
                """.formatted(rule, folder.resolve(FILE));
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
