// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.internal.file.FileToRead;
import io.kguard.internal.file.OwnFolder;
import io.kguard.internal.file.Sha256;
import io.kguard.internal.result.RuleFacts;
import io.kguard.rule.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file that kguard wrote, or that stands in its place. Its first line says by digests what the rule was and what kguard wrote,
 * so that a changed rule and a changed text can be told.
 *
 * @param whole what it holds
 * @param rule the digest of the rule that it was derived from; empty if kguard did not write it
 * @param edited whether it is not as kguard wrote it
 */
record DerivedFile(String whole, String rule, boolean edited) {
    private static final int DIGITS = 16;
    private static final int LARGEST = 1 << 20;
    private static final Pattern FIRST_LINE =
            Pattern.compile("# derived from: rule ([0-9a-f]{16}), text ([0-9a-f]{16})\n(?s:(.*))");
    private static final String MEANING = """
            # kguard derive made this of the rule's condition: it tests the logic of the rule, and is no attack. Once you edit it,
            # kguard leaves it as it is.
            """;

    /**
     * What stands in a file.
     *
     * @throws IOException if it can't be read
     */
    static DerivedFile read(Path file) throws IOException {
        OwnFolder.check(file);
        if (Files.size(file) > LARGEST) {
            return new DerivedFile("", "", true);
        }
        String whole = new String(FileToRead.bytes(file, LARGEST), UTF_8);
        Matcher line = FIRST_LINE.matcher(whole);
        if (!line.matches()) {
            return new DerivedFile(whole, "", true);
        }
        return new DerivedFile(whole, line.group(1), !line.group(2).equals(digest(line.group(3))));
    }

    /** The whole of a new file. */
    static DerivedFile of(Rule rule, String scenario) {
        String text = MEANING + scenario;
        String digest = RuleFacts.digest(rule);
        return new DerivedFile(
                "# derived from: rule " + digest + ", text " + digest(text) + "\n" + text, digest, false);
    }

    /** Whether a file is one that kguard derived, edited or not. */
    boolean isDerived() {
        return !rule.isEmpty();
    }

    private static String digest(String text) {
        return Sha256.of(text.getBytes(UTF_8)).substring(0, DIGITS);
    }
}
