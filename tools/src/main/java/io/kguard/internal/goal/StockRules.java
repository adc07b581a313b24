// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.goal;

import io.kguard.internal.message.Wording;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The word {@code stock} among rule files: the machine's own copy of Falco's rules, on which those of users build. */
final class StockRules {
    /** Where Falco's packages put it. */
    static final Path INSTALLED = Path.of("/etc/falco/falco_rules.yaml");

    private static final String WORD = "stock";

    private StockRules() {}

    /**
     * Rule files with the copy in place of the word. A file or folder with that name is meant if there is one.
     *
     * @throws IllegalArgumentException if the word is used and there is no copy
     */
    static List<Path> resolve(List<Path> given, Path copy) {
        return given.stream().map(file -> isWord(file) ? existing(copy) : file).toList();
    }

    private static boolean isWord(Path file) {
        return WORD.equals(String.valueOf(file.getFileName())) && !Files.exists(file);
    }

    private static Path existing(Path copy) {
        if (!Files.isRegularFile(copy)) {
            throw new IllegalArgumentException(
                    "\"" + WORD + "\" in " + Wording.option("rules") + " or " + Wording.option("base")
                            + " is this machine's copy of Falco's rules, and there is no " + copy
                            + ": name your own copy instead, before your rules: " + Wording.given("rules")
                            + "=falco_rules.yaml,rules/");
        }
        return copy;
    }
}
