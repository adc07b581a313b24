package io.kguard.rule;

/** Whether what a diagnostic says keeps the rules from being used. */
public enum Severity {
    /** The rules can't be used. */
    ERROR,
    /** The rules can be used, but hardly do what their author meant. */
    WARNING
}
