// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import io.kguard.event.FalcoVersion;
import io.kguard.event.ParamType;
import io.kguard.internal.condition.syntax.Condition.Operator;
import io.kguard.internal.condition.syntax.Operand.Modifier;
import io.kguard.internal.field.EventContext;
import io.kguard.internal.field.ListValue;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A comparison of the value in the context's register with a value in a rule. */
sealed interface ValuePredicate {
    boolean test(EventContext context);

    static boolean isText(ParamType type) {
        return type.kind() == ParamType.Kind.TEXT || type.kind() == ParamType.Kind.BYTES;
    }

    /** A string or bytes. */
    record Text(TextPredicate predicate) implements ValuePredicate {
        @Override
        public boolean test(EventContext context) {
            return predicate.test(context.text());
        }
    }

    /** A number equal to another. */
    record NumberEqual(long value) implements ValuePredicate {
        @Override
        public boolean test(EventContext context) {
            return context.number() == value;
        }
    }

    /** A number unequal to another. */
    record NumberUnequal(long value) implements ValuePredicate {
        @Override
        public boolean test(EventContext context) {
            return context.number() != value;
        }
    }

    /** A number less or greater than another. */
    record NumberOrdered(Operator operator, long value, boolean signed) implements ValuePredicate {
        @Override
        public boolean test(EventContext context) {
            long number = context.number();
            return Comparisons.holds(
                    operator, signed ? Long.compare(number, value) : Long.compareUnsigned(number, value));
        }
    }

    /** A number that is one of several. */
    record NumberIn(LongSet values) implements ValuePredicate {
        @Override
        public boolean test(EventContext context) {
            return values.contains(context.number());
        }
    }

    /**
     * A raw argument. Both it and the rule's value are read with the type of the event's parameter.
     *
     * @param type the type with which the value was parsed
     * @param version the Falco whose comparison it is
     */
    record RawNumber(Operator operator, long value, ParamType type, FalcoVersion version) implements ValuePredicate {
        private static final Set<ParamType> INCOMPARABLE =
                EnumSet.of(ParamType.UID, ParamType.GID, ParamType.L4PROTO, ParamType.SOCKFAMILY, ParamType.SIGSET);
        private static final Set<ParamType> COMPARABLE_SINCE_42 = EnumSet.of(ParamType.UID, ParamType.GID);

        @Override
        public boolean test(EventContext context) {
            ParamType actual = context.rawType();
            return switch (actual.kind()) {
                case TEXT -> Comparisons.text(operator, context.text(), bytesToNul());
                case SIGNED -> Comparisons.holds(operator, Long.compare(context.number(), valueAs(actual)));
                case UNSIGNED ->
                    isComparable(actual)
                            && Comparisons.holds(operator, Long.compareUnsigned(context.number(), valueAs(actual)));
                default -> operator == Operator.NE;
            };
        }

        private boolean isComparable(ParamType type) {
            return !INCOMPARABLE.contains(type)
                    || COMPARABLE_SINCE_42.contains(type) && version.atLeast(FalcoVersion.V0_42);
        }

        private long valueAs(ParamType actual) {
            return Literals.fit(bytes(), actual);
        }

        private long bytes() {
            return type.size() == Long.BYTES ? value : value & (1L << Byte.SIZE * type.size()) - 1;
        }

        /** The value's bytes, lowest first, as a string. */
        private String bytesToNul() {
            StringBuilder text = new StringBuilder();
            for (long rest = bytes(); (rest & 0xff) != 0; rest >>>= Byte.SIZE) {
                text.append((char) (rest & 0xff));
            }
            return text.toString();
        }
    }

    /** A floating-point number. */
    record Real(Operator operator, double value) implements ValuePredicate {
        @Override
        public boolean test(EventContext context) {
            return Comparisons.holds(operator, Double.compare(context.real(), value));
        }
    }

    /** An address that is in one of several networks, or in none; an address counts as a network. */
    record InNetworks(List<Network> networks, boolean negated) implements ValuePredicate {
        public InNetworks {
            networks = List.copyOf(networks);
        }

        @Override
        public boolean test(EventContext context) {
            for (int i = 0; i < networks.size(); i++) {
                if (networks.get(i).contains(context.addressFamily(), context.addressHigh(), context.addressLow())) {
                    return !negated;
                }
            }
            return negated;
        }
    }

    /** Each element of a list (if there are any), or at least one, is one of several strings. */
    record TextList(boolean all, TextPredicate predicate) implements ValuePredicate {
        @Override
        public boolean test(EventContext context) {
            ListValue list = context.list();
            for (int i = 0; i < list.size(); i++) {
                if (predicate.test(list.text(i)) != all) {
                    return !all;
                }
            }
            return all;
        }
    }

    /** Each element of a list (if there are any), or at least one, is one of several numbers. */
    record NumberList(boolean all, LongSet values) implements ValuePredicate {
        @Override
        public boolean test(EventContext context) {
            ListValue list = context.list();
            for (int i = 0; i < list.size(); i++) {
                if (values.contains(list.number(i)) != all) {
                    return !all;
                }
            }
            return all;
        }
    }

    /** Combines several comparisons by a modifier. */
    record Several(Modifier modifier, List<ValuePredicate> inner) implements ValuePredicate {
        public Several {
            inner = List.copyOf(inner);
        }

        @Override
        public boolean test(EventContext context) {
            int holding = 0;
            for (int i = 0; i < inner.size(); i++) {
                holding += inner.get(i).test(context) ? 1 : 0;
            }
            return switch (modifier) {
                case ONEOF -> holding == 1;
                case ANYOF -> holding > 0;
                case ALLOF -> holding == inner.size() && holding > 0;
            };
        }
    }
}
