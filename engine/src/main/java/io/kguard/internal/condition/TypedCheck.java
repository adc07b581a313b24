// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import io.kguard.internal.condition.syntax.Condition.Operator;
import io.kguard.internal.field.EventContext;
import io.kguard.internal.field.Field;
import io.kguard.internal.field.ListValue;
import io.kguard.internal.field.Reader;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * A check, ready to be evaluated. A missing value makes it false, whatever the operator.
 *
 * <p>All are records: the JVM trusts their components to be constant, so a check that is a constant of compiled code is
 * inlined with its literals.
 */
sealed interface TypedCheck {
    boolean test(EventContext context);

    /** Reads the value on the left. */
    Reader reader();

    /** The fields that it reads, in the order written. */
    default Stream<Field> fields() {
        Stream<Field> left = reader().fields().stream();
        return this instanceof Pair pair ? Stream.concat(left, pair.right().fields().stream()) : left;
    }

    /** The value exists. For a field of all ancestors, an ancestor exists; for one of names of addresses, any descriptor. */
    record Exists(Reader reader) implements TypedCheck {
        @Override
        public boolean test(EventContext context) {
            return switch (reader.quantifier()) {
                case ANY_ANCESTOR -> ((Reader.Plain) reader).field().count(context) > 0;
                case ANY_NAME -> context.hasDescriptor();
                case ONE, EITHER_END -> reader.load(context);
            };
        }
    }

    /** Compares the value. */
    record Compare(Reader reader, ValuePredicate value) implements TypedCheck {
        @Override
        public boolean test(EventContext context) {
            return reader.load(context) && value.test(context);
        }
    }

    /**
     * Compares several values: one, or all, must satisfy the comparison; with no values it is false.
     *
     * @param all whether all must
     */
    record Quantified(Reader.Plain reader, boolean all, ValuePredicate value) implements TypedCheck {
        @Override
        public boolean test(EventContext context) {
            Field field = reader.field();
            int count = field.count(context);
            for (int i = 0; i < count; i++) {
                if ((field.load(context, i) && value.test(context)) != all) {
                    return !all;
                }
            }
            return all && count > 0;
        }
    }

    /** Compares a value with another of the same type. */
    record Pair(Reader reader, Operator operator, Reader right) implements TypedCheck {
        @Override
        public boolean test(EventContext context) {
            if (!reader.load(context)) {
                return false;
            }
            if (reader.isList()) {
                return lists(context);
            }
            switch (reader.type().kind()) {
                case TEXT, BYTES -> {
                    String left = context.text();
                    return right.load(context) && Comparisons.text(operator, left, context.text());
                }
                case SIGNED -> {
                    long left = context.number();
                    return right.load(context) && Comparisons.holds(operator, Long.compare(left, context.number()));
                }
                case UNSIGNED -> {
                    long left = context.number();
                    return right.load(context)
                            && Comparisons.holds(operator, Long.compareUnsigned(left, context.number()));
                }
                case DOUBLE -> {
                    double left = context.real();
                    return right.load(context) && Comparisons.holds(operator, Double.compare(left, context.real()));
                }
                case ADDRESS, NET -> {
                    int family = context.addressFamily();
                    long high = context.addressHigh();
                    long low = context.addressLow();
                    if (!right.load(context)) {
                        return false;
                    }
                    boolean equal = family == context.addressFamily()
                            && high == context.addressHigh()
                            && low == context.addressLow();
                    return equal != (operator == Operator.NE);
                }
                default -> throw new IllegalStateException(reader.type().name());
            }
        }

        private boolean lists(EventContext context) {
            boolean texts = ValuePredicate.isText(reader.type());
            Object[] left = copy(context.list(), texts);
            if (!right.load(context)) {
                return false;
            }
            Object[] values = copy(context.list(), texts);
            boolean all = operator == Operator.IN;
            for (Object value : left) {
                if (Arrays.asList(values).contains(value) != all) {
                    return !all;
                }
            }
            return all;
        }

        /** The only comparison that allocates; no public rule has it. */
        private static Object[] copy(ListValue list, boolean texts) {
            Object[] copy = new Object[list.size()];
            for (int i = 0; i < copy.length; i++) {
                copy[i] = texts ? list.text(i) : list.number(i);
            }
            return copy;
        }
    }

    /**
     * Never true.
     *
     * @param reason why, for explanations
     */
    record Never(Reader reader, String reason) implements TypedCheck {
        @Override
        public boolean test(EventContext context) {
            return false;
        }
    }
}
