// SPDX-License-Identifier: Apache-2.0
package io.kguard.diagnostic;

import org.apiguardian.api.API;

/** The kind of a diagnostic. Codes that begin with {@code LOAD_} are Falco's, with Falco's description. */
@API(status = API.Status.EXPERIMENTAL)
public enum DiagnosticCode {
    LOAD_ERR_FILE_READ("File read error"),
    LOAD_ERR_YAML_PARSE("YAML parse error"),
    LOAD_ERR_YAML_VALIDATE("Error validating internal structure of YAML file"),
    LOAD_ERR_COMPILE_CONDITION("Error compiling condition"),
    LOAD_ERR_COMPILE_OUTPUT("Error compiling output"),
    LOAD_ERR_VALIDATE("Error validating rule/macro/list/exception objects"),
    LOAD_UNKNOWN_SOURCE("Unknown event source"),
    LOAD_UNSAFE_NA_CHECK("Unsafe <NA> comparison in condition"),
    LOAD_NO_EVTTYPE("Condition has no event-type restriction"),
    LOAD_UNKNOWN_FILTER("Unknown field or event-type in condition or output"),
    LOAD_UNUSED_MACRO("Unused macro"),
    LOAD_UNUSED_LIST("Unused list"),
    LOAD_UNKNOWN_ITEM("Unknown rules file item"),
    LOAD_UNKNOWN_KEY("Unknown key in item definition"),
    LOAD_DEPRECATED_ITEM("Used deprecated item"),
    LOAD_APPEND_NO_VALUES("Overriding/appending with no values"),
    LOAD_EXCEPTION_NAME_NOT_UNIQUE("Multiple exceptions defined with the same name"),
    LOAD_INVALID_MACRO_NAME("Invalid macro name"),
    LOAD_INVALID_LIST_NAME("Invalid list name"),
    LOAD_COMPILE_CONDITION("Warning in rule condition"),
    /** A rule that Falco loads, and at which it stops or crashes when an event comes. */
    LINT_ENDS_FALCO("Rule that ends Falco"),
    LINT_MAY_END_FALCO("Rule that may end Falco"),
    /** A condition that the chosen version of Falco judges otherwise than others and kguard do, because it has a bug. */
    LINT_BUG_OF_VERSION("Condition that meets a bug of this Falco"),
    /** An earlier rule matches every event that the rule could match, so the rule never fires. */
    LINT_SHADOWED_RULE("Rule shadowed by an earlier one"),
    /** A whole rule that takes the place of an earlier one with its name, of which nothing stays. */
    LINT_REPLACED_RULE("Rule replaces an earlier one with the same name"),
    LINT_NEVER_TRUE("Condition that is never true"),
    LINT_ALWAYS_TRUE("Condition that is always true"),
    /** An exception that excludes nothing, usually because a field or a value is misspelled. */
    LINT_INERT_EXCEPTION("Exception without effect"),
    /** A check of {@code evt.dir} that is true for no event of the version. */
    LINT_EVENT_DIRECTION("Check of evt.dir that is never true"),
    /** Rules that load although they violate Falco's schema. Falco prints a schema warning. */
    LINT_SCHEMA("Rule file violates Falco's schema"),
    /** A file of a folder, or the rest of a file, that Falco passes over, although there may be rules in it. */
    LINT_UNREAD_FILE("File, or the rest of one, that is not read"),
    LINT_UNRECORDED_EVENT("Rule for events that are not recorded"),
    /** A value that is nearly the name of a list; Falco takes it as it stands. */
    LINT_MISSPELLED_LIST("Value that looks like the name of a list"),
    /** A value that is nearly the name of a file, a program or a namespace. */
    LINT_MISSPELLED_VALUE("Value that is one letter from a known name"),
    /** A check of a field to which nothing ever gives a value in Falco. */
    LINT_FIELD_WITHOUT_VALUE("Field that never has a value"),
    /** A value that neither the kernel nor Falco writes into the field, such as a path in a process's name. */
    LINT_IMPOSSIBLE_VALUE("Value that the field never has"),
    /** A pattern under an operator that knows none, or one that is not closed. */
    LINT_LITERAL_PATTERN("Pattern that is compared as a string"),
    /** A check of a field that no event of the rule has. */
    LINT_FIELD_OF_OTHER_EVENT("Field that the events of the rule never have"),
    LINT_OUTPUT_WITHOUT_VALUE("Output field that never has a value"),
    /** A rule for the host that asks for a value of containers. */
    LINT_CONTAINER_FIELD_ON_HOST("Field of containers in a rule for the host"),
    LINT_MISSING_EVENT_TYPE("Event type without its sibling"),
    LINT_LOOSE_ALTERNATIVE("Alternative that alone fires the rule"),
    LINT_REDUNDANT_CLAUSE("Clause that changes nothing"),
    LINT_UNKNOWN_TAG("Tag that MITRE ATT&CK does not have"),
    LINT_TECHNIQUE_OF_OTHER_TACTIC("Technique that no tactic of the rule has"),
    LINT_UNSEEN_RULE("Rule of Falco that kguard was not tested with"),
    /** A comment that is to silence a finding, and does not. */
    LINT_IGNORE("Comment that ignores nothing");

    private final String description;

    DiagnosticCode(String description) {
        this.description = description;
    }

    /** Whether the rules can't be used. Otherwise they can, but probably do not do what their author intended. */
    public boolean isError() {
        return name().startsWith("LOAD_ERR_") || this == LINT_ENDS_FALCO;
    }

    /** A short description of the code. */
    public String description() {
        return description;
    }
}
