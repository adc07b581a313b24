// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import io.kguard.diagnostic.Diagnostic;
import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.ConditionParser;
import io.kguard.internal.condition.syntax.ConditionPrinter;
import io.kguard.rule.LoadResult;
import io.kguard.rule.LoadResult.ListItem;
import io.kguard.rule.Rule;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a scenario needs of the rules: something that users are meant to write there, and without which its rule can't fire. What the
 * rules do not have, or do not use, they do not ask for either. {@code toString} says it as the end of a sentence.
 */
sealed interface Need {
    /** What is there in its place, as a sentence without its end; null if rules have it. */
    @Nullable
    String unmet(LoadResult rules);

    /** Whether a rule depends on it. */
    boolean concerns(Rule rule);

    /** What rules have for values of the scenario's file. */
    Map<String, String> values(LoadResult rules);

    /** An item of a rule file with which a rule would fire in the scenario. */
    String override();

    /**
     * An item in a list.
     *
     * @param list the name of the list
     * @param value the value of the scenario's file for which the first item stands; null for none
     * @param item the item with which the scenario is played as it is written
     */
    record Item(String list, @Nullable String value, String item) implements Need {
        @Override
        public @Nullable String unmet(LoadResult rules) {
            boolean empty = used(rules).filter(found -> found.items().isEmpty()).isPresent();
            return empty ? "the list " + list + " is empty" : null;
        }

        /** Lists are replaced by their items before a condition is read, so it is for every rule. */
        @Override
        public boolean concerns(Rule rule) {
            return true;
        }

        @Override
        public Map<String, String> values(LoadResult rules) {
            return value == null
                    ? Map.of()
                    : used(rules)
                            .flatMap(found -> found.items().stream().findFirst())
                            .map(first -> Map.of(value, withoutQuotes(first)))
                            .orElse(Map.of());
        }

        private Optional<ListItem> used(LoadResult rules) {
            return rules.lists().stream()
                    .filter(other -> other.name().equals(list) && !isUnused(rules, other.name()))
                    .findFirst();
        }

        private static boolean isUnused(LoadResult rules, String name) {
            return rules.warnings().stream()
                    .filter(warning -> warning.code() == DiagnosticCode.LOAD_UNUSED_LIST)
                    .map(Diagnostic::locations)
                    .anyMatch(path -> path.get(path.size() - 1).name().equals(name));
        }

        /** An item becomes part of a condition, where quotes around it are not part of the string. */
        private static String withoutQuotes(String item) {
            return item.replaceFirst("^([\"'])(.*)\\1$", "$2");
        }

        @Override
        public String override() {
            return "- list: " + list + "\n  items: [" + item + "]\n  override: {items: append}\n";
        }

        @Override
        public String toString() {
            return "an item in the rules' list " + list;
        }
    }

    /**
     * A condition of a macro that users write.
     *
     * @param macro the name of the macro
     * @param condition a condition with which the rule fires in the scenario
     */
    record Macro(String macro, String condition) implements Need {
        /** What stands in Falco's public rules where users are to write something: conditions on which no event decides. */
        private static final Set<String> PLACEHOLDERS = Set.of(
                "evt.num = 0",
                "evt.num >= 0",
                "jevt.rawtime = 0",
                "jevt.rawtime exists",
                "not jevt.rawtime exists",
                "container.id exists");

        @Override
        public @Nullable String unmet(LoadResult rules) {
            return rules.macro(macro)
                    .map(found -> ConditionPrinter.printExpanded(found.condition()))
                    .filter(found -> PLACEHOLDERS.contains(found)
                            && !found.equals(ConditionPrinter.print(ConditionParser.parse(condition))))
                    .map(placeholder -> "the macro " + macro + " still is a placeholder, " + placeholder)
                    .orElse(null);
        }

        @Override
        public boolean concerns(Rule rule) {
            return uses(rule.condition());
        }

        private boolean uses(Condition condition) {
            return condition instanceof Condition.MacroUse use && use.name().equals(macro)
                    || condition.children().stream().anyMatch(this::uses);
        }

        @Override
        public Map<String, String> values(LoadResult rules) {
            return Map.of();
        }

        @Override
        public String override() {
            return "- macro: " + macro + "\n  condition: (" + condition + ")\n  override: {condition: replace}\n";
        }

        @Override
        public String toString() {
            return "a condition of your own in the rules' macro " + macro;
        }
    }
}
