// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import io.kguard.internal.field.EventContext;
import io.kguard.internal.field.Quantifier;
import io.kguard.internal.field.Reader;
import java.util.List;

/** How close a false clause is to being true: how much of an expected string the value has at its ends. */
final class Similarity {
    /** The similarity of equal strings. */
    static final int FULL = (1 << 12) - 1;

    private static final int MOST_LITERALS = 100;

    private Similarity() {}

    static int of(TypedCondition clause, EventContext context) {
        if (clause.test(context)) {
            return FULL;
        } else if (clause instanceof TypedCondition.Macro macro) {
            return of(macro.body(), context);
        } else if (clause instanceof TypedCondition.Leaf leaf) {
            return of(leaf, context);
        } else if (clause instanceof TypedCondition.All all) {
            return of(firstFailing(all.children(), context), context);
        } else if (clause instanceof TypedCondition.Any any) {
            return any.children().stream()
                    .mapToInt(child -> of(child, context))
                    .max()
                    .orElse(0);
        }
        return 0;
    }

    private static TypedCondition firstFailing(List<TypedCondition> children, EventContext context) {
        return children.stream()
                .filter(child -> !child.test(context))
                .findFirst()
                .orElseThrow();
    }

    private static int of(TypedCondition.Leaf leaf, EventContext context) {
        Reader reader = leaf.check().reader();
        boolean text =
                reader.quantifier() == Quantifier.ONE && !reader.isList() && ValuePredicate.isText(reader.type());
        if (!text || !reader.load(context)) {
            return 0;
        }
        String value = context.text();
        return leaf.source().right().values().stream()
                .limit(MOST_LITERALS)
                .mapToInt(literal -> of(value, literal.value()))
                .max()
                .orElse(0);
    }

    private static int of(String value, String wanted) {
        int shorter = Math.min(value.length(), wanted.length());
        int same = 0;
        while (same < shorter && value.charAt(same) == wanted.charAt(same)) {
            same++;
        }
        int atEnd = 0;
        while (same + atEnd < shorter
                && value.charAt(value.length() - 1 - atEnd) == wanted.charAt(wanted.length() - 1 - atEnd)) {
            atEnd++;
        }
        return (same + atEnd) * (FULL - 1) / Math.max(1, Math.max(value.length(), wanted.length()));
    }
}
