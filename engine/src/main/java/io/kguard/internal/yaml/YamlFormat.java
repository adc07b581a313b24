// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.yaml;

import java.util.function.UnaryOperator;

/**
 * A kind of YAML file, and how much of it is read.
 *
 * @param noun what one document is, such as "scenario"
 * @param content what an empty file lacks
 * @param bytes the largest file
 * @param depth the deepest nesting
 * @param aliases how many aliases of mappings and lists there may be
 * @param nodes how many values there may be in a document if aliases are followed
 * @param text how its text is read
 */
public record YamlFormat(String noun, String content, int bytes, int depth, int aliases, int nodes, Text text) {
    /**
     * How a text is read.
     *
     * @param several whether it may hold several documents
     * @param change what makes YAML of it, and must leave each character's place as it is; messages show the text as it was
     */
    record Text(boolean several, UnaryOperator<String> change) {}

    /** A kind of file that holds one document. */
    public YamlFormat(String noun, String content, int bytes, int depth, int aliases, int nodes) {
        this(noun, content, bytes, depth, aliases, nodes, new Text(false, UnaryOperator.identity()));
    }

    /** The same with any number of documents. */
    public YamlFormat ofSeveral() {
        return with(new Text(true, text.change));
    }

    /** The same for texts that are changed before they are YAML. */
    public YamlFormat changedBy(UnaryOperator<String> change) {
        return with(new Text(text.several, change));
    }

    private YamlFormat with(Text other) {
        return new YamlFormat(noun, content, bytes, depth, aliases, nodes, other);
    }

    String size() {
        return bytes % (1 << 20) == 0 ? (bytes >> 20) + " MiB" : (bytes >> 10) + " KiB";
    }
}
