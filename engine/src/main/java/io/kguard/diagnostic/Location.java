// SPDX-License-Identifier: Apache-2.0
package io.kguard.diagnostic;

import java.util.Locale;
import org.apiguardian.api.API;

/**
 * One step on the path to the subject of a diagnostic: the file, the rule in it, the rule's condition, and so on.
 *
 * @param kind the kind of element
 * @param name its name; empty if it has none
 * @param position where it begins
 */
@API(status = API.Status.INTERNAL)
public record Location(Kind kind, String name, Position position) {

    /** The kinds of elements in a rule file, with Falco's names. */
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

        /** Falco's name, such as {@code condition expression}. */
        public String label() {
            return label;
        }
    }

    @Override
    public String toString() {
        return name.isEmpty() ? kind.label() : kind.label() + " '" + name + "'";
    }
}
