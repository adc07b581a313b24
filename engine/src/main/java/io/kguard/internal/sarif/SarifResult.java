// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sarif;

import java.util.List;

/**
 * A finding at a position in a file.
 *
 * @param rule the kind of finding
 * @param message what is wrong
 * @param file the file's path; a relative one stays relative, as code hosts expect it
 * @param line from 1
 * @param column from 1
 * @param elements the elements of the file that it is in, from the outside inwards
 */
public record SarifResult(SarifRule rule, String message, String file, int line, int column, List<Element> elements) {
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
}
