package io.kguard.condition;

import io.kguard.event.ParamType;
import io.kguard.field.EventContext;
import io.kguard.field.Field;
import io.kguard.field.Quantifier;
import java.util.List;

/** One side of a check: how its value gets into the context's register. */
sealed interface Reader {
    /** The type of the value, or of a list's values. */
    ParamType type();

    boolean isList();

    /** Reads the value; false if it is missing. */
    boolean load(EventContext context);

    /** How it is written; readers written alike read alike. */
    String text();

    /** The values a comparison goes over. */
    default Quantifier quantifier() {
        return Quantifier.ONE;
    }

    /** A field as it is. */
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
        public String text() {
            return field.name();
        }
    }

    /** A transformed value. */
    record Transformed(Reader inner, io.kguard.field.Transformer transformer) implements Reader {
        @Override
        public ParamType type() {
            return transformer.resultType(inner.type());
        }

        @Override
        public boolean isList() {
            return transformer.resultIsList(inner.isList());
        }

        @Override
        public boolean load(EventContext context) {
            return inner.load(context) && transformer.apply(context, inner.type(), inner.isList());
        }

        @Override
        public String text() {
            return transformer.word() + "(" + inner.text() + ")";
        }
    }

    /** What a function makes of several values. */
    record Computed(String text, boolean isList, Function function, List<Reader> arguments) implements Reader {
        /** Makes a value of its arguments. */
        interface Function {
            boolean apply(EventContext context, List<Reader> arguments);
        }

        @Override
        public ParamType type() {
            return ParamType.CHARBUF;
        }

        @Override
        public boolean load(EventContext context) {
            return function.apply(context, arguments);
        }
    }
}
