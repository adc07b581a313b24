// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.diagnostic.Location;

/** The state of a macro during loading. */
final class MacroDefinition extends Definition {
    final AppendedText condition;
    /** Where its condition begins. */
    final Context conditionContext;

    MacroDefinition(String name, ItemValues values) {
        super(name, values.context());
        this.condition = new AppendedText(values.text("condition"));
        this.conditionContext = context.in(Location.Kind.MACRO_CONDITION, values.place("condition"));
    }
}
