// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A template of Go with what templates of messages use: fields, {@code index}, comparisons, {@code if}, {@code printf}.
 *
 * <p>Source: Go, {@code text/template}.
 */
final class GoTemplate {
    private static final int LONGEST = 1 << 16;
    private static final int DEEPEST = 50;
    private static final String OPEN = "{{";
    private static final String CLOSE = "}}";
    private static final Set<String> FUNCTIONS =
            Set.of("index", "and", "or", "not", "eq", "ne", "len", "print", "println", "printf");

    /** A string, a name, a field, a bracket, a bar, a number. */
    private static final Pattern WORD = Pattern.compile(
            "\\s*+(?:(\"(?:[^\"\\\\]|\\\\[\"\\\\nt])*+\")|(`[^`]*+`)|(\\$?\\.[\\w.]*+|\\$)|([A-Za-z_]\\w*+)|(-?\\d{1,18})|([()|]))");

    private static final Pattern VERB = Pattern.compile("%(.?)", Pattern.DOTALL);

    /** A part of a template. */
    private sealed interface Part {}

    private record Text(String text) implements Part {}

    private record Print(List<List<Object>> pipe) implements Part {}

    private record If(List<List<Object>> pipe, List<Part> then, List<Part> otherwise) implements Part {}

    /** A path from the data on. */
    private record Field(List<String> keys) {}

    /** A name of a function. */
    private record Name(String name) {}

    /** A pipeline in brackets. */
    private record Inner(List<List<Object>> pipe) {}

    /** A mark between the parts of an {@code if}. */
    private enum Mark {
        ELSE,
        END,
        NONE
    }

    private final List<Part> parts;

    private GoTemplate(List<Part> parts) {
        this.parts = parts;
    }

    /**
     * Reads a template.
     *
     * @param fields the fields that data have, if a structure has them in Go; empty if any may be there
     * @throws IllegalArgumentException if it is none, or has what is not supported; the message says what
     */
    static GoTemplate parse(String text, Set<String> fields) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("it has more than " + LONGEST + " characters");
        }
        Parser parser = new Parser(text, fields);
        List<Part> parts = new ArrayList<>();
        if (parser.parts(parts, 0) != Mark.NONE) {
            throw new IllegalArgumentException("{{end}} or {{else}} without {{if}}");
        }
        return new GoTemplate(parts);
    }

    /**
     * The text for some data.
     *
     * @throws IllegalArgumentException if Go would end with an error
     */
    String text(Map<String, @Nullable Object> data) {
        StringBuilder out = new StringBuilder();
        write(parts, data, out);
        return out.toString();
    }

    private static void write(List<Part> parts, Map<String, @Nullable Object> data, StringBuilder out) {
        for (Part part : parts) {
            if (part instanceof Text text) {
                out.append(text.text);
            } else if (part instanceof Print print) {
                Object value = value(print.pipe, data);
                out.append(value == null ? "<no value>" : GoText.of(value));
            } else if (part instanceof If choice) {
                write(isTrue(value(choice.pipe, data)) ? choice.then : choice.otherwise, data, out);
            }
        }
    }

    private static boolean isTrue(@Nullable Object value) {
        return value instanceof Boolean flag
                ? flag
                : value instanceof Collection<?> list
                        ? !list.isEmpty()
                        : value instanceof Map<?, ?> map
                                ? !map.isEmpty()
                                : value != null && !value.equals("") && !value.equals(0L);
    }

    private static @Nullable Object value(List<List<Object>> pipe, Map<String, @Nullable Object> data) {
        Object last = null;
        for (int i = 0; i < pipe.size(); i++) {
            List<@Nullable Object> arguments = new ArrayList<>();
            List<Object> command = pipe.get(i);
            boolean calls = command.get(0) instanceof Name;
            for (Object operand : calls ? command.subList(1, command.size()) : command) {
                arguments.add(operand(operand, data));
            }
            if (i > 0) {
                arguments.add(last);
            }
            if (!calls && arguments.size() > 1) {
                throw new IllegalArgumentException("can't give arguments to what is no function");
            }
            last = calls ? call(((Name) command.get(0)).name, arguments) : arguments.get(0);
        }
        return last;
    }

    private static @Nullable Object operand(Object operand, Map<String, @Nullable Object> data) {
        if (operand instanceof Inner inner) {
            return value(inner.pipe, data);
        }
        if (!(operand instanceof Field field)) {
            return operand;
        }
        Object at = data;
        for (String key : field.keys) {
            if (at == null) {
                return null;
            }
            if (!(at instanceof Map<?, ?> map)) {
                throw new IllegalArgumentException("can't evaluate field " + key);
            }
            at = map.get(key);
        }
        return at;
    }

    private static @Nullable Object call(String name, List<@Nullable Object> arguments) {
        if (arguments.isEmpty() && !name.startsWith("print")) {
            throw new IllegalArgumentException(name + " needs arguments");
        }
        return switch (name) {
            case "and", "or" -> {
                Object value = null;
                for (Object argument : arguments) {
                    value = argument;
                    if (isTrue(value) == name.equals("or")) {
                        break;
                    }
                }
                yield value;
            }
            case "not" -> !isTrue(arguments.get(0));
            case "eq", "ne" -> {
                boolean equal = arguments.subList(1, arguments.size()).stream()
                        .anyMatch(other -> same(arguments.get(0), other));
                yield equal == name.equals("eq");
            }
            case "index" -> index(arguments);
            case "len" -> length(arguments.get(0));
            case "print" -> printed(arguments);
            case "println" ->
                String.join(" ", arguments.stream().map(GoText::of).toList()) + "\n";
            default -> formatted(arguments);
        };
    }

    private static boolean same(@Nullable Object one, @Nullable Object other) {
        return one == null || other == null ? one == other : GoText.of(one).equals(GoText.of(other));
    }

    private static @Nullable Object index(List<@Nullable Object> arguments) {
        Object at = arguments.get(0);
        for (Object key : arguments.subList(1, arguments.size())) {
            if (at instanceof Map<?, ?> map && key instanceof String) {
                at = map.get(key);
            } else if (at instanceof List<?> list
                    && key instanceof Long member
                    && member >= 0
                    && member < list.size()) {
                at = list.get(member.intValue());
            } else {
                throw new IllegalArgumentException("can't index with " + GoText.of(key));
            }
        }
        return at;
    }

    private static long length(@Nullable Object value) {
        if (value instanceof String text) {
            return text.getBytes(UTF_8).length;
        }
        if (value instanceof Collection<?> list) {
            return list.size();
        }
        if (value instanceof Map<?, ?> map) {
            return map.size();
        }
        throw new IllegalArgumentException("len of what has no length");
    }

    /** Go puts a space between two operands of which none is a string. */
    private static String printed(List<@Nullable Object> arguments) {
        StringBuilder out = new StringBuilder();
        Object before = "";
        for (Object argument : arguments) {
            out.append(before instanceof String || argument instanceof String ? "" : " ")
                    .append(GoText.of(argument));
            before = argument;
        }
        return out.toString();
    }

    private static String formatted(List<@Nullable Object> arguments) {
        if (arguments.isEmpty() || !(arguments.get(0) instanceof String format)) {
            throw new IllegalArgumentException("printf needs a format");
        }
        Matcher verb = VERB.matcher(format);
        StringBuilder out = new StringBuilder();
        int next = 1;
        while (verb.find()) {
            String text = switch (verb.group(1)) {
                case "%" -> "%";
                case "s", "v" ->
                    next < arguments.size()
                            ? shown(verb.group(1), arguments.get(next++))
                            : "%!" + verb.group(1) + "(MISSING)";
                default -> throw new IllegalArgumentException("printf with %" + verb.group(1));
            };
            verb.appendReplacement(out, Matcher.quoteReplacement(text));
        }
        if (next < arguments.size()) {
            throw new IllegalArgumentException("printf with more arguments than its format has");
        }
        return verb.appendTail(out).toString();
    }

    private static String shown(String verb, @Nullable Object value) {
        return verb.equals("s") && (value == null || value instanceof Boolean)
                ? "%!s(" + (value == null ? "" : "bool=") + GoText.of(value) + ")"
                : GoText.of(value);
    }

    /** Reads the parts of a text, one after the other. */
    private static final class Parser {
        private final String text;
        private final Set<String> fields;
        private int at;
        private boolean trimmed;

        Parser(String text, Set<String> fields) {
            this.text = text;
            this.fields = fields;
        }

        /** Adds the parts up to a mark, and returns it. */
        Mark parts(List<Part> into, int depth) {
            if (depth > DEEPEST) {
                throw new IllegalArgumentException("it is nested more than " + DEEPEST + " deep");
            }
            while (at < text.length()) {
                String action = next(into);
                if (action == null || action.startsWith("/*") && action.endsWith("*/")) {
                    continue;
                }
                String word = action.split("\\s", 2)[0];
                switch (word) {
                    case "end" -> {
                        return Mark.END;
                    }
                    case "else" -> {
                        if (!action.equals("else")) {
                            throw new IllegalArgumentException("{{" + action + "}} is not supported");
                        }
                        return Mark.ELSE;
                    }
                    case "if" -> into.add(choice(action.substring(2), depth));
                    default -> into.add(new Print(new Words(action, fields).whole()));
                }
            }
            return Mark.NONE;
        }

        private Part choice(String condition, int depth) {
            List<Part> then = new ArrayList<>();
            List<Part> otherwise = new ArrayList<>();
            Mark mark = parts(then, depth + 1);
            if (mark == Mark.ELSE) {
                mark = parts(otherwise, depth + 1);
            }
            if (mark != Mark.END) {
                throw new IllegalArgumentException("{{if}} without {{end}}");
            }
            return new If(new Words(condition, fields).whole(), then, otherwise);
        }

        /** Adds the text up to the next action, and returns what is in its braces; null at the end. */
        private @Nullable String next(List<Part> into) {
            int open = text.indexOf(OPEN, at);
            int end = open < 0 ? text.length() : open;
            boolean trimsBefore = text.startsWith(OPEN + "- ", end);
            String plain = text.substring(at, end);
            plain = trimmed ? plain.stripLeading() : plain;
            plain = trimsBefore ? plain.stripTrailing() : plain;
            if (!plain.isEmpty()) {
                into.add(new Text(plain));
            }
            trimmed = false;
            if (open < 0) {
                at = text.length();
                return null;
            }
            int close = text.indexOf(CLOSE, open);
            if (close < 0) {
                throw new IllegalArgumentException("{{ without }}");
            }
            String action = text.substring(open + (trimsBefore ? 3 : 2), close);
            trimmed = action.endsWith(" -");
            at = close + 2;
            return (trimmed ? action.substring(0, action.length() - 1) : action).strip();
        }
    }

    /** The words of an action. */
    private static final class Words {
        private final String action;
        private final Set<String> fields;
        private final Matcher word;
        private int depth;

        Words(String action, Set<String> fields) {
            this.action = action;
            this.fields = fields;
            this.word = WORD.matcher(action);
        }

        List<List<Object>> whole() {
            List<List<Object>> pipe = pipe(false);
            if (pipe.stream().anyMatch(List::isEmpty)) {
                throw new IllegalArgumentException("a value is missing in {{" + action + "}}");
            }
            return pipe;
        }

        private List<List<Object>> pipe(boolean inner) {
            if (++depth > DEEPEST) {
                throw new IllegalArgumentException("it is nested more than " + DEEPEST + " deep");
            }
            List<List<Object>> pipe = new ArrayList<>();
            List<Object> command = new ArrayList<>();
            pipe.add(command);
            while (word.lookingAt()) {
                String found = word.group().strip();
                word.region(word.end(), action.length());
                if (found.equals(")") && inner) {
                    depth--;
                    if (command.isEmpty()) {
                        throw new IllegalArgumentException("a value is missing in {{" + action + "}}");
                    }
                    return pipe;
                }
                if (found.equals("|")) {
                    command = new ArrayList<>();
                    pipe.add(command);
                } else {
                    command.add(operand(found, command.isEmpty()));
                }
            }
            if (inner || !action.substring(word.regionStart()).isBlank()) {
                throw new IllegalArgumentException("{{" + action + "}} is not supported");
            }
            return pipe;
        }

        private Object operand(String found, boolean first) {
            char begin = found.charAt(0);
            if (begin == '(') {
                return new Inner(pipe(true));
            }
            if (begin == '"') {
                return unquoted(found.substring(1, found.length() - 1));
            }
            if (begin == '`') {
                return found.substring(1, found.length() - 1);
            }
            if (begin == '.' || begin == '$') {
                String path = found.substring(found.indexOf('.') + 1);
                if (found.equals("$") || path.isEmpty()) {
                    return new Field(List.of());
                }
                List<String> keys = List.of(path.split("\\.", -1));
                if (keys.contains("") || !fields.isEmpty() && !fields.contains(keys.get(0))) {
                    throw new IllegalArgumentException(found + " is no field"
                            + (fields.isEmpty() ? "" : ": there are " + String.join(", ", fields)));
                }
                return new Field(keys);
            }
            if (Character.isDigit(begin) || begin == '-') {
                return Long.valueOf(found);
            }
            if (found.equals("true") || found.equals("false")) {
                return found.equals("true");
            }
            if (!first || !FUNCTIONS.contains(found)) {
                throw new IllegalArgumentException(found + " is not supported");
            }
            return new Name(found);
        }

        private static String unquoted(String text) {
            return text.replace("\\\\", "\0")
                    .replace("\\\"", "\"")
                    .replace("\\n", "\n")
                    .replace("\\t", "\t")
                    .replace("\0", "\\");
        }
    }
}
