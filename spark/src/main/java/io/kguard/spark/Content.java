// SPDX-License-Identifier: Apache-2.0
package io.kguard.spark;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is in the files that a user names. */
enum Content {
    /** System calls. */
    CAPTURE(".scap"),
    /** Kubernetes audit events. */
    AUDIT(".log", ".json", ".jsonl"),
    /** Events of which each says by what it has from which source it is. */
    LOG(".log", ".json", ".jsonl");

    private final String endings;

    Content(String... endings) {
        this.endings = Stream.of(endings)
                .flatMap(ending -> Stream.of(ending, ending + ".gz"))
                .collect(Collectors.joining(", "));
    }

    /** The endings of the files that are taken from folders, with commas between them. */
    String endings() {
        return endings;
    }

    /** Whether a file of a folder is taken. */
    boolean hasFile(String name) {
        return Stream.of(endings.split(", ", -1)).anyMatch(name::endsWith);
    }
}
