package io.kguard.output;

import io.kguard.event.JsonString;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes JSON in one line, numbers and strings as Falco's library does. */
final class JsonText {
    private static final int LOWEST_EXPONENT = -5;
    private static final int HIGHEST_EXPONENT = 15;

    private JsonText() {}

    /** The text of maps, lists, strings, numbers, booleans and null. */
    static String of(@Nullable Object value) {
        StringBuilder out = new StringBuilder(512);
        append(out, value);
        return out.toString();
    }

    static void append(StringBuilder out, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            String separator = "{";
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                JsonString.append(out.append(separator), String.valueOf(entry.getKey()));
                append(out.append(':'), entry.getValue());
                separator = ",";
            }
            out.append(map.isEmpty() ? "{}" : "}");
        } else if (value instanceof Iterable<?> list) {
            String separator = "";
            out.append('[');
            for (Object element : list) {
                append(out.append(separator), element);
                separator = ",";
            }
            out.append(']');
        } else if (value instanceof Double number) {
            out.append(number(number));
        } else if (value == null || value instanceof Number || value instanceof Boolean) {
            out.append(value);
        } else {
            JsonString.append(out, value.toString());
        }
    }

    /** The shortest text of a number, in exponents only where it is very large or very small. */
    private static String number(double number) {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            return "null";
        }
        if (number == 0) {
            return "0.0";
        }
        BigDecimal decimal = new BigDecimal(Double.toString(number)).stripTrailingZeros();
        int exponent = decimal.precision() - decimal.scale() - 1;
        if (exponent >= LOWEST_EXPONENT && exponent < HIGHEST_EXPONENT) {
            return decimal.scale() <= 0 ? decimal.toPlainString() + ".0" : decimal.toPlainString();
        }
        return Double.toString(number).replace("E", exponent > 0 ? "e+" : "e").replace(".0e", "e");
    }
}
