// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.diagnostic.Location;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.ConditionParser;
import io.kguard.internal.condition.syntax.ConditionSyntaxException;
import io.kguard.internal.message.Nearest;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Parses conditions. What was parsed for one file is not parsed again for the next. */
final class ConditionTexts {
    private final FalcoVersion version;
    private final Map<String, Condition> parsed = new HashMap<>();

    ConditionTexts(FalcoVersion version) {
        this.version = version;
    }

    /** A text with list names replaced. */
    TracedText expand(TracedText text, ListExpansion lists, Context context) {
        try {
            return lists.expand(text);
        } catch (ListExpansion.TooLongException e) {
            throw context.error(DiagnosticCode.LOAD_ERR_COMPILE_CONDITION, String.valueOf(e.getMessage()), null);
        }
    }

    /** The condition in a text. */
    Condition parse(TracedText text, Context context) {
        return parse(text, context, 0);
    }

    /**
     * The condition in a text.
     *
     * @param added how many of its checks come from values of exceptions
     */
    Condition parse(TracedText text, Context context, int added) {
        Condition known = parsed.get(text.toString());
        if (known != null) {
            return known;
        }
        try {
            Condition condition = ConditionParser.parse(text.toString(), version, ConditionParser.MAX_CHECKS + added);
            parsed.put(text.toString(), condition);
            return condition;
        } catch (ConditionSyntaxException e) {
            throw context.at(text, e.span())
                    .error(
                            DiagnosticCode.LOAD_ERR_COMPILE_CONDITION,
                            e.reason(),
                            new SyntaxHint(text, e.span().start()).whereExpected(e.expected()));
        }
    }

    String undefined(String name, Collection<String> macros) {
        Optional<String> stock = StockNames.hint(Location.Kind.MACRO, name);
        if (stock.isPresent()) {
            return stock.get();
        }
        String near = Nearest.quoted(name, macros);
        if (near != null) {
            return near;
        }
        return name.matches("(?i)and|or|not")
                ? "'" + name + "' stands where a check belongs"
                : "a word alone is a macro: define it, or write a check such as 'proc.name = " + name + "'";
    }
}
