// SPDX-License-Identifier: Apache-2.0
package io.kguard.diagnostic;

import org.apiguardian.api.API;

/** The kind of a diagnostic. Codes that begin with {@code LOAD_} are Falco's, with Falco's description. */
@API(status = API.Status.EXPERIMENTAL)
public enum DiagnosticCode {
    LOAD_ERR_FILE_READ(Severity.ERROR, "File read error"),
    LOAD_ERR_YAML_PARSE(Severity.ERROR, "YAML parse error"),
    LOAD_ERR_YAML_VALIDATE(Severity.ERROR, "Error validating internal structure of YAML file"),
    LOAD_ERR_COMPILE_CONDITION(Severity.ERROR, "Error compiling condition"),
    LOAD_ERR_COMPILE_OUTPUT(Severity.ERROR, "Error compiling output"),
    LOAD_ERR_VALIDATE(Severity.ERROR, "Error validating rule/macro/list/exception objects"),
    LOAD_UNKNOWN_SOURCE(Severity.WARNING, "Unknown event source"),
    LOAD_UNSAFE_NA_CHECK(Severity.WARNING, "Unsafe <NA> comparison in condition"),
    LOAD_NO_EVTTYPE(Severity.WARNING, "Condition has no event-type restriction"),
    LOAD_UNKNOWN_FILTER(Severity.WARNING, "Unknown field or event-type in condition or output"),
    LOAD_UNUSED_MACRO(Severity.WARNING, "Unused macro"),
    LOAD_UNUSED_LIST(Severity.WARNING, "Unused list"),
    LOAD_UNKNOWN_ITEM(Severity.WARNING, "Unknown rules file item"),
    LOAD_UNKNOWN_KEY(Severity.WARNING, "Unknown key in item definition"),
    LOAD_DEPRECATED_ITEM(Severity.WARNING, "Used deprecated item"),
    LOAD_APPEND_NO_VALUES(Severity.WARNING, "Overriding/appending with no values"),
    LOAD_EXCEPTION_NAME_NOT_UNIQUE(Severity.WARNING, "Multiple exceptions defined with the same name"),
    LOAD_INVALID_MACRO_NAME(Severity.WARNING, "Invalid macro name"),
    LOAD_INVALID_LIST_NAME(Severity.WARNING, "Invalid list name"),
    LOAD_COMPILE_CONDITION(Severity.WARNING, "Warning in rule condition"),
    /** An earlier rule matches every event that the rule could match, so the rule never fires. */
    LINT_SHADOWED_RULE(Severity.WARNING, "Rule shadowed by an earlier one"),
    /** A whole rule that takes the place of an earlier one with its name, of which nothing stays. */
    LINT_REPLACED_RULE(Severity.WARNING, "Rule replaces an earlier one with the same name"),
    LINT_NEVER_TRUE(Severity.WARNING, "Condition that is never true"),
    LINT_ALWAYS_TRUE(Severity.WARNING, "Condition that is always true"),
    /** An exception that excludes nothing, usually because a field or a value is misspelled. */
    LINT_INERT_EXCEPTION(Severity.WARNING, "Exception without effect"),
    /** A check of {@code evt.dir} that is true for no event of the version. */
    LINT_EVENT_DIRECTION(Severity.WARNING, "Check of evt.dir that is never true"),
    /** Rules that load although they violate Falco's schema. Falco prints a schema warning. */
    LINT_SCHEMA(Severity.WARNING, "Rule file violates Falco's schema"),
    /** A file of a folder, or the rest of a file, that Falco passes over, although there may be rules in it. */
    LINT_UNREAD_FILE(Severity.WARNING, "File, or the rest of one, that is not read"),
    LINT_UNRECORDED_EVENT(Severity.WARNING, "Rule for events that are not recorded"),
    /** A value that is nearly the name of a list; Falco takes it as it stands. */
    LINT_MISSPELLED_LIST(Severity.WARNING, "Value that looks like the name of a list"),
    /** A check of a field to which nothing ever gives a value in Falco. */
    LINT_FIELD_WITHOUT_VALUE(Severity.WARNING, "Field that never has a value"),
    /** A value that neither the kernel nor Falco writes into the field, such as a path in a process's name. */
    LINT_IMPOSSIBLE_VALUE(Severity.WARNING, "Value that the field never has"),
    /** A pattern under an operator that knows none, or one that is not closed. */
    LINT_LITERAL_PATTERN(Severity.WARNING, "Pattern that is compared as a string"),
    /** A check of a field that no event of the rule has. */
    LINT_FIELD_OF_OTHER_EVENT(Severity.WARNING, "Field that the events of the rule never have"),
    /** A field of the output that is always {@code <NA>}. */
    LINT_OUTPUT_WITHOUT_VALUE(Severity.WARNING, "Output field that never has a value"),
    /** A rule for the host that asks for a value of containers. */
    LINT_CONTAINER_FIELD_ON_HOST(Severity.WARNING, "Field of containers in a rule for the host"),
    /** A system call without the one that does the same. */
    LINT_MISSING_EVENT_TYPE(Severity.WARNING, "Event type without its sibling"),
    LINT_REDUNDANT_CLAUSE(Severity.WARNING, "Clause that changes nothing"),
    /** A tag that looks like one of MITRE ATT&amp;CK. */
    LINT_UNKNOWN_TAG(Severity.WARNING, "Tag that MITRE ATT&CK does not have"),
    /** A comment that is to silence a finding, and does not. */
    LINT_IGNORE(Severity.WARNING, "Comment that ignores nothing");

    private final Severity severity;
    private final String description;

    DiagnosticCode(Severity severity, String description) {
        this.severity = severity;
        this.description = description;
    }

    /** The severity of every diagnostic with this code. */
    public Severity severity() {
        return severity;
    }

    /** A short description of the code. */
    public String description() {
        return description;
    }
}
