// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.upgrade;

import io.kguard.diagnostic.Diagnostic;
import io.kguard.diagnostic.Location;
import io.kguard.diagnostic.Position;
import org.jspecify.annotations.Nullable;

/**
 * What an upgrade changes at a place of a rule file.
 *
 * @param position the place
 * @param code the code of the diagnostic it comes from; empty if it comes from none
 * @param owner the rule, macro or list that it is about, such as {@code rule 'Shell'}; empty if it is about none
 * @param text what is so, in one sentence
 * @param hint what to do; null if the text is enough
 */
record Finding(
        Position position,
        String code,
        String owner,
        String text,
        @Nullable String hint) {
    static Finding of(Diagnostic diagnostic) {
        String message = diagnostic.message().isEmpty()
                ? diagnostic.code().description()
                : diagnostic.message().strip();
        return new Finding(
                diagnostic.position(), diagnostic.code().name(), owner(diagnostic), message, diagnostic.hint());
    }

    private static String owner(Diagnostic diagnostic) {
        return diagnostic.locations().stream()
                .filter(location -> !location.name().isEmpty())
                .filter(location -> switch (location.kind()) {
                    case RULE, MACRO, LIST -> true;
                    default -> false;
                })
                .findFirst()
                .map(Location::toString)
                .orElse("");
    }
}
