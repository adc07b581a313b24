// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import io.kguard.internal.field.Field;
import java.util.List;
import java.util.stream.Stream;

/** The fields that a condition reads. */
public final class ConditionFields {
    private ConditionFields() {}

    /** The fields in the order written; one that is written twice is there twice. */
    public static List<Field> of(TypedCondition condition) {
        return fields(condition).toList();
    }

    private static Stream<Field> fields(TypedCondition condition) {
        if (condition instanceof TypedCondition.All all) {
            return all.children().stream().flatMap(ConditionFields::fields);
        } else if (condition instanceof TypedCondition.Any any) {
            return any.children().stream().flatMap(ConditionFields::fields);
        } else if (condition instanceof TypedCondition.Negation negation) {
            return fields(negation.child());
        } else if (condition instanceof TypedCondition.Macro macro) {
            return fields(macro.body());
        } else if (condition instanceof TypedCondition.Leaf leaf) {
            Stream<Field> left = leaf.check().reader().fields().stream();
            return leaf.check() instanceof TypedCheck.Pair pair
                    ? Stream.concat(left, pair.right().fields().stream())
                    : left;
        }
        throw new IllegalStateException("a condition of an unknown form: " + condition);
    }
}
