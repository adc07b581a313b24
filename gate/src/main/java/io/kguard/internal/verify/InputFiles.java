// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files that options of a suite were read from, so that other versions of them can be read.
 *
 * @param config the {@code falco.yaml}, or the values of Falco's chart; null for none
 * @param configNamesRules whether that file says which rule files there are
 * @param sources what says what events have: tables of sources, libraries of plugins
 * @param reactions the rule files of Falco Talon
 * @param auditPolicy the audit policy of clusters; null for none
 * @param baseline where known failures are, which need not exist; null if none are read
 */
public record InputFiles(
        @Nullable Path config,
        boolean configNamesRules,
        List<Path> sources,
        List<Path> reactions,
        @Nullable Path auditPolicy,
        @Nullable Path baseline) {
    /** The options are from no file. */
    public static final InputFiles NONE = new InputFiles(null, false, List.of(), List.of(), null, null);

    /** Copies the lists. */
    public InputFiles {
        sources = List.copyOf(sources);
        reactions = List.copyOf(reactions);
    }

    /** The files on which it depends what happens in a cluster. */
    List<Path> ofClusters() {
        return Stream.concat(reactions.stream(), Stream.ofNullable(auditPolicy)).toList();
    }
}
