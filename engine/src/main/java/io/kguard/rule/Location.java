// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import java.util.Locale;
import org.apiguardian.api.API;

/**
 * One step on the way to what a diagnostic is about: the file, the rule in it, the rule's condition, ...
 *
 * @param kind what stands there
 * @param name its name, empty if it has none
 * @param position where it begins
 */
@API(status = API.Status.EXPERIMENTAL)
public record Location(Kind kind, String name, Position position) {

    /** What can stand in a rule file. The words are Falco's. */
    public enum Kind {
        RULES_CONTENT,
        RULES_CONTENT_ITEM,
        VALUE_FOR,
        REQUIRED_ENGINE_VERSION("required_engine_version"),
        REQUIRED_PLUGIN_VERSIONS,
        REQUIRED_PLUGIN_VERSIONS_ENTRY,
        REQUIRED_PLUGIN_VERSIONS_ALTERNATIVE,
        LIST,
        LIST_ITEM,
        MACRO,
        MACRO_CONDITION,
        RULE,
        RULE_CONDITION,
        CONDITION_EXPRESSION,
        RULE_OUTPUT,
        RULE_OUTPUT_EXPRESSION,
        RULE_PRIORITY,
        OVERRIDES,
        EXCEPTIONS,
        EXCEPTION,
        EXCEPTION_VALUES,
        EXCEPTION_VALUE;

        private final String label;

        Kind() {
            this.label = name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }

        Kind(String label) {
            this.label = label;
        }

        /** The words that Falco uses, such as {@code condition expression}. */
        public String label() {
            return label;
        }
    }

    @Override
    public String toString() {
        return name.isEmpty() ? kind.label() : kind.label() + " '" + name + "'";
    }
}
