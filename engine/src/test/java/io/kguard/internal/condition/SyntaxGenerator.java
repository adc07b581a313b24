// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.Condition.Operator;
import io.kguard.internal.condition.syntax.Operand;
import io.kguard.internal.condition.syntax.Operand.Modifier;
import io.kguard.internal.condition.syntax.Span;
import io.kguard.internal.field.Transformer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Generates conditions that parse, with little regard for meaning. */
public final class SyntaxGenerator {
    private static final Span NOWHERE = new Span(0, 0, 1, 1);
    private static final String CHARACTERS = "abcXYZ019_ .-/\\\"'()[],=<>!%$#*?\t\n\u00e9\u20ac";

    private SyntaxGenerator() {}

    public static Condition condition(Random random, int depth) {
        int kind = depth == 0 ? 4 + random.nextInt(3) : random.nextInt(7);
        return switch (kind) {
            case 0 -> new Condition.And(several(random, () -> condition(random, depth - 1), 2), NOWHERE);
            case 1 -> new Condition.Or(several(random, () -> condition(random, depth - 1), 2), NOWHERE);
            case 2 -> new Condition.Not(condition(random, depth - 1), NOWHERE);
            case 3 -> new Condition.MacroRef("macro_" + random.nextInt(9), NOWHERE);
            default -> check(random);
        };
    }

    private static Condition check(Random random) {
        Operand.Expression left = expression(random, 2, false);
        Operator operator = Operator.values()[random.nextInt(Operator.values().length)];
        if (operator == Operator.EXISTS) {
            return new Condition.Check(left, operator, null, new Operand.None(NOWHERE), NOWHERE);
        }
        if (random.nextInt(5) == 0) {
            return new Condition.Check(left, operator, null, expression(random, 2, true), NOWHERE);
        }
        if (operator.isOrder()) {
            return new Condition.Check(
                    left, operator, null, new Operand.Text("-" + random.nextInt(99), false, NOWHERE), NOWHERE);
        }
        if (operator.takesList()) {
            return new Condition.Check(left, operator, null, list(random), NOWHERE);
        }
        if (random.nextInt(6) == 0) {
            Modifier modifier = Modifier.values()[random.nextInt(3)];
            return new Condition.Check(left, operator, modifier, list(random), NOWHERE);
        }
        return new Condition.Check(left, operator, null, text(random), NOWHERE);
    }

    private static Operand.TextList list(Random random) {
        return new Operand.TextList(several(random, () -> text(random), 0), NOWHERE);
    }

    private static Operand.Expression expression(Random random, int depth, boolean right) {
        if (depth == 0 || !right && random.nextInt(4) > 0) {
            return right ? new Operand.Call(Transformer.VAL, List.of(field(random)), null, NOWHERE) : field(random);
        }
        Transformer transformer = Transformer.values()[random.nextInt(Transformer.values().length)];
        if (transformer == Transformer.VAL) {
            return right ? new Operand.Call(transformer, List.of(field(random)), null, NOWHERE) : field(random);
        }
        int least = transformer.isFunction() ? 2 : 1;
        List<Operand> arguments = several(random, () -> argument(random, depth - 1), least);
        String selector = transformer == Transformer.GETOPT && random.nextBoolean() ? string(random) : null;
        return new Operand.Call(transformer, arguments, selector, NOWHERE);
    }

    private static Operand argument(Random random, int depth) {
        return random.nextInt(5) == 0
                ? new Operand.Elements(several(random, () -> element(random, depth), 0), NOWHERE)
                : element(random, depth);
    }

    private static Operand element(Random random, int depth) {
        return switch (random.nextInt(4)) {
            case 0 -> text(random);
            case 1 -> new Operand.Text("-" + random.nextInt(99), false, NOWHERE);
            default -> expression(random, depth, false);
        };
    }

    private static Operand.FieldRef field(Random random) {
        String argument = random.nextInt(4) == 0 ? string(random) : null;
        return new Operand.FieldRef("proc.f" + random.nextInt(20), argument, NOWHERE);
    }

    private static Operand.Text text(Random random) {
        return new Operand.Text(string(random), true, NOWHERE);
    }

    private static String string(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i >= 0; i--) {
            text.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
        }
        return text.toString();
    }

    private static <T> List<T> several(Random random, Supplier<T> one, int least) {
        List<T> list = new ArrayList<>();
        for (int i = least + random.nextInt(3); i > 0; i--) {
            list.add(one.get());
        }
        return list;
    }
}
