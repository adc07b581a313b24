// SPDX-License-Identifier: Apache-2.0
package io.kguard.reference;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.event.ParamType;
import io.kguard.event.ParamType.Kind;
import io.kguard.internal.field.Field;
import io.kguard.internal.field.FieldDefinition.FieldFlag;
import io.kguard.internal.field.Quantifier;
import io.kguard.internal.field.Transformer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Generates filters from the existing fields: operators that fit their types, sometimes one that doesn't, occurring
 * values, parts of these, transformers, other fields.
 */
final class FilterGenerator {
    private static final List<String> TEXT = List.of(
            "=",
            "!=",
            "==",
            "in",
            "in",
            "intersects",
            "contains",
            "startswith",
            "endswith",
            "icontains",
            "glob",
            "iglob",
            "pmatch",
            "regex",
            "exists",
            "<",
            ">=");
    private static final List<String> BYTES = List.of(
            "=", "!=", "in", "intersects", "contains", "startswith", "endswith", "bcontains", "bstartswith", "exists");
    private static final List<String> NUMBER = List.of("=", "!=", "<", "<=", ">", ">=", "in", "intersects", "exists");
    private static final List<String> BOOL = List.of("=", "!=", "in", "exists");
    private static final List<String> ADDRESS = List.of("=", "!=", "in", "intersects", "exists");
    private static final List<String> LIST = List.of("in", "intersects", "exists");
    private static final List<Transformer> TRANSFORMERS =
            List.of(Transformer.TOLOWER, Transformer.TOUPPER, Transformer.BASENAME, Transformer.LEN, Transformer.B64);

    private final Sample sample;
    private final Random random;

    FilterGenerator(Sample sample, Random random) {
        this.sample = sample;
        this.random = random;
    }

    /** A left side: a field, possibly transformed. */
    private record Side(String text, Field field, ParamType type, boolean list, boolean transformed) {}

    String filter(int depth) {
        int kind = depth == 0 ? 9 : random.nextInt(10);
        if (kind < 6) {
            List<String> children = new ArrayList<>();
            for (int i = 1 + random.nextInt(3); i >= 0; i--) {
                children.add(filter(depth - 1));
            }
            return "(" + String.join(kind < 3 ? " and " : " or ", children) + ")";
        }
        return kind < 8 ? "not " + filter(depth - 1) : check();
    }

    private String check() {
        Side left = side(pick(sample.comparable()));
        String operator = operator(left);
        if (left.field().quantifier() == Quantifier.EITHER_END && operator.equals("intersects")) {
            operator = "="; // the library throws at the first such event
        }
        if (operator.equals("exists")) {
            return left.text() + " exists";
        }
        return left.text() + " " + operator + " " + right(left, operator);
    }

    private Side side(String name) {
        Field field = sample.field(name);
        Side side = new Side(name, field, field.type(), field.isList(), false);
        int transformers = random.nextInt(5) == 0 ? 1 + random.nextInt(2) : 0;
        if (field.definition().has(FieldFlag.NO_TRANSFORMER) && random.nextInt(10) > 0) {
            return side;
        }
        for (int i = 0; i < transformers; i++) {
            Transformer transformer = pick(TRANSFORMERS);
            if (transformer.accepts(side.type(), side.list()) || random.nextInt(30) == 0) {
                side = new Side(
                        transformer.word() + "(" + side.text() + ")",
                        field,
                        transformer.resultType(side.type()),
                        transformer.resultIsList(side.list()),
                        true);
            }
        }
        return side;
    }

    private String operator(Side side) {
        if (side.field().definition().name().equals("evt.around")) {
            return random.nextInt(20) == 0 ? "!=" : "=";
        }
        if (random.nextInt(40) == 0) {
            return pick(TEXT);
        }
        if (side.list()) {
            return pick(LIST);
        }
        return switch (side.type().kind()) {
            case TEXT -> pick(TEXT);
            case BYTES -> pick(BYTES);
            case ADDRESS, NET -> pick(ADDRESS);
            default -> pick(side.type() == ParamType.BOOL ? BOOL : NUMBER);
        };
    }

    private String right(Side left, String operator) {
        if (random.nextInt(10) == 0) {
            return otherField(left);
        }
        switch (operator) {
            case "<", "<=", ">", ">=" -> {
                String value = value(left);
                return value.matches("-?[0-9]+") ? value : Integer.toString(random.nextInt(3000) - 5);
            }
            case "in", "intersects", "pmatch" -> {
                List<String> items = new ArrayList<>();
                for (int i = random.nextInt(5); i > 0; i--) {
                    items.add(quoted(operator.equals("pmatch") ? pathPattern(value(left)) : value(left)));
                }
                return "(" + String.join(", ", items) + ")";
            }
            default -> {
                return quoted(changed(value(left), left, operator));
            }
        }
    }

    private String otherField(Side left) {
        for (int i = 0; i < 200; i++) {
            Side right = side(pick(sample.comparable()));
            if (right.type() == left.type() && right.list() == left.list() || i == 199) {
                return right.transformed() ? right.text() : "val(" + right.text() + ")";
            }
        }
        throw new IllegalStateException("not reached");
    }

    /** A value for a side: the transformed value of its field, or nearly so. */
    private String value(Side side) {
        String value = sample.value(side.field().name(), random);
        if (side.type() == ParamType.UINT64 && side.transformed()) {
            return Integer.toString(Math.max(0, value.getBytes(UTF_8).length - random.nextInt(2)));
        }
        if (side.text().startsWith("tolower")) {
            return value.toLowerCase(Locale.ROOT);
        } else if (side.text().startsWith("toupper")) {
            return value.toUpperCase(Locale.ROOT);
        }
        return side.text().startsWith("basename") ? value.substring(value.lastIndexOf('/') + 1) : value;
    }

    private String changed(String value, Side left, String operator) {
        int from = value.isEmpty() ? 0 : random.nextInt(value.length());
        int to = from + random.nextInt(value.length() - from + 1);
        return switch (operator) {
            case "glob", "iglob" -> globPattern(value, from, to);
            case "regex" -> regexPattern(value, from, to);
            case "contains" -> value.substring(from, to);
            case "icontains" -> random.nextBoolean() ? value.substring(from, to).toUpperCase(Locale.ROOT) : value;
            case "startswith" ->
                left.type() == ParamType.CHARBUF || left.type().kind() != Kind.TEXT || random.nextBoolean()
                        ? value.substring(0, to)
                        : value;
            case "endswith" -> value.substring(from);
            case "bcontains", "bstartswith" ->
                hex(operator.equals("bcontains") ? value.substring(from, to) : value.substring(0, to));
            default -> value;
        };
    }

    static String hex(String value) {
        StringBuilder hex = new StringBuilder();
        for (byte b : value.getBytes(UTF_8)) {
            hex.append(String.format("%02x", b));
        }
        return hex.toString();
    }

    private String globPattern(String value, int from, int to) {
        String middle = value.substring(from, to);
        String replacement = pick(List.of("*", "?", "[a-z]", "[!/]", "[^a]", "\\", "[", "*?", "[[:alpha:]]*", "**"));
        return value.substring(0, from)
                + (random.nextInt(4) == 0 ? middle + replacement : replacement)
                + value.substring(to);
    }

    private String regexPattern(String value, int from, int to) {
        String replacement = pick(List.of(
                ".*",
                ".",
                ".+",
                "[a-z]+",
                "[^/]*",
                "(a|b|.*)",
                ".{0,40}",
                "[[:alnum:]]*",
                "\\d+",
                "(?i)x",
                "[",
                "(",
                "x?.*$"));
        return escaped(value.substring(0, from)) + replacement + escaped(value.substring(to));
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            escaped.append("\\^$.|?*+()[]{}".indexOf(c) >= 0 ? "\\" : "").append(c);
        }
        return escaped.toString();
    }

    private String pathPattern(String value) {
        List<String> parts = new ArrayList<>(List.of(value.split("/")));
        if (parts.isEmpty()) {
            return value;
        }
        int kept = 1 + random.nextInt(parts.size());
        parts = new ArrayList<>(parts.subList(0, kept));
        if (random.nextInt(3) == 0) {
            parts.set(random.nextInt(kept), pick(List.of("*", "?*", "", "[a-z]*", "x")));
        }
        return String.join("/", parts) + (random.nextInt(5) == 0 ? "/" : "");
    }

    static String quoted(String value) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\ ");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    private <T> T pick(List<T> items) {
        return items.get(random.nextInt(items.size()));
    }
}
