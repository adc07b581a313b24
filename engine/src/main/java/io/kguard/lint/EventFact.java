// SPDX-License-Identifier: Apache-2.0
package io.kguard.lint;

import io.kguard.event.EventType;
import io.kguard.event.FlagTable;
import io.kguard.event.Param;
import io.kguard.event.ParamType;
import io.kguard.event.SystemCall;
import io.kguard.internal.condition.syntax.Condition.Operator;
import io.kguard.internal.condition.syntax.Operand.FieldRef;
import io.kguard.internal.field.FieldEvents;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is so of the values of a field on events of some types. */
final class EventFact {
    private static final Set<String> OPENS = SystemCall.all().stream()
            .filter(call -> call.said().name().equals("openat"))
            .map(SystemCall::name)
            .filter(name -> !name.equals("open_by_handle_at"))
            .collect(Collectors.toUnmodifiableSet());

    /** Fields of the ends of a connection. Of a file they have no value, and of one without a value each comparison is false. */
    private static final Set<String> OF_SOCKETS = Stream.concat(
                    Stream.of("fd.sockfamily"),
                    Stream.of("c", "s", "l", "r")
                            .flatMap(end ->
                                    Stream.of("ip", "net", "port", "proto").map(of -> "fd." + end + of)))
            .collect(Collectors.toUnmodifiableSet());

    /** These compare with both ends. Of a file there is none, but {@code exists} is true. */
    private static final Set<String> OF_BOTH_ENDS = Set.of("fd.ip", "fd.net", "fd.port", "fd.proto");

    private static final Set<Operator> EQUALITY = EnumSet.of(Operator.EQ, Operator.IN, Operator.INTERSECTS);

    private static final Pattern UP = Pattern.compile("(^|/)\\.\\./|/\\.\\.$");

    private EventFact() {}

    /** The types on whose events a field has no value. Each comparison is false there. */
    static Predicate<EventType> lacking(FieldRef field) {
        return lacking(field.name(), field.argument());
    }

    static Predicate<EventType> lacking(String field, @Nullable String argument) {
        Predicate<EventType> having = FieldEvents.having(field, argument);
        boolean ofSockets = OF_SOCKETS.contains(field);
        return type -> having != null && !having.test(type) || ofSockets && OPENS.contains(type.name());
    }

    /** Whether there is a fact of a field's values. */
    static boolean isKnownOf(String field) {
        return field.startsWith("fd.") || field.startsWith("evt.arg");
    }

    /** Why no value of a field on events of these types is like a string; null if one may be. */
    static @Nullable String forbids(List<EventType> types, FieldRef field, Operator operator, String value) {
        return first(types, field, type -> forbids(type, field, operator, value));
    }

    /**
     * What is so of the path of a file that is opened, as long as Falco knows what it is relative to: it does not know that
     * of a call that fails because its descriptor is no folder. So this is a mistake of a rule, and no proof.
     */
    static @Nullable String doubts(List<EventType> types, FieldRef field, Operator operator, String value) {
        return first(types, field, type -> doubts(type, field.name(), operator, value));
    }

    /** The first reason, if there is one for each type that has the field. */
    private static @Nullable String first(
            List<EventType> types, FieldRef field, Function<EventType, @Nullable String> reason) {
        Predicate<EventType> lacking = lacking(field);
        String first = null;
        for (EventType type : types) {
            if (!lacking.test(type)) {
                String why = reason.apply(type);
                if (why == null) {
                    return null;
                }
                first = first == null ? why : first;
            }
        }
        return first;
    }

    private static @Nullable String forbids(EventType type, FieldRef field, Operator operator, String value) {
        String name = field.name();
        if (OPENS.contains(type.name()) && name.startsWith("fd.")) {
            return ofOpened(name, operator, value);
        }
        String param = name.startsWith("evt.arg.")
                ? name.substring("evt.arg.".length())
                : name.equals("evt.arg") ? field.argument() : null;
        int index = param == null ? -1 : type.indexOf(param);
        return index < 0 ? null : ofParam(type.param(index), operator, value);
    }

    private static @Nullable String ofOpened(String field, Operator operator, String value) {
        if (OF_BOTH_ENDS.contains(field) && operator != Operator.EXISTS) {
            return "a call that opens a file is about no socket";
        }
        List<String> words = switch (field) {
            case "fd.type" -> List.of("file", "directory");
            case "fd.typechar" -> List.of("f", "d", "o");
            case "fd.l4proto" -> List.of("<NA>");
            default -> List.of();
        };
        return !words.isEmpty() && EQUALITY.contains(operator) && !words.contains(value)
                ? "a call that opens a file is about no socket, pipe or the like"
                : null;
    }

    private static @Nullable String doubts(EventType type, String field, Operator operator, String value) {
        if (!OPENS.contains(type.name()) || !field.equals("fd.name")) {
            return null;
        }
        boolean start = EQUALITY.contains(operator) || operator == Operator.STARTSWITH;
        if (start && !value.isEmpty() && "/<.".indexOf(value.charAt(0)) < 0) {
            return "a file that is opened has its whole path, from / on; compare fd.filename";
        }
        boolean end = EQUALITY.contains(operator) || operator == Operator.ENDSWITH;
        if (end && value.length() > 1 && value.endsWith("/")) {
            return "Falco removes a slash at the end, unless the call fails";
        }
        return value.contains("..") && UP.matcher(value).find()
                ? "Falco resolves .. in the path, unless the call fails; compare fd.nameraw"
                : null;
    }

    private static @Nullable String ofParam(Param param, Operator operator, String value) {
        FlagTable table = param.flags();
        if (table == null || value.isEmpty()) {
            return null;
        }
        boolean several = switch (param.type()) {
            case FLAGS8, FLAGS16, FLAGS32, MODE -> true;
            default -> false;
        };
        if (!several && !isEnumeration(param.type())) {
            return null;
        }
        BiPredicate<String, String> like = switch (operator) {
            case EQ, IN, INTERSECTS -> String::equals;
            case CONTAINS -> String::contains;
            case STARTSWITH -> String::startsWith;
            case ENDSWITH -> String::endsWith;
            default -> null;
        };
        if (like == null || several && value.indexOf('|') >= 0) {
            return null;
        }
        if (value.chars().allMatch(Character::isDigit)) {
            return EQUALITY.contains(operator) ? ofNumber(param.type(), table, value) : null;
        }
        return texts(table, several).noneMatch(text -> like.test(text, value)) && !value.equals("NULL")
                ? "it is one of " + shown(table)
                : null;
    }

    private static boolean isEnumeration(ParamType type) {
        return type == ParamType.ENUMFLAGS8 || type == ParamType.ENUMFLAGS16 || type == ParamType.ENUMFLAGS32;
    }

    /** A number is shown by its names, unless it has none. */
    private static @Nullable String ofNumber(ParamType type, FlagTable table, String value) {
        if (value.length() > 10) {
            return null;
        }
        boolean octal = type == ParamType.MODE && value.chars().noneMatch(c -> c > '7');
        long number = Long.parseLong(value, octal ? 8 : 10);
        boolean whole = isEnumeration(type) || number == 0;
        return table.entries().stream()
                .filter(entry -> whole
                        ? entry.value() == number
                        : entry.value() != 0 && (number & entry.value()) == entry.value())
                .map(FlagTable.Entry::name)
                .findFirst()
                .map(name -> whole ? "Falco shows " + value + " as " + name : "Falco shows names, such as " + name)
                .orElse(null);
    }

    private static Stream<String> texts(FlagTable table, boolean several) {
        return several
                ? table.names().stream()
                : table.entries().stream()
                        .collect(Collectors.groupingBy(
                                FlagTable.Entry::value,
                                Collectors.mapping(FlagTable.Entry::name, Collectors.joining("|"))))
                        .values()
                        .stream();
    }

    private static String shown(FlagTable table) {
        List<String> names = table.names();
        return String.join(", ", names.subList(0, Math.min(3, names.size()))) + (names.size() > 3 ? ", ..." : "");
    }
}
