// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.upgrade;

import java.util.List;

/**
 * A part of the report for people.
 *
 * @param title what it is about
 * @param explanation one or two sentences on what follows from it
 * @param entries what was found
 */
record Section(String title, String explanation, List<Entry> entries) {
    /**
     * Something that was found.
     *
     * @param text what
     * @param details more about it, a line each
     */
    record Entry(String text, List<String> details) {
        Entry {
            details = List.copyOf(details);
        }
    }

    Section {
        entries = List.copyOf(entries);
    }
}
