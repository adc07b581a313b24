// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import io.kguard.event.FalcoVersion;
import io.kguard.internal.field.FieldDefinition.FieldFlag;
import io.kguard.internal.field.FieldException.Reason;
import io.kguard.internal.field.OutputTemplate.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parses an output template. */
final class TemplateParser {
    private static final int WIDEST = 4096;
    private static final int DEEPEST = 100;
    private static final Set<String> UNCONSUMED = Set.of(
            "proc.env",
            "proc.aenv",
            "proc.aname",
            "proc.aexe",
            "proc.aexepath",
            "proc.acmdline",
            "proc.apid",
            "proc.aargs");

    private final String text;
    private final FieldCatalogue catalogue;
    private final List<Part> parts = new ArrayList<>();
    private int at;
    private int depth;

    TemplateParser(String text, FieldCatalogue catalogue) {
        this.text = text;
        this.catalogue = catalogue;
    }

    List<Part> parse() {
        int literal = 0;
        for (at = 0; at < text.length(); ) {
            if (text.charAt(at) != '%') {
                at++;
                continue;
            }
            addLiteral(literal, at);
            at++;
            token();
            literal = at;
        }
        addLiteral(literal, text.length());
        return parts;
    }

    private void addLiteral(int from, int to) {
        if (from < to) {
            parts.add(new Part(text.substring(from, to), null, 0));
        }
    }

    private void token() {
        if (at == text.length()) {
            throw malformed("invalid formatting syntax: formatting cannot end with a %");
        }
        int start = at;
        int width = width();
        if (hasTransformerFunctions() && transformer() != null) {
            parts.add(new Part("", call(), width));
            return;
        }
        List<Transformer> transformers = transformers();
        FieldCatalogue.Match match = match(start);
        Field field = match.field();
        if (match.end() < text.length() && isUnconsumed(field) && transformers.isEmpty()) {
            parts.add(new Part("", new Reader.Plain(field.unnamed()), width));
            return;
        }
        at = isUnconsumed(field) && !transformers.isEmpty() ? at : match.end();
        Reader value = new Reader.Plain(field);
        for (Transformer transformer : transformers) {
            value = Reader.of(transformer, List.of(value), null);
            close(at - 1);
        }
        parts.add(new Part("", value, width));
    }

    /** The field that begins here; {@code start} is where the text for messages begins. */
    private FieldCatalogue.Match match(int start) {
        FieldCatalogue.Match match = hasTransformerFunctions() ? longest() : catalogue.match(text, at);
        if (match == null) {
            throw new FieldException(
                    Reason.NONEXISTENT,
                    "invalid formatting token " + text.substring(start),
                    catalogue.nearest(leadingName()));
        }
        if (match.field().definition().has(FieldFlag.FILTER_ONLY)) {
            if (hasTransformerFunctions()) {
                return new FieldCatalogue.Match(match.field().without(), match.end());
            }
            throw new FieldException(
                    Reason.FILTER_ONLY,
                    text.substring(start) + " is filter only and cannot be used as a display field");
        }
        return hasTransformerFunctions()
                ? new FieldCatalogue.Match(match.field().single(), match.end())
                : match;
    }

    /** The longest text that is a field: what follows it is text, even if it begins as an argument or as a longer name. */
    private FieldCatalogue.@Nullable Match longest() {
        try {
            return catalogue.match(text, at);
        } catch (FieldException e) {
            int bracket = text.indexOf('[', at);
            int end = bracket < 0 ? endOfName() : Math.min(bracket, endOfName());
            for (; end > at; end--) {
                FieldCatalogue.Match match = matchUntil(end);
                if (match != null) {
                    return match;
                }
            }
            throw e;
        }
    }

    private FieldCatalogue.@Nullable Match matchUntil(int end) {
        try {
            FieldCatalogue.Match match = catalogue.match(text.substring(0, end), at);
            return match != null && match.end() == end ? match : null;
        } catch (FieldException e) {
            return null;
        }
    }

    private void close(int shown) {
        if (!accept(')')) {
            throw malformed("missing closing transformer parenthesis: " + text.substring(shown));
        }
    }

    private boolean accept(char c) {
        boolean there = at < text.length() && text.charAt(at) == c;
        at += there ? 1 : 0;
        return there;
    }

    private void blank() {
        while (at < text.length() && " \t\b\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    /** A transformer with its arguments that begins here. */
    private Reader call() {
        if (++depth > DEEPEST) {
            throw malformed("transformers nest deeper than " + DEEPEST);
        }
        Transformer transformer = Objects.requireNonNull(transformer());
        int start = at;
        at += transformer.word().length() + 1;
        List<Reader> arguments = arguments(start);
        int bracket = at;
        String selector = null;
        if (accept('[')) {
            boolean quoted = at < text.length() && isQuote(text.charAt(at));
            selector = quoted ? quoted() : until(']');
            if (!accept(']')) {
                at = bracket; // it is text that follows
                selector = null;
            }
        }
        depth--;
        return Reader.of(transformer, arguments, selector);
    }

    /** The arguments between parentheses, the first of which was already read. */
    private List<Reader> arguments(int start) {
        List<Reader> arguments = new ArrayList<>();
        blank();
        if (accept(')')) {
            return arguments;
        }
        do {
            blank();
            arguments.add(argument());
            blank();
        } while (accept(','));
        close(start);
        return arguments;
    }

    private Reader argument() {
        int start = at;
        if (accept('(')) {
            return new Reader.Elements(arguments(start));
        } else if (at < text.length() && isQuote(text.charAt(at))) {
            return new Reader.Literal(quoted());
        } else if (at < text.length() && "+-0123456789".indexOf(text.charAt(at)) >= 0) {
            return new Reader.Literal(until(',', ')', ' ').strip());
        } else if (transformer() != null) {
            return call();
        }
        FieldCatalogue.Match match = match(at);
        at = match.end();
        return new Reader.Plain(match.field());
    }

    private String until(char... ends) {
        int start = at;
        String stops = new String(ends);
        while (at < text.length() && stops.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(start, at);
    }

    private static boolean isQuote(char c) {
        return c == '"' || c == '\'';
    }

    private String quoted() {
        int start = at;
        char quote = text.charAt(at++);
        while (at < text.length() && (text.charAt(at) != quote || text.charAt(at - 1) == '\\' && at > start + 1)) {
            at++;
        }
        if (!accept(quote)) {
            throw malformed("a string does not end: " + text.substring(start));
        }
        try {
            String resolved = Escapes.resolve(text.substring(start, at), catalogue.version());
            StringBuilder bytes = new StringBuilder();
            resolved.chars().forEach(c -> bytes.append((char) (Escapes.isRawByte(c) ? Escapes.rawByte(c) : c)));
            return bytes.toString();
        } catch (IllegalArgumentException e) {
            throw malformed(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Falco takes fields like {@code proc.env} without an argument for a name of no characters if more text follows:
     * its value is printed and then the name, and the value stands under an empty key. Since 0.44 it reads outputs as
     * conditions.
     */
    private boolean isUnconsumed(Field field) {
        String name = field.definition().name();
        FalcoVersion version = catalogue.version();
        boolean ofProcess =
                UNCONSUMED.contains(name) || name.equals("proc.args") && version.atLeast(FalcoVersion.V0_41);
        return !hasTransformerFunctions() && name.equals("evt.type.is")
                || !version.atLeast(FalcoVersion.V0_42) && field.argument() == null && ofProcess; // libs#2704
    }

    /** Since 0.44 Falco reads the fields of an output as those of a condition. */
    private boolean hasTransformerFunctions() {
        return catalogue.version().atLeast(FalcoVersion.V0_44);
    }

    private int width() {
        int start = at;
        long width = 0;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            width = Math.min(width * 10 + text.charAt(at) - '0', Integer.MAX_VALUE);
            at++;
        }
        if (at > start && at == text.length()) {
            throw malformed("invalid formatting syntax: formatting cannot end with a number");
        }
        if (width > WIDEST) {
            throw malformed("a field can't be " + width + " bytes wide; at most " + WIDEST + " are possible");
        }
        return (int) width;
    }

    /** The transformers before a field, the innermost first. */
    private List<Transformer> transformers() {
        List<Transformer> transformers = new ArrayList<>();
        for (Transformer next = transformer(); next != null; next = transformer()) {
            transformers.add(0, next);
            at += next.word().length() + 1;
        }
        return transformers;
    }

    private @Nullable Transformer transformer() {
        for (Transformer transformer : Transformer.values()) {
            boolean known = transformer != Transformer.VAL && (hasTransformerFunctions() || !transformer.isFunction());
            if (known && text.startsWith(transformer.word() + "(", at)) {
                return transformer;
            }
        }
        return null;
    }

    private String leadingName() {
        return text.substring(at, endOfName());
    }

    private int endOfName() {
        int end = at;
        while (end < text.length()
                && (Character.isLetterOrDigit(text.charAt(end)) || "._".indexOf(text.charAt(end)) >= 0)) {
            end++;
        }
        return end;
    }

    private static FieldException malformed(String message) {
        return new FieldException(Reason.TEMPLATE, message);
    }
}
