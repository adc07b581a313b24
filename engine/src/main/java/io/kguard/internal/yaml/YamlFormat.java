// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.yaml;

/**
 * A kind of YAML file, and how much of it is read.
 *
 * @param noun what one document is, such as "scenario"
 * @param content what an empty file lacks
 * @param bytes the largest file
 * @param depth the deepest nesting
 * @param aliases how many aliases of mappings and lists there may be
 * @param nodes how many values there may be in a document if aliases are followed
 * @param several whether a file may hold several documents
 */
public record YamlFormat(String noun, String content, int bytes, int depth, int aliases, int nodes, boolean several) {
    /** A kind of file that holds one document. */
    public YamlFormat(String noun, String content, int bytes, int depth, int aliases, int nodes) {
        this(noun, content, bytes, depth, aliases, nodes, false);
    }

    /** The same with any number of documents. */
    public YamlFormat ofSeveral() {
        return new YamlFormat(noun, content, bytes, depth, aliases, nodes, true);
    }

    String size() {
        return bytes % (1 << 20) == 0 ? (bytes >> 20) + " MiB" : (bytes >> 10) + " KiB";
    }
}
