// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.MacroResolver;

/**
 * A macro with its parsed condition.
 *
 * @param text its condition, with list names replaced
 * @param condition its condition; {@code resolved} says whether the macros in it are resolved
 */
record CompiledMacro(MacroDefinition definition, TracedText text, Condition condition, boolean resolved) {
    MacroResolver.Macro macro() {
        return new MacroResolver.Macro(condition, resolved);
    }

    CompiledMacro with(Condition whole) {
        return new CompiledMacro(definition, text, whole, true);
    }
}
