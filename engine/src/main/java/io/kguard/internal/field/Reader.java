// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import io.kguard.event.ParamType;
import io.kguard.internal.field.FieldDefinition.FieldFlag;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A field, or what transformers make of fields and texts, ready to be read: one side of a check, or what an output shows.
 *
 * <p>Where {@code load} leaves the value is told at {@link Field}. All are records: the compiler of the JVM trusts their
 * components to be constant.
 */
public sealed interface Reader permits Reader.Plain, Transformed, Reader.Literal, Reader.Elements, Reader.Function {
    /** The type of the value, or of a list's values. */
    ParamType type();

    /** Whether the value is a list. */
    boolean isList();

    /** Reads the value; false if it is missing. */
    boolean load(EventContext context);

    /** How it is written; readers written alike read alike. */
    String text();

    /** The fields that it reads, in the order written. */
    List<Field> fields();

    /** The values a comparison goes over. */
    default Quantifier quantifier() {
        return Quantifier.ONE;
    }

    /** The field that it is, or that its transformers of one argument are applied to; null if these have another. */
    default @Nullable FieldDefinition definition() {
        return null;
    }

    /** The field's name for messages; Falco's {@code NA} if it is none. */
    default String name() {
        FieldDefinition definition = definition();
        return definition == null ? "NA" : definition.name();
    }

    /** Whether it is a field, perhaps transformed, that has a flag. */
    default boolean has(FieldFlag flag) {
        FieldDefinition definition = definition();
        return definition != null && definition.has(flag);
    }

    /**
     * Applies a transformer.
     *
     * @param transformer the transformer
     * @param arguments its arguments
     * @param selector the argument in brackets after it, or null without brackets
     * @throws FieldException with Falco's message if it can't be applied to these arguments
     */
    static Reader of(Transformer transformer, List<Reader> arguments, @Nullable String selector) {
        if (transformer.isFunction()) {
            return Functions.of(transformer, arguments, selector);
        }
        if (arguments.size() != 1) {
            throw Functions.wrong("'" + transformer.word() + "' takes one argument, not " + arguments.size());
        }
        if (selector != null) {
            throw Functions.wrong(
                    "filter error: transformer '" + transformer.word() + "' does not support field arguments");
        }
        Reader inner = arguments.get(0);
        return transformer == Transformer.VAL ? inner : transformed(inner, transformer);
    }

    private static Reader transformed(Reader inner, Transformer transformer) {
        if (inner.has(FieldFlag.NO_TRANSFORMER)) {
            throw Functions.wrong("field '" + inner.name() + "' does not support transformers");
        }
        if (!transformer.accepts(inner.type(), inner.isList())) {
            throw Functions.wrong("can't add field transformer: type '" + inner.type() + "' is not supported by '"
                    + transformer.word() + "' transformer applied on " + (inner.isList() ? "list " : "") + "field '"
                    + inner.name() + "'");
        }
        return new Transformed(inner, transformer);
    }

    /** An untransformed field. */
    record Plain(Field field) implements Reader {
        @Override
        public ParamType type() {
            return field.type();
        }

        @Override
        public boolean isList() {
            return field.isList();
        }

        @Override
        public boolean load(EventContext context) {
            return field.load(context);
        }

        @Override
        public Quantifier quantifier() {
            return field.quantifier();
        }

        @Override
        public FieldDefinition definition() {
            return field.definition();
        }

        @Override
        public List<Field> fields() {
            return List.of(field);
        }

        @Override
        public String text() {
            return field.name();
        }
    }

    /** A string in a rule, Latin-1, one char per byte. */
    record Literal(String value) implements Reader {
        @Override
        public ParamType type() {
            return ParamType.CHARBUF;
        }

        @Override
        public boolean isList() {
            return false;
        }

        @Override
        public boolean load(EventContext context) {
            return context.found(value);
        }

        @Override
        public List<Field> fields() {
            return List.of();
        }

        @Override
        public String text() {
            return Escapes.quote(value);
        }
    }

    /**
     * A list of the values of several readers. An element that is a list adds all its elements. Numbers become strings.
     */
    record Elements(List<Reader> elements) implements Reader {
        public Elements {
            elements = List.copyOf(elements);
        }

        @Override
        public ParamType type() {
            return ParamType.CHARBUF;
        }

        @Override
        public boolean isList() {
            return true;
        }

        @Override
        public boolean load(EventContext context) {
            return Functions.loadElements(elements, context);
        }

        @Override
        public List<Field> fields() {
            return elements.stream().flatMap(e -> e.fields().stream()).toList();
        }

        @Override
        public String text() {
            return "(" + String.join(", ", elements.stream().map(Reader::text).toList()) + ")";
        }
    }

    /** The result of {@code join}, {@code concat} or {@code getopt}. */
    record Function(String text, boolean isList, List<Reader> arguments, Loader loader) implements Reader {
        public Function {
            arguments = List.copyOf(arguments);
        }

        @Override
        public ParamType type() {
            return ParamType.CHARBUF;
        }

        @Override
        public boolean load(EventContext context) {
            return loader.load(context);
        }

        @Override
        public List<Field> fields() {
            return arguments.stream().flatMap(a -> a.fields().stream()).toList();
        }
    }
}
