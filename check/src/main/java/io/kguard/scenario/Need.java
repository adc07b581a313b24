// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import io.kguard.diagnostic.Diagnostic;
import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.internal.condition.syntax.ConditionPrinter;
import io.kguard.rule.ListItem;
import io.kguard.rule.LoadResult;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a scenario needs of the rules: something that users are meant to write there, and without which its rule can't fire. What the
 * rules do not have, or do not use, they do not ask for either. {@code toString} says it as the end of a sentence.
 */
sealed interface Need {
    /** What rules lack of it, as the end of a sentence; null if they have it. */
    @Nullable
    String missing(LoadResult rules);

    /** What rules have for values of the scenario's file. */
    Map<String, String> values(LoadResult rules);

    /**
     * An item in a list.
     *
     * @param list the name of the list
     * @param value the value of the scenario's file for which the first item stands
     */
    record Item(String list, String value) implements Need {
        @Override
        public @Nullable String missing(LoadResult rules) {
            boolean empty = used(rules).filter(found -> found.items().isEmpty()).isPresent();
            return empty ? this + ", which is empty" : null;
        }

        @Override
        public Map<String, String> values(LoadResult rules) {
            return used(rules)
                    .flatMap(found -> found.items().stream().findFirst())
                    .map(item -> Map.of(value, withoutQuotes(item)))
                    .orElse(Map.of());
        }

        private Optional<ListItem> used(LoadResult rules) {
            return rules.lists().stream()
                    .filter(other -> other.name().equals(list)
                            && !isUnused(rules, DiagnosticCode.LOAD_UNUSED_LIST, other.name()))
                    .findFirst();
        }

        /** An item becomes part of a condition, where quotes around it are not part of the string. */
        private static String withoutQuotes(String item) {
            return item.replaceFirst("^([\"'])(.*)\\1$", "$2");
        }

        @Override
        public String toString() {
            return "an item in the rules' list " + list;
        }
    }

    /**
     * Another condition of a macro than that of Falco's public rules.
     *
     * @param macro the name of the macro
     * @param other the condition that it must not have, as {@link ConditionPrinter} prints it
     */
    record Macro(String macro, String other) implements Need {
        @Override
        public @Nullable String missing(LoadResult rules) {
            boolean same = rules.macro(macro)
                    .map(found -> ConditionPrinter.printExpanded(found.condition()))
                    .filter(other::equals)
                    .isPresent();
            return same && !isUnused(rules, DiagnosticCode.LOAD_UNUSED_MACRO, macro) ? toString() : null;
        }

        @Override
        public Map<String, String> values(LoadResult rules) {
            return Map.of();
        }

        @Override
        public String toString() {
            return "another condition of the rules' macro " + macro + " than " + other;
        }
    }

    private static boolean isUnused(LoadResult rules, DiagnosticCode code, String name) {
        return rules.warnings().stream()
                .filter(warning -> warning.code() == code)
                .map(Diagnostic::locations)
                .anyMatch(path -> path.get(path.size() - 1).name().equals(name));
    }
}
