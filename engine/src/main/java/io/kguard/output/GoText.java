// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** Values as Go prints them, in which Falcosidekick and Falco Talon are written. */
@API(status = API.Status.INTERNAL)
public final class GoText {
    private static final int LEAST_EXPONENT = -4;
    private static final int END_OF_EXPONENT = 6;

    private GoText() {}

    /** A value whose numbers are as JSON has them: Falcosidekick keeps their digits. */
    static String of(@Nullable Object value) {
        return text(value, String::valueOf);
    }

    /** A value whose numbers are floating-point ones, as Falco Talon has all of JSON. */
    public static String withFloats(@Nullable Object value) {
        return text(value, number -> ofFloat(number.doubleValue()));
    }

    private static String text(@Nullable Object value, Function<Number, String> numbers) {
        if (value instanceof Collection<?> list) {
            return list.stream().map(member -> text(member, numbers)).collect(Collectors.joining(" ", "[", "]"));
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, String> sorted = new TreeMap<>();
            map.forEach((key, member) -> sorted.put(String.valueOf(key), text(member, numbers)));
            return sorted.entrySet().stream()
                    .map(entry -> entry.getKey() + ":" + entry.getValue())
                    .collect(Collectors.joining(" ", "map[", "]"));
        }
        return value == null ? "<nil>" : value instanceof Number number ? numbers.apply(number) : value.toString();
    }

    /** A number in as few digits as tell it from others, with an exponent from a million on. */
    private static String ofFloat(double number) {
        if (number == 0 || !Double.isFinite(number)) {
            return number == 0 ? "0" : String.valueOf(number);
        }
        BigDecimal digits = new BigDecimal(Double.toString(number)).stripTrailingZeros();
        int exponent = digits.precision() - digits.scale() - 1;
        if (exponent >= LEAST_EXPONENT && exponent < END_OF_EXPONENT) {
            return digits.toPlainString();
        }
        BigDecimal mantissa = digits.movePointLeft(exponent);
        return mantissa.toPlainString() + "e" + (exponent < 0 ? "-" : "+") + (Math.abs(exponent) < 10 ? "0" : "")
                + Math.abs(exponent);
    }
}
