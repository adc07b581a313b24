// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sarif;

import java.util.List;

/**
 * A finding at a position in a file.
 *
 * @param rule the kind of finding
 * @param message what is wrong
 * @param place where it is
 * @param elements the elements of the file that it is in, from the outside inwards
 * @param ignored why it is right as it is, in the words of a comment in the file; empty if nobody said so
 */
public record SarifResult(SarifRule rule, String message, Place place, List<Element> elements, String ignored) {
    /**
     * A position in a file.
     *
     * @param file the file's path; a relative one stays relative, as code hosts expect it
     * @param line from 1
     * @param column from 1
     */
    public record Place(String file, int line, int column) {}

    /**
     * An element of a file.
     *
     * @param name its name
     * @param kind what it is, such as {@code rule}
     */
    public record Element(String name, String kind) {}

    public SarifResult {
        elements = List.copyOf(elements);
    }

    /** A finding that nobody ignores. */
    public SarifResult(SarifRule rule, String message, Place place, List<Element> elements) {
        this(rule, message, place, elements, "");
    }

    /** What stays the same when lines move: the kind, the file, the elements that it is in, and the message without places. */
    String identity() {
        return String.join("\n", rule.id(), place.file(), elements.toString(), message.replaceAll(":\\d+:\\d+", ""));
    }
}
