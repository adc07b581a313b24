// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.tuning;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A rule file that is loaded after others, only to try it. It is removed when this is closed.
 *
 * @param rules all rule files, the tried one last
 */
record ExtraRules(List<Path> rules) implements AutoCloseable {
    static ExtraRules of(List<Path> rules, String text) throws IOException {
        Path file = Files.createTempFile("kguard-exceptions", ".yaml");
        Files.writeString(file, text, UTF_8);
        List<Path> all = new ArrayList<>(rules);
        all.add(file);
        return new ExtraRules(List.copyOf(all));
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(rules.get(rules.size() - 1));
    }
}
