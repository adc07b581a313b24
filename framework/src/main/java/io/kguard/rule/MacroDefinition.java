package io.kguard.rule;

/** A macro while files are read. */
final class MacroDefinition extends Definition {
    TracedText condition;
    /** Where its condition begins. */
    Context conditionContext;

    MacroDefinition(String name, Context context, TracedText condition, Context conditionContext) {
        super(name, context);
        this.condition = condition;
        this.conditionContext = conditionContext;
    }
}
