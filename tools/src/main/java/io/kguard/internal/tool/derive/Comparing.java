// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import io.kguard.internal.condition.syntax.Condition.Operator;
import io.kguard.internal.field.Glob;
import io.kguard.internal.field.PosixRegex;
import io.kguard.internal.field.RegexSample;
import io.kguard.internal.field.Texts;
import io.kguard.internal.field.Transformer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A comparison with the values in a rule.
 *
 * @param operator the operator
 * @param values the values
 * @param all whether it must hold for each value, not for one
 * @param transformers what is done with the field's value first, in that order
 * @param kind what values are
 */
record Comparing(Operator operator, List<String> values, boolean all, List<Transformer> transformers, Kind kind)
        implements Trait {
    enum Kind {
        TEXT,
        NUMBER,
        NETWORK
    }

    private static final int MOST_SAMPLES = 12;

    Comparing {
        values = List.copyOf(values);
        transformers = List.copyOf(transformers);
    }

    @Override
    public boolean holds(@Nullable String value) {
        String seen = value;
        for (Transformer transformer : transformers) {
            seen = seen == null ? null : transformed(transformer, seen);
        }
        if (seen == null) {
            return false;
        }
        if (operator == Operator.EXISTS) {
            return true;
        }
        String actual = seen;
        return all
                ? values.stream().allMatch(one -> compares(actual, one))
                : values.stream().anyMatch(one -> compares(actual, one));
    }

    private static @Nullable String transformed(Transformer transformer, String value) {
        return switch (transformer) {
            case TOLOWER -> value.toLowerCase(Locale.ROOT);
            case TOUPPER -> value.toUpperCase(Locale.ROOT);
            case BASENAME -> value.substring(value.lastIndexOf('/') + 1);
            case LEN -> String.valueOf(value.getBytes(StandardCharsets.UTF_8).length);
            case B64 -> {
                try {
                    yield new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
                } catch (IllegalArgumentException e) {
                    yield null; // not base64: no value, as in Falco
                }
            }
            case VAL, JOIN, CONCAT, GETOPT -> value;
        };
    }

    private boolean compares(String actual, String one) {
        if (operator.isOrder()) {
            Long left = number(actual);
            Long right = number(one);
            return left != null && right != null && ordered(Long.compare(left, right));
        }
        return switch (operator) {
            case EQ, IN, INTERSECTS -> equal(actual, one);
            case NE -> !equal(actual, one);
            case CONTAINS -> actual.contains(one);
            case ICONTAINS -> lower(actual).contains(lower(one));
            case BCONTAINS -> actual.contains(hex(one));
            case STARTSWITH -> actual.startsWith(one);
            case BSTARTSWITH -> actual.startsWith(hex(one));
            case ENDSWITH -> actual.endsWith(one);
            case GLOB -> new Glob(one, false).matches(actual);
            case IGLOB -> new Glob(one, true).matches(actual);
            case PMATCH -> inPath(actual, one);
            case REGEX -> PosixRegex.compile(one).matches(Texts.toBytes(actual));
            case EXISTS, LE, LT, GE, GT -> throw new IllegalStateException(operator.symbol());
        };
    }

    private boolean ordered(int order) {
        return switch (operator) {
            case LE -> order <= 0;
            case LT -> order < 0;
            case GE -> order >= 0;
            default -> order > 0;
        };
    }

    private boolean equal(String actual, String one) {
        if (kind == Kind.NUMBER) {
            Long left = number(actual);
            Long right = number(one);
            return left != null && left.equals(right) || actual.equals(one);
        }
        return kind == Kind.NETWORK ? AddressText.isIn(actual, one) : actual.equals(one);
    }

    /** Falco's pmatch: a path is within another, each part of which may be a pattern. */
    private static boolean inPath(String actual, String path) {
        String[] wanted = path.split("/", -1);
        String[] parts = actual.split("/", -1);
        int length = path.endsWith("/") ? wanted.length - 1 : wanted.length;
        if (parts.length < length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (!new Glob(wanted[i], false).matches(parts[i])) {
                return false;
            }
        }
        return true;
    }

    @Override
    public List<Fragment> fragments() {
        List<Fragment> parts = new ArrayList<>();
        for (String one : values) {
            add(one, parts);
        }
        List<Fragment> undone = parts;
        for (int i = transformers.size() - 1; i >= 0; i--) {
            Transformer transformer = transformers.get(i);
            undone = undone.stream()
                    .flatMap(part -> undo(transformer, part).stream())
                    .toList();
        }
        return undone;
    }

    @Override
    public List<Fragment> opposite() {
        if (operator == Operator.NE) {
            return new Comparing(Operator.EQ, values, all, transformers, kind).fragments();
        }
        return operator.isOrder() ? fragments() : List.of();
    }

    private void add(String one, List<Fragment> parts) {
        switch (operator) {
            case EQ, IN, INTERSECTS -> {
                List<String> texts = kind == Kind.NETWORK ? AddressText.inside(one) : List.of(one);
                texts.forEach(text -> parts.add(Fragment.whole(text)));
            }
            case CONTAINS, ICONTAINS -> parts.add(new Fragment(Fragment.Place.INSIDE, one));
            case BCONTAINS -> parts.add(new Fragment(Fragment.Place.INSIDE, hex(one)));
            case STARTSWITH -> parts.add(new Fragment(Fragment.Place.START, one));
            case BSTARTSWITH -> parts.add(new Fragment(Fragment.Place.START, hex(one)));
            case ENDSWITH -> parts.add(new Fragment(Fragment.Place.END, one));
            case GLOB, IGLOB -> {
                parts.add(Fragment.whole(plain(one, "")));
                parts.add(Fragment.whole(plain(one, "1")));
                String end = one.substring(one.lastIndexOf('*') + 1);
                if (one.startsWith("*") && end.length() == one.length() - 1 && isPlain(end)) {
                    parts.add(new Fragment(Fragment.Place.END, end));
                }
            }
            case PMATCH -> {
                String path = plain(one, "1");
                parts.add(Fragment.whole(path));
                parts.add(new Fragment(Fragment.Place.START, path.endsWith("/") ? path : path + "/"));
            }
            case REGEX -> RegexSample.of(one, MOST_SAMPLES).forEach(sample -> parts.add(Fragment.whole(sample)));
            case LE, LT, GE, GT -> {
                Long number = number(one);
                if (number != null) {
                    for (long near : new long[] {number, number + 1, number - 1, 0, 1}) {
                        parts.add(Fragment.whole(Long.toString(near)));
                    }
                }
            }
            case NE, EXISTS -> {
                parts.add(Fragment.whole("1"));
                parts.add(Fragment.whole("data"));
            }
        }
    }

    private static List<Fragment> undo(Transformer transformer, Fragment part) {
        return switch (transformer) {
            case BASENAME ->
                part.place() == Fragment.Place.WHOLE || part.place() == Fragment.Place.START
                        ? List.of(new Fragment(Fragment.Place.END, "/" + part.text()), part)
                        : List.of(part);
            case LEN -> {
                Long length = number(part.text());
                yield length == null || length < 0 || length > 4096
                        ? List.of()
                        : List.of(Fragment.whole("a".repeat(length.intValue())));
            }
            case B64 ->
                List.of(Fragment.whole(
                        Base64.getEncoder().encodeToString(part.text().getBytes(StandardCharsets.UTF_8))));
            default -> List.of(part);
        };
    }

    /** Whether a pattern matches nothing but its own text. */
    static boolean isPlain(String pattern) {
        return pattern.chars().noneMatch(c -> "*?[\\".indexOf(c) >= 0);
    }

    /** A text that a pattern matches. */
    private static String plain(String pattern, String star) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '*') {
                text.append(star);
            } else if (c == '?') {
                text.append('x');
            } else if (c == '\\' && i + 1 < pattern.length()) {
                text.append(pattern.charAt(++i));
            } else if (c == '[' && pattern.indexOf(']', i + 2) > 0) {
                int end = pattern.indexOf(']', i + 2);
                char first = pattern.charAt(i + 1);
                text.append(first == '!' || first == '^' ? '_' : first);
                i = end;
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    /** A number as conditions have it, or a truth value as 1 or 0; null if a text is neither. */
    static @Nullable Long number(String text) {
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true") ? 1L : 0L;
        }
        try {
            return text.startsWith("0x") ? Long.parseUnsignedLong(text.substring(2), 16) : Long.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private static String hex(String digits) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i + 1 < digits.length(); i += 2) {
            int value = Character.digit(digits.charAt(i), 16) * 16 + Character.digit(digits.charAt(i + 1), 16);
            text.append((char) (value & 0xff));
        }
        return text.toString();
    }
}
