// SPDX-License-Identifier: Apache-2.0
package io.kguard.spark;

import java.util.List;

/** What is in the files that a user names. */
enum Content {
    /** System calls. */
    CAPTURE(".scap"),
    /** Kubernetes audit events. */
    AUDIT(".log", ".json", ".jsonl"),
    /** Events of which each says by what it has from which source it is. */
    LOG(".log", ".json", ".jsonl");

    private final List<String> endings;

    Content(String... endings) {
        this.endings = List.of(endings);
    }

    /** Whether a file of a folder is taken. */
    boolean hasFile(String name) {
        return endings.stream().anyMatch(ending -> name.endsWith(ending) || name.endsWith(ending + ".gz"));
    }

    /** The endings of the files that are taken from folders, as text. */
    String endings() {
        StringBuilder text = new StringBuilder();
        for (String ending : endings) {
            text.append(text.isEmpty() ? "" : ", ")
                    .append(ending)
                    .append(", ")
                    .append(ending)
                    .append(".gz");
        }
        return text.toString();
    }
}
