// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import io.kguard.event.ParamType;
import io.kguard.event.ParamType.Kind;
import io.kguard.internal.field.FieldException.Reason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The transformers with several arguments, which Falco has since 0.40: {@code join}, {@code concat} and {@code getopt}.
 */
final class Functions {
    private Functions() {}

    static Reader of(Transformer function, List<Reader> arguments, @Nullable String selector) {
        if (selector != null && function != Transformer.GETOPT) {
            throw wrong("transformer '" + function.word() + "' does not support field arguments");
        }
        String text = function.word() + "("
                + String.join(", ", arguments.stream().map(Reader::text).toList()) + ")"
                + (selector == null ? "" : "[" + Escapes.quote(selector) + "]");
        Reader.Function made = switch (function) {
            case JOIN -> join(text, arguments);
            case CONCAT -> concat(text, arguments);
            case GETOPT -> getopt(text, arguments, selector);
            default -> throw new IllegalArgumentException(function.word());
        };
        return lacksAnArgument(arguments)
                ? new Reader.Function(text, made.isList(), arguments, context -> false)
                : made;
    }

    /** A field that means either end of a connection can be compared, but has no single value. */
    private static boolean lacksAnArgument(List<Reader> arguments) {
        return arguments.stream()
                .flatMap(argument -> argument.fields().stream())
                .anyMatch(field -> field.quantifier() == Quantifier.EITHER_END);
    }

    private static Reader.Function join(String text, List<Reader> arguments) {
        require(arguments.size() == 2, "join() requires exactly 2 arguments: separator and list");
        Reader separator = arguments.get(0);
        Reader list = arguments.get(1);
        Declared between = Declared.of(separator);
        require(
                !between.list() && between.type().kind() == Kind.TEXT,
                "join() first argument (separator) must be a single value, not a list");
        Declared joined = Declared.of(list);
        require(joined.list() && joined.type().kind() == Kind.TEXT, "join() second argument must be a list");
        return new Reader.Function(text, false, arguments, context -> {
            if (!loadText(separator, context)) {
                return false;
            }
            String inBetween = context.text();
            if (!list.isList()) {
                return loadText(list, context);
            }
            if (!list.load(context)) {
                return false;
            }
            ListValue values = context.list();
            StringBuilder whole = new StringBuilder();
            for (int i = 0; i < values.size(); i++) {
                whole.append(i == 0 ? "" : inBetween).append(values.text(i));
            }
            return context.found(whole.toString());
        });
    }

    private static Reader.Function concat(String text, List<Reader> arguments) {
        require(arguments.size() >= 2, "concat() requires at least 2 arguments");
        for (Reader argument : arguments) {
            Declared declared = Declared.of(argument);
            require(declared.type() == ParamType.CHARBUF && !declared.list(), "concat() arguments must be strings");
        }
        return new Reader.Function(text, false, arguments, context -> {
            StringBuilder whole = new StringBuilder();
            for (int i = 0; i < arguments.size(); i++) {
                if (!loadText(arguments.get(i), context)) {
                    return false;
                }
                whole.append(context.text());
            }
            return context.found(whole.toString());
        });
    }

    /**
     * How Falco sees an argument: as the field below all transformers, and the result of a function as a single string.
     * So {@code len} of a string counts as a string.
     */
    private record Declared(ParamType type, boolean list) {
        static Declared of(Reader argument) {
            if (argument instanceof Transformed transformed) {
                return of(transformed.inner());
            }
            return new Declared(argument.type(), argument.isList() && !(argument instanceof Reader.Function));
        }
    }

    /** Loads what counts as a string: the first of several, and for a number its bytes, lowest first, up to a 0. */
    private static boolean loadText(Reader argument, EventContext context) {
        if (!argument.load(context)) {
            return false;
        }
        if (argument.isList()) {
            return context.list().size() > 0 && context.found(context.list().text(0));
        }
        return argument.type().kind() == Kind.TEXT || context.found(bytes(context.number()));
    }

    private static String bytes(long number) {
        StringBuilder bytes = new StringBuilder();
        for (long rest = number; (rest & 0xff) != 0; rest >>>= Byte.SIZE) {
            bytes.append((char) (rest & 0xff));
        }
        return bytes.toString();
    }

    private static Reader.Function getopt(String text, List<Reader> arguments, @Nullable String selector) {
        require(arguments.size() == 2, "getopt() requires exactly 2 arguments: args list and optstring");
        Reader words = arguments.get(0);
        Reader options = arguments.get(1);
        Declared argv = Declared.of(words);
        Declared known = Declared.of(options);
        require(argv.list(), "getopt() first argument must be a list");
        require(!known.list(), "getopt() second argument (optstring) must be a single value");
        require(
                argv.type() == ParamType.CHARBUF && known.type() == ParamType.CHARBUF,
                "getopt() arguments must be strings");
        require(
                selector == null || selector.length() == 1,
                "getopt() field argument must be a single option character");
        return new Reader.Function(text, selector == null, arguments, context -> {
            if (!loadText(options, context)) {
                return false;
            }
            OptionParser parser = new OptionParser(context.text());
            if (!words.isList()) {
                if (!loadText(words, context)) {
                    return false;
                }
                context.list().replaceBy(List.of(context.text()));
            } else if (!words.load(context)) {
                return false;
            }
            if (selector != null) {
                return context.found(parser.last(context.list(), selector.charAt(0)));
            }
            context.list().replaceBy(parser.all(context.list()));
            return true;
        });
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw wrong(message);
        }
    }

    static FieldException wrong(String message) {
        return new FieldException(Reason.TRANSFORMER, message);
    }

    static boolean loadElements(List<Reader> elements, EventContext context) {
        List<String> values = new ArrayList<>();
        for (Reader element : elements) {
            if (!element.load(context)) {
                return false;
            }
            if (element instanceof Transformed && element.type().kind() == Kind.UNSIGNED) {
                values.add(bytes(context.number()));
            } else if (element.isList()) {
                for (int i = 0; i < context.list().size(); i++) {
                    values.add(context.list().text(i));
                }
            } else {
                values.add(FieldText.ofElement(element, context));
            }
        }
        context.list().replaceBy(values);
        return true;
    }
}
