// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import io.kguard.event.FalcoVersion;
import io.kguard.event.ParamType;
import io.kguard.event.ParamType.Kind;
import io.kguard.internal.condition.syntax.Condition.Operator;
import io.kguard.internal.condition.syntax.ConditionException;
import io.kguard.internal.condition.syntax.ConditionException.Reason;
import io.kguard.internal.condition.syntax.Operand;
import io.kguard.internal.condition.syntax.Operand.Modifier;
import io.kguard.internal.field.Glob;
import io.kguard.internal.field.PosixRegex;
import io.kguard.internal.field.Quantifier;
import io.kguard.internal.field.Reader;
import io.kguard.internal.field.Texts;
import io.kguard.internal.field.Transformed;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Builds typed checks: which operators a type has, what a value means for it, and where Falco 0.40 does something
 * unexpected.
 */
final class CheckBuilder {
    /** Types of parameters for which Falco can't parse values, with the numbers in its message. */
    private static final Map<ParamType, Integer> NOT_PARSED =
            Map.of(ParamType.BYTEBUF, 10, ParamType.PID, 15, ParamType.SYSCALLID, 18, ParamType.SIGTYPE, 19);

    private static final Set<ParamType> NO_OPERATORS = EnumSet.of(
            ParamType.SOCKADDR,
            ParamType.SOCKTUPLE,
            ParamType.FDLIST,
            ParamType.L4PROTO,
            ParamType.SOCKFAMILY,
            ParamType.DYN,
            ParamType.UID,
            ParamType.GID,
            ParamType.SIGSET,
            ParamType.CHARBUFARRAY,
            ParamType.CHARBUF_PAIR_ARRAY);

    /** In bytes, the NUL at the end of a string included. */
    private static final int ROOM = 256;

    private static final int MOST_BYTES_OF_CHAR = 3;

    private final FalcoVersion version;

    CheckBuilder(FalcoVersion version) {
        this.version = version;
    }

    /**
     * Checks that a value has an operator.
     *
     * @throws IllegalArgumentException with Falco's message if it does not
     */
    void requireOperator(Reader left, Operator operator, @Nullable Modifier modifier) {
        String symbol = "filter error: '" + operator.symbol() + "' operator not supported ";
        if (left.isList()) {
            if (!ValuePredicate.isText(left.type()) && left.type().kind() != Kind.UNSIGNED) {
                throw new IllegalArgumentException(
                        "filter error: list filters are not supported for type '" + left.type() + "'");
            }
            require(operator == Operator.IN || operator == Operator.INTERSECTS, symbol + "list filters");
            return;
        }
        String type = left.type() == ParamType.DYN ? "DYNAMIC" : left.type().name();
        require(!NO_OPERATORS.contains(left.type()), symbol + "for type '" + type + "'");
        boolean equality = operator == Operator.EQ
                || operator == Operator.NE
                || operator == Operator.IN
                || operator == Operator.INTERSECTS;
        boolean search =
                operator == Operator.CONTAINS || operator == Operator.STARTSWITH || operator == Operator.ENDSWITH;
        boolean binary = operator == Operator.BCONTAINS || operator == Operator.BSTARTSWITH;
        switch (left.type().kind()) {
            case SIGNED, UNSIGNED, DOUBLE -> {
                boolean bool = left.type() == ParamType.BOOL;
                require(equality || operator.isOrder() && !bool, symbol + "for numeric filters");
            }
            case TEXT -> require(!binary, symbol + "for string filters");
            case BYTES -> require(equality || search || binary, symbol + "for buffer filters");
            case ADDRESS, NET ->
                require(
                        equality,
                        (modifier == null ? symbol : symbol.replace("operator", "with modifier"))
                                + "for ip address and network filters");
        }
        // Falco accepts it and compares listening sockets alone
        require(
                operator != Operator.INTERSECTS || !left.name().equals("fd.net"),
                "'intersects' is not supported for the field 'fd.net'");
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    /**
     * Checks that a value fits into the room that Falco has for it.
     *
     * @throws ConditionException with Falco's message if it does not
     */
    static void requireRoom(Reader left, Operator operator, Operand.Text value) {
        ParamType type = left.type();
        if (value.value().length() < ROOM / MOST_BYTES_OF_CHAR) {
            return;
        }
        int length = Texts.toBytes(value.value()).length();
        if (type.kind() == Kind.TEXT && length >= ROOM) {
            throw new ConditionException(
                    "filter parameter too long (used=" + (length + 1) + ", available=" + ROOM + "):" + value.value(),
                    value.span());
        }
        boolean hex = operator == Operator.BCONTAINS || operator == Operator.BSTARTSWITH;
        boolean bytes = type == ParamType.BYTEBUF && !left.name().equals("evt.rawarg");
        if (bytes && (hex ? length / 2 : length) >= ROOM) {
            throw new ConditionException("filter parameter too long (byte buf)", value.span());
        }
    }

    /**
     * Builds a check.
     *
     * @throws ConditionException with Falco's message if a value does not have the left side's type
     */
    TypedCheck build(Reader left, Operator operator, @Nullable Modifier modifier, List<Operand.Text> values) {
        ValuePredicate test =
                modifier == null ? value(left, operator, values) : several(left, operator, modifier, values);
        if (operator == Operator.IN || operator == Operator.INTERSECTS) {
            String never = neverIn(left);
            if (never != null) {
                return new TypedCheck.Never(left, never);
            }
        }
        // = and != compare with every name of an address, other operators with its main name
        boolean single = left.quantifier() == Quantifier.ONE
                || left.quantifier() == Quantifier.ANY_NAME && operator != Operator.EQ && operator != Operator.NE;
        if (single) {
            return new TypedCheck.Compare(left, test);
        }
        boolean all = operator == Operator.NE && left.quantifier() != Quantifier.ANY_ANCESTOR;
        return new TypedCheck.Quantified((Reader.Plain) left, all, test);
    }

    /** Why Falco 0.40 never finds the value in a list, or null if it can. */
    private static @Nullable String neverIn(Reader left) {
        String name = left.name();
        boolean number = !ValuePredicate.isText(left.type());
        if (name.equals("fd.ip") || left.text().equals("proc.apid") || name.equals("evt.rawarg") && number) {
            return "Falco never finds " + left.text() + " in a list";
        }
        return null;
    }

    private ValuePredicate several(Reader left, Operator operator, Modifier modifier, List<Operand.Text> values) {
        List<ValuePredicate> each =
                values.stream().map(v -> value(left, operator, List.of(v))).toList();
        boolean firstOnly = left instanceof Reader.Plain plain && plain.field().hasOwnComparison();
        return firstOnly && !each.isEmpty() ? each.get(0) : new ValuePredicate.Several(modifier, each);
    }

    private ValuePredicate value(Reader left, Operator operator, List<Operand.Text> values) {
        ParamType type = left.type();
        if (left.isList()) {
            boolean all = operator == Operator.IN;
            // Falco keeps the NUL at the end of a transformed element: it equals no value of a rule
            List<String> texts = left instanceof Transformed ? List.of() : texts(values);
            return ValuePredicate.isText(type)
                    ? new ValuePredicate.TextList(all, oneOf(texts))
                    : new ValuePredicate.NumberList(all, numbers(values, type));
        }
        boolean parsed = type == ParamType.PID && version.atLeast(FalcoVersion.V0_42);
        Integer notParsed = parsed ? null : NOT_PARSED.get(type);
        if (notParsed != null && !values.isEmpty() && left.name().equals("evt.rawarg")) {
            throw new ConditionException(
                    Reason.RAW_VALUE,
                    "wrong parameter type " + notParsed,
                    values.get(0).span());
        }
        String name = left.name();
        if (name.equals("evt.around") && !values.isEmpty()) {
            long distance = number(values.get(0), type);
            if (operator != Operator.EQ) {
                throw new ConditionException(
                        "evt.around supports only '=' comparison operator",
                        values.get(0).span());
            }
            return new ValuePredicate.NumberOrdered(Operator.LE, distance, false);
        }
        if (name.equals("evt.rawarg") && isNumber(type) && !operator.takesList()) {
            return new ValuePredicate.RawNumber(operator, number(values.get(0), type), type, version);
        }
        return switch (type.kind()) {
            case SIGNED, UNSIGNED -> number(operator, type, values);
            case DOUBLE -> real(operator, values);
            case TEXT ->
                new ValuePredicate.Text(operator == Operator.REGEX ? regex(values.get(0)) : text(operator, values));
            case BYTES -> new ValuePredicate.Text(text(operator, values));
            case ADDRESS -> networks(operator, values, Network::address, false);
            case NET -> networks(operator, values, Network::of, left.quantifier() == Quantifier.EITHER_END);
        };
    }

    private static boolean isNumber(ParamType type) {
        return type.kind() == Kind.SIGNED || type.kind() == Kind.UNSIGNED;
    }

    private static ValuePredicate number(Operator operator, ParamType type, List<Operand.Text> values) {
        if (operator == Operator.IN || operator == Operator.INTERSECTS) {
            return new ValuePredicate.NumberIn(numbers(values, type));
        }
        long number = number(values.get(0), type);
        return switch (operator) {
            case EQ -> new ValuePredicate.NumberEqual(number);
            case NE -> new ValuePredicate.NumberUnequal(number);
            default -> new ValuePredicate.NumberOrdered(operator, number, type.kind() == Kind.SIGNED);
        };
    }

    private static LongSet numbers(List<Operand.Text> values, ParamType type) {
        return new LongSet(values.stream().mapToLong(v -> number(v, type)));
    }

    private static long number(Operand.Text value, ParamType type) {
        try {
            return Literals.number(value.value(), type);
        } catch (IllegalArgumentException e) {
            Reason reason =
                    type == ParamType.PORT ? Reason.SERVICE : type == ParamType.BOOL ? Reason.BOOLEAN : Reason.OTHER;
            throw new ConditionException(reason, String.valueOf(e.getMessage()), value.span());
        }
    }

    private static ValuePredicate real(Operator operator, List<Operand.Text> values) {
        if (operator == Operator.IN || operator == Operator.INTERSECTS) {
            return new ValuePredicate.Several(
                    Modifier.ANYOF,
                    values.stream().map(v -> real(Operator.EQ, List.of(v))).toList());
        }
        return new ValuePredicate.Real(operator, parse(values.get(0), Literals::real));
    }

    private static ValuePredicate networks(
            Operator operator, List<Operand.Text> values, Function<String, Network> parser, boolean firstOnly) {
        List<Network> networks = values.stream().map(v -> parse(v, parser)).toList();
        return new ValuePredicate.InNetworks(
                firstOnly ? networks.stream().limit(1).toList() : networks, operator == Operator.NE);
    }

    private static TextPredicate text(Operator operator, List<Operand.Text> values) {
        if (operator == Operator.IN || operator == Operator.INTERSECTS) {
            return oneOf(texts(values));
        }
        if (operator == Operator.PMATCH) {
            return new TextPredicate.Below(new PathSet(texts(values)));
        }
        String literal = Texts.toBytes(values.get(0).value());
        return switch (operator) {
            case EQ -> new TextPredicate.Equal(literal);
            case NE -> new TextPredicate.Not(new TextPredicate.Equal(literal));
            case CONTAINS -> new TextPredicate.Contains(literal);
            case ICONTAINS -> new TextPredicate.ContainsIgnoringCase(literal);
            case STARTSWITH -> new TextPredicate.StartsWith(literal);
            case ENDSWITH -> new TextPredicate.EndsWith(literal);
            case GLOB -> new TextPredicate.Matches(new Glob(literal, false));
            case IGLOB -> new TextPredicate.Matches(new Glob(literal, true));
            case BCONTAINS -> new TextPredicate.Contains(parse(values.get(0), Literals::hex));
            case BSTARTSWITH -> new TextPredicate.StartsWith(parse(values.get(0), Literals::hex));
            default -> new TextPredicate.Ordered(operator, literal);
        };
    }

    /** Falco accepts an expression that is none and never matches it; since 0.44 it is an error. */
    private TextPredicate regex(Operand.Text value) {
        try {
            return new TextPredicate.MatchesRegex(
                    PosixRegex.compile(value.value()), version.atLeast(FalcoVersion.V0_45));
        } catch (IllegalArgumentException e) {
            if (version.atLeast(FalcoVersion.V0_44)) {
                throw new ConditionException("invalid regex pattern: " + e.getMessage(), value.span());
            }
            return new TextPredicate.Never("the regular expression is invalid: " + e.getMessage());
        }
    }

    private static TextPredicate oneOf(List<String> literals) {
        Set<String> different = Set.copyOf(literals);
        return different.size() == 1 ? new TextPredicate.Equal(literals.get(0)) : new TextPredicate.OneOf(different);
    }

    private static List<String> texts(List<Operand.Text> values) {
        List<String> texts = new ArrayList<>(values.size());
        for (Operand.Text value : values) {
            texts.add(Texts.toBytes(value.value()));
        }
        return texts;
    }

    private static <T> T parse(Operand.Text value, Function<String, T> parser) {
        try {
            return parser.apply(value.value());
        } catch (IllegalArgumentException e) {
            throw new ConditionException(String.valueOf(e.getMessage()), value.span());
        }
    }
}
