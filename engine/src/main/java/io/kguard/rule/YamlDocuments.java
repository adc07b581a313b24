// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import java.util.List;

/**
 * The documents of a YAML text.
 *
 * @param documents what they hold; none is empty
 * @param read how many of them Falco reads: those before the first that is empty
 * @param end the offset up to which Falco reads; the length of the text if there is nothing behind it
 */
record YamlDocuments(List<YamlContent> documents, int read, int end) {
    public YamlDocuments {
        documents = List.copyOf(documents);
    }
}
