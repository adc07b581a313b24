// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.upgrade;

import io.kguard.diagnostic.Diagnostic;
import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.diagnostic.Location;
import io.kguard.diagnostic.Position;
import io.kguard.rule.LoadResult;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the old version does not load, so that the new one can't stop loading it.
 *
 * @param places where it has errors
 * @param items its rules, macros and lists with errors
 * @param files its files that can't be read at all
 * @param skipped its rules that it leaves out: it does not know their source or a field
 */
record NotLoadedBefore(Set<Position> places, Set<Location> items, Set<String> files, Set<Location> skipped) {
    private static final Set<DiagnosticCode> UNREADABLE =
            EnumSet.of(DiagnosticCode.LOAD_ERR_FILE_READ, DiagnosticCode.LOAD_ERR_YAML_PARSE);
    private static final Set<DiagnosticCode> SKIPS =
            EnumSet.of(DiagnosticCode.LOAD_UNKNOWN_SOURCE, DiagnosticCode.LOAD_UNKNOWN_FILTER);

    static NotLoadedBefore in(LoadResult before) {
        return new NotLoadedBefore(
                before.errors().stream().map(Diagnostic::position).collect(Collectors.toSet()),
                before.errors().stream().flatMap(error -> item(error).stream()).collect(Collectors.toSet()),
                before.errors().stream()
                        .filter(error -> UNREADABLE.contains(error.code()))
                        .map(error -> error.position().file())
                        .collect(Collectors.toSet()),
                before.warnings().stream()
                        .filter(warning -> SKIPS.contains(warning.code()))
                        .flatMap(warning -> item(warning).stream())
                        .collect(Collectors.toSet()));
    }

    /** Whether an error of the new version is about something that did not load before. */
    boolean hasNotLoaded(Diagnostic error) {
        return places.contains(error.position())
                || files.contains(error.position().file())
                || item(error).filter(items::contains).isPresent()
                || isSkipped(error);
    }

    /** Whether something is about a rule that the old version leaves out. */
    boolean isSkipped(Diagnostic diagnostic) {
        return item(diagnostic).filter(skipped::contains).isPresent();
    }

    private static Optional<Location> item(Diagnostic diagnostic) {
        return diagnostic.locations().stream()
                .filter(location -> switch (location.kind()) {
                    case RULE, MACRO, LIST -> true;
                    default -> false;
                })
                .findFirst();
    }
}
