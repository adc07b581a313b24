// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.Operand;
import io.kguard.internal.condition.syntax.Operand.Modifier;
import io.kguard.internal.field.Field;
import io.kguard.internal.field.FieldCatalogue;
import io.kguard.internal.field.FieldException;
import io.kguard.internal.field.Texts;
import io.kguard.internal.field.Transformer;
import io.kguard.internal.tool.derive.Comparing.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A check that compares one field with values in the rule.
 *
 * @param field the field as written
 * @param definition the field
 * @param test the comparison
 */
record Question(Operand.FieldRef field, Field definition, Comparing test) {
    /** The question of a check; null if it compares otherwise. */
    static @Nullable Question of(Condition.Check check, FieldCatalogue catalogue) {
        List<Transformer> transformers = new ArrayList<>();
        Operand left = check.left();
        while (left instanceof Operand.Call call) {
            if (call.transformer().isFunction() || call.arguments().size() != 1) {
                return null;
            }
            transformers.add(0, call.transformer());
            left = call.arguments().get(0);
        }
        if (!(left instanceof Operand.FieldRef ref)
                || check.right() instanceof Operand.Expression
                || check.modifier() == Modifier.ONEOF) {
            return null;
        }
        try {
            Field field = catalogue.resolve(Texts.toBytes(ref.text()));
            boolean all = check.modifier() == Modifier.ALLOF;
            return new Question(
                    ref, field, new Comparing(check.operator(), values(check), all, transformers, kind(field)));
        } catch (FieldException e) {
            return null; // the type checker has said so before
        }
    }

    private static Kind kind(Field field) {
        return switch (field.type().kind()) {
            case SIGNED, UNSIGNED, DOUBLE -> Kind.NUMBER;
            case ADDRESS, NET -> Kind.NETWORK;
            case TEXT, BYTES -> Kind.TEXT;
        };
    }

    private static List<String> values(Condition.Check check) {
        List<String> values = new ArrayList<>();
        if (check.right() instanceof Operand.Text text) {
            values.add(text.value());
        } else if (check.right() instanceof Operand.TextList list) {
            list.values().forEach(value -> values.add(value.value()));
        }
        return values;
    }
}
