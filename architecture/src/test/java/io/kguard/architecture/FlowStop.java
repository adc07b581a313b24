// SPDX-License-Identifier: Apache-2.0
package io.kguard.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A stop of a flow: {@code 7. `room.Class.method` (asks 3) what happens there.}
 *
 * @param number from 1
 * @param way how the flow gets there
 * @param from the number of the stop that it comes from
 */
record FlowStop(int number, NamedCode code, Way way, int from) {
    /** Each is one call or some; more would be no longer "the next". */
    private static final int MOST_CALLS = 3;

    private static final Pattern LINE =
            Pattern.compile("(\\d+)\\. `([^`]+)`(?: \\((called by|asks|takes) (\\d+)\\))? .+");

    /** How a flow gets from one stop to another. */
    enum Way {
        /** The earlier one calls the later one. */
        CALLED_BY,
        /** The later one calls the class of the earlier one. */
        ASKS,
        /** The later one has a parameter of the type that the earlier one returns. */
        TAKES
    }

    static FlowStop of(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new AssertionError("this is no stop: " + line);
        }
        int number = Integer.parseInt(matcher.group(1));
        NamedCode code = NamedCode.of(matcher.group(2)).orElseThrow(() -> new AssertionError("no class: " + line));
        return matcher.group(3) == null
                ? new FlowStop(number, code, Way.CALLED_BY, number - 1)
                : new FlowStop(
                        number,
                        code,
                        Way.valueOf(matcher.group(3).replace(' ', '_').toUpperCase(Locale.ROOT)),
                        Integer.parseInt(matcher.group(4)));
    }

    /** This stop with other code. */
    FlowStop with(NamedCode other) {
        return new FlowStop(number, other, way, from);
    }

    /** Whether the code has this way from an earlier stop. */
    boolean isReached(FlowStop earlier, JavaClasses classes) {
        Set<JavaCodeUnit> source = earlier.code.in(classes);
        Set<JavaCodeUnit> target = code.in(classes);
        return switch (way) {
            case CALLED_BY -> callBy(earlier, classes).isPresent();
            case ASKS ->
                Calls.way(target, isOf(earlier.code.type()), MOST_CALLS).isPresent();
            case TAKES ->
                source.stream()
                        .anyMatch(made -> target.stream()
                                .anyMatch(taker -> taker.getRawParameterTypes().stream()
                                        .anyMatch(made.getRawReturnType()::equals)));
        };
    }

    /** Whether an earlier stop calls another one before this one. Nothing is known unless it calls both. */
    boolean isAfter(FlowStop other, FlowStop earlier, JavaClasses classes) {
        if (way != Way.CALLED_BY || other.way != Way.CALLED_BY || from != other.from) {
            return true;
        }
        Optional<List<Integer>> own = callBy(earlier, classes);
        Optional<List<Integer>> before = other.callBy(earlier, classes);
        return own.isEmpty() || before.isEmpty() || Calls.compare(before.get(), own.get()) < 0;
    }

    private Optional<List<Integer>> callBy(FlowStop earlier, JavaClasses classes) {
        return Calls.way(earlier.code.in(classes), code.in(classes)::contains, MOST_CALLS);
    }

    private static Predicate<JavaCodeUnit> isOf(String type) {
        return unit -> unit.getOwner().getName().equals(type);
    }
}
