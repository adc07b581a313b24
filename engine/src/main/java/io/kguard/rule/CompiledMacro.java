// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.internal.condition.Condition;
import io.kguard.internal.condition.MacroResolver;

/**
 * A macro whose condition is parsed.
 *
 * @param text its condition, list names replaced
 * @param condition its condition; the macros that it uses are resolved if {@code resolved} says so
 */
record CompiledMacro(MacroDefinition definition, TracedText text, Condition condition, boolean resolved) {
    MacroResolver.Macro macro() {
        return new MacroResolver.Macro(condition, resolved);
    }

    CompiledMacro with(Condition whole) {
        return new CompiledMacro(definition, text, whole, true);
    }
}
