// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition.syntax;

import io.kguard.internal.field.Transformer;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One side of an operator, or an argument of a transformer. */
public sealed interface Operand {
    /** The position in its text. */
    Span span();

    /** The literal values that it consists of: itself, or those in its parentheses. */
    default List<Text> values() {
        return this instanceof Text text ? List.of(text) : List.of();
    }

    /** No value: the right side of {@code exists}. */
    record None(Span span) implements Operand {}

    /**
     * A literal value, without its quotes and with its escapes resolved.
     *
     * @param quoted whether it was written in quotes
     */
    record Text(String value, boolean quoted, Span span) implements Operand {}

    /** Values in parentheses. */
    record TextList(List<Text> values, Span span) implements Operand {
        public TextList {
            values = List.copyOf(values);
        }
    }

    /** Fields, transformations and values in parentheses, as an argument of a transformer. */
    record Elements(List<Operand> elements, Span span) implements Operand {
        public Elements {
            elements = List.copyOf(elements);
        }
    }

    /** Something with a value for every event: a field, possibly transformed. */
    sealed interface Expression extends Operand {
        /** The fields that it reads, in the order written. */
        List<FieldRef> fields();
    }

    /**
     * A field.
     *
     * @param name its name, including dots
     * @param argument the argument in brackets, without its quotes; null without brackets
     */
    record FieldRef(String name, @Nullable String argument, Span span) implements Expression {
        /** The whole reference, {@code name} or {@code name[argument]}, which the catalogue resolves. */
        public String text() {
            return argument == null ? name : name + "[" + argument + "]";
        }

        @Override
        public List<FieldRef> fields() {
            return List.of(this);
        }
    }

    /**
     * A transformer applied to its arguments.
     *
     * @param selector the argument in brackets after it, as {@code getopt} allows; null without brackets
     */
    record Call(
            Transformer transformer,
            List<Operand> arguments,
            @Nullable String selector,
            Span span) implements Expression {
        public Call {
            arguments = List.copyOf(arguments);
        }

        @Override
        public List<FieldRef> fields() {
            return arguments.stream().flatMap(Call::fieldsOf).toList();
        }

        private static Stream<FieldRef> fieldsOf(Operand operand) {
            if (operand instanceof Expression expression) {
                return expression.fields().stream();
            }
            return operand instanceof Elements list ? list.elements().stream().flatMap(Call::fieldsOf) : Stream.of();
        }
    }

    /** How the results for several values are combined. Falco has modifiers since 0.41. */
    enum Modifier {
        /** Exactly one comparison is true. */
        ONEOF,
        /** At least one is true. */
        ANYOF,
        /** All are true, and there is at least one. */
        ALLOF;

        /** The form in rules. */
        public String symbol() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
