// SPDX-License-Identifier: Apache-2.0
package io.kguard.lint;

import io.kguard.event.FdType;
import io.kguard.internal.condition.syntax.Condition.Operator;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is so of the values of a field, whatever the event: lint and the search for acts ask here. A row holds only what has
 * no exception in Falco.
 */
@SuppressWarnings("ImmutableEnumChecker") // no set is changed
enum FieldFact {
    COUNT("evt.count", "1", Pattern.compile(""), Set.of(), "it is 1 for each event"),
    /** The folder {@code /} itself is named {@code /}. */
    FILENAME(
            "fd.filename",
            null,
            Pattern.compile(".+/.*|.*/.+", Pattern.DOTALL),
            Compared.WHOLE_OR_PART,
            "it is a name without its folder; compare fd.name or fd.directory"),
    DIRECTORY(
            "fd.directory",
            null,
            Pattern.compile(".+/", Pattern.DOTALL),
            Compared.WHOLE_OR_END,
            "it has no slash at its end; leave that out"),
    RESULT("evt.res", null, Pattern.compile("0|[1-9]\\d*"), Compared.WHOLE, "it is SUCCESS or the name of an error"),
    TYPE(
            "fd.type",
            null,
            Pattern.compile(
                    Stream.of(FdType.values()).map(FdType::label).collect(Collectors.joining("|", "(?!(", ")$).+"))),
            Compared.WHOLE,
            "it is one of file, directory, ipv4, ipv6, unix, pipe, ..."),
    RESOURCE(
            "ka.target.resource",
            null,
            Pattern.compile(".*/.*", Pattern.DOTALL),
            Compared.WHOLE_OR_PART,
            "a subresource is a field of its own; compare that with ka.target.subresource");

    private final String field;
    private final @Nullable String always;
    private final Pattern never;
    private final Set<Operator> operators;
    private final String why;

    /**
     * A row.
     *
     * @param always the value that the field has for each event; null if there are several
     * @param never what no value of the field has
     * @param operators the comparisons with a string that are false because of that
     */
    FieldFact(String field, @Nullable String always, Pattern never, Set<Operator> operators, String why) {
        this.field = field;
        this.always = always;
        this.never = never;
        this.operators = operators;
        this.why = why;
    }

    /** The value that a field has for each event; null if there are several. */
    static @Nullable String always(String field) {
        for (FieldFact fact : values()) {
            if (fact.field.equals(field)) {
                return fact.always;
            }
        }
        return null;
    }

    /** Why no value of a field is like a string, in the sense of an operator; null if one may be. */
    static @Nullable String forbids(String field, Operator operator, String value) {
        for (FieldFact fact : values()) {
            if (fact.field.equals(field)
                    && fact.operators.contains(operator)
                    && fact.never.matcher(value).matches()) {
                return fact.why;
            }
        }
        return null;
    }

    private static final class Compared {
        static final Set<Operator> WHOLE = Set.of(Operator.EQ, Operator.NE, Operator.IN, Operator.INTERSECTS);
        static final Set<Operator> WHOLE_OR_END =
                Set.of(Operator.EQ, Operator.NE, Operator.IN, Operator.INTERSECTS, Operator.ENDSWITH);
        static final Set<Operator> WHOLE_OR_PART = Set.of(
                Operator.EQ,
                Operator.NE,
                Operator.IN,
                Operator.INTERSECTS,
                Operator.ENDSWITH,
                Operator.STARTSWITH,
                Operator.CONTAINS,
                Operator.ICONTAINS);
    }
}
