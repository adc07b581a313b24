// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import io.kguard.internal.condition.syntax.Condition;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of a condition that must be true or, if negated, false.
 *
 * @param condition the part
 * @param negated whether it must be false
 */
record Part(Condition condition, boolean negated) {
    /** It as a condition. */
    Condition shown() {
        return negated ? new Condition.Not(condition, condition.span()) : condition;
    }

    /** What it is made of, if that is joined by {@code and} or {@code or}. */
    List<Part> joined() {
        return condition.children().stream()
                .map(child -> new Part(child, negated))
                .toList();
    }

    /** All that must hold so that some parts do: checks, and what leaves a choice. */
    static List<Part> flattened(List<Part> parts) {
        List<Part> flat = new ArrayList<>();
        parts.forEach(part -> part.flatten(flat));
        return flat;
    }

    private void flatten(List<Part> out) {
        if (condition instanceof Condition.Not not) {
            new Part(not.child(), !negated).flatten(out);
        } else if (condition instanceof Condition.MacroUse
                || condition instanceof Condition.And && !negated
                || condition instanceof Condition.Or && negated) {
            joined().forEach(part -> part.flatten(out));
        } else {
            out.add(this);
        }
    }
}
