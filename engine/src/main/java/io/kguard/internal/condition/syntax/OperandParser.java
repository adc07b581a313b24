// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition.syntax;

import static io.kguard.event.FalcoVersion.V0_44;

import io.kguard.event.FalcoVersion;
import io.kguard.internal.condition.syntax.ConditionSyntaxException.Expected;
import io.kguard.internal.field.Escapes;
import io.kguard.internal.field.Transformer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parses the two sides of operators, and counts the nesting depth of a condition. */
final class OperandParser {
    private final Scanner in;
    private final FalcoVersion version;
    private final List<Transformer> transformers;
    private int depth;

    OperandParser(Scanner in, FalcoVersion version) {
        this.in = in;
        this.version = version;
        this.transformers = Arrays.stream(Transformer.values())
                .filter(t -> t != Transformer.VAL && (version.atLeast(V0_44) || !t.isFunction()))
                .toList();
    }

    /** Enters a grammar rule. */
    void enter() {
        if (++depth >= ConditionParser.MAX_DEPTH) {
            throw error("exceeded max depth limit of " + ConditionParser.MAX_DEPTH);
        }
    }

    /** Leaves a grammar rule. */
    void leave() {
        depth--;
    }

    Operand.FieldRef field(int start) {
        String name = in.last();
        enter();
        String argument = in.accept("[") ? bracket() : null;
        leave();
        return new Operand.FieldRef(name, argument, in.span(start, in.position()));
    }

    private String bracket() {
        String argument;
        if (in.quoted()) {
            argument = unescape(in.last());
        } else if (in.bareArgument()) {
            argument = in.last();
        } else {
            throw error("expected a valid field argument: a quoted string or a bare string");
        }
        if (!in.accept("]")) {
            throw error(Expected.CLOSING_BRACKET, "expected a ']' token");
        }
        return argument;
    }

    @Nullable
    Transformer transformer() {
        for (Transformer transformer : transformers) {
            if (in.acceptCall(transformer.word())) {
                return transformer;
            }
        }
        return null;
    }

    Operand.Call call(int start, Transformer transformer) {
        enter();
        List<Operand> arguments = new ArrayList<>();
        do {
            arguments.add(version.atLeast(V0_44) ? argument() : onlyArgument());
            in.blank();
        } while (version.atLeast(V0_44) && in.accept(","));
        close(Expected.OTHER, "expected a ')' token closing the transformer");
        String selector = version.atLeast(V0_44) && in.accept("[") ? bracket() : null;
        leave();
        return new Operand.Call(transformer, arguments, selector, in.span(start, in.position()));
    }

    private Operand onlyArgument() {
        int start = start();
        if (in.fieldName()) {
            return field(start);
        }
        Transformer nested = transformer();
        if (nested != null) {
            return call(start, nested);
        }
        throw error("expected a field or a nested valid transformer: " + names(false));
    }

    private Operand argument() {
        enter();
        int start = start();
        Operand argument = in.accept("(") ? elements(start) : element(start);
        leave();
        if (argument == null) {
            throw error("expected field transformer argument: field, transformer, quoted string, number, or"
                    + " transformer list");
        }
        return argument;
    }

    private Operand.Elements elements(int start) {
        List<Operand> elements = new ArrayList<>();
        in.blank();
        if (!in.accept(")")) {
            do {
                Operand element = element(start());
                if (element == null) {
                    throw error("expected transformer list argument: field, transformer, quoted string, or number");
                }
                elements.add(element);
                in.blank();
            } while (in.accept(","));
            close(Expected.OTHER, "expected ')'");
        }
        return new Operand.Elements(elements, in.span(start, in.position()));
    }

    /** An argument of a transformer other than a list; null if there is none here. */
    private @Nullable Operand element(int start) {
        if (in.hexNumber() || in.number()) {
            return new Operand.Text(in.last(), false, in.span(start, in.position()));
        }
        if (in.quoted()) {
            return new Operand.Text(unescape(in.last()), true, in.span(start, in.position()));
        }
        Transformer nested = transformer();
        if (nested != null) {
            return call(start, nested);
        }
        return in.fieldName() ? field(start) : null;
    }

    Operand number() {
        int start = start();
        Operand right = rightField(start);
        if (right != null) {
            return right;
        }
        if (in.hexNumber() || in.number()) {
            return new Operand.Text(in.last(), false, in.span(start, in.position()));
        }
        throw error("expected a number value or a field with a valid transformer: " + names(true));
    }

    Operand text() {
        int start = start();
        Operand right = rightField(start);
        if (right != null) {
            return right;
        }
        Operand text = textValue(start);
        if (text != null) {
            return text;
        }
        throw error(Expected.VALUE, "expected a string value or a field with a valid transformer: " + names(true));
    }

    private Operand.@Nullable Text textValue(int start) {
        if (in.quoted()) {
            return new Operand.Text(unescape(in.last()), true, in.span(start, in.position()));
        }
        if (in.bareText()) {
            return new Operand.Text(in.last(), false, in.span(start, in.position()));
        }
        return null;
    }

    Operand listOperand() {
        int start = start();
        if (in.accept("(")) {
            return list(start);
        }
        Operand right = rightField(start);
        if (right != null) {
            return right;
        }
        if (in.identifier()) {
            return new Operand.Text(in.last(), false, in.span(start, in.position()));
        }
        throw error("expected a list, an identifier, or a field with a valid transformer: " + names(true));
    }

    Operand.TextList list(int start) {
        List<Operand.Text> values = new ArrayList<>();
        Operand.Text value = textValue(start());
        if (value != null) {
            values.add(value);
            in.blank();
            while (in.accept(",")) {
                value = textValue(start());
                if (value == null) {
                    throw error(Expected.LIST_ITEM, "expected a string value");
                }
                values.add(value);
                in.blank();
            }
        }
        close();
        return new Operand.TextList(values, in.span(start, in.position()));
    }

    private @Nullable Operand rightField(int start) {
        enter();
        enter();
        Operand right = valueOrCall(start);
        leave();
        leave();
        return right;
    }

    private @Nullable Operand valueOrCall(int start) {
        if (in.accept("val(")) {
            int inner = start();
            if (!in.fieldName()) {
                throw error("expected a field within 'val' transformer");
            }
            Operand.FieldRef field = field(inner);
            close(Expected.OTHER, "expected a ')' token closing the transformer");
            String selector = version.atLeast(V0_44) && in.accept("[") ? bracket() : null;
            return new Operand.Call(Transformer.VAL, List.of(field), selector, in.span(start, in.position()));
        }
        Transformer transformer = transformer();
        return transformer == null ? null : call(start, transformer);
    }

    void close() {
        close(Expected.CLOSING_PARENTHESIS, "expected a ')' token");
    }

    private void close(Expected expected, String message) {
        in.blank();
        if (!in.accept(")")) {
            throw error(expected, message);
        }
    }

    private String unescape(String quoted) {
        try {
            return Escapes.resolve(quoted, version);
        } catch (IllegalArgumentException e) {
            throw error(String.valueOf(e.getMessage()));
        }
    }

    private String names(boolean withVal) {
        List<String> names = new ArrayList<>();
        if (withVal) {
            names.add("'val'");
        }
        transformers.forEach(t -> names.add("'" + t.word() + "'"));
        return String.join(", ", names);
    }

    int start() {
        in.blank();
        return in.position();
    }

    ConditionSyntaxException error(String reason) {
        return error(Expected.OTHER, reason);
    }

    ConditionSyntaxException error(Expected expected, String reason) {
        return new ConditionSyntaxException(reason, expected, in.span(in.position(), in.position()));
    }
}
