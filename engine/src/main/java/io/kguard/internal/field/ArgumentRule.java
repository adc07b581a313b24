// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

/**
 * Whether a field has an argument, and in which forms.
 *
 * @param required whether it has no value without one
 * @param index whether {@code field[3]} is a form
 * @param key whether {@code field[text]} is a form
 * @param suffix whether {@code field.name} is a form
 */
public record ArgumentRule(boolean required, boolean index, boolean key, boolean suffix) {
    /** The rule of most fields: no argument. */
    public static final ArgumentRule NONE = new ArgumentRule(false, false, false, false);

    /** Parses an entry of the field table, such as {@code ! [N] .NAME}. */
    public static ArgumentRule parse(String text) {
        return text.isEmpty()
                ? NONE
                : new ArgumentRule(
                        text.startsWith("!"), text.contains("[N]"), text.contains("[KEY]"), text.contains(".NAME"));
    }

    /** Whether an argument is allowed. */
    public boolean allowed() {
        return index || key || suffix;
    }

    /** The forms for messages, such as {@code [N] or .NAME}; empty if there is none. */
    @Override
    public String toString() {
        StringBuilder forms = new StringBuilder();
        append(forms, index, "[N]");
        append(forms, key, "[KEY]");
        append(forms, suffix, ".NAME");
        return forms.toString();
    }

    private static void append(StringBuilder forms, boolean present, String form) {
        if (present) {
            forms.append(forms.length() == 0 ? "" : " or ").append(form);
        }
    }
}
