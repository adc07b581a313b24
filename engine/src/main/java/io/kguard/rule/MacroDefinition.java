// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

/** The state of a macro during loading. */
final class MacroDefinition extends Definition {
    final AppendedText condition;
    /** Where its condition begins. */
    Context conditionContext;

    MacroDefinition(String name, Context context, TracedText condition, Context conditionContext) {
        super(name, context);
        this.condition = new AppendedText(condition);
        this.conditionContext = conditionContext;
    }
}
