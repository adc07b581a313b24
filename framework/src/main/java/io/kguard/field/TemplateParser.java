package io.kguard.field;

import io.kguard.event.FalcoVersion;
import io.kguard.event.ParamType;
import io.kguard.field.FieldException.Reason;
import io.kguard.field.OutputTemplate.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes an output template apart. */
final class TemplateParser {
    private static final int WIDEST = 4096;
    private static final Set<String> UNCONSUMED =
            Set.of("proc.env", "proc.aenv", "proc.aname", "proc.aexe", "proc.aexepath", "proc.acmdline", "proc.apid");

    private final String text;
    private final FieldCatalogue catalogue;
    private final List<Part> parts = new ArrayList<>();
    private int at;

    TemplateParser(String text, FieldCatalogue catalogue) {
        this.text = text;
        this.catalogue = catalogue;
    }

    List<Part> parse() {
        if (text.isEmpty()) {
            throw malformed("empty formatting token");
        }
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
            parts.add(new Part(text.substring(from, to), null, 0, List.of()));
        }
    }

    private void token() {
        if (at == text.length()) {
            throw malformed("invalid formatting syntax: formatting cannot end with a %");
        }
        int start = at;
        int width = width();
        List<Transformer> transformers = transformers();
        FieldCatalogue.Match match = catalogue.match(text, at);
        if (match == null) {
            throw new FieldException(
                    Reason.NONEXISTENT,
                    "invalid formatting token " + text.substring(start),
                    catalogue.nearest(leadingName()));
        }
        Field field = match.field();
        if (field.definition().has(FieldFlag.FILTER_ONLY)) {
            throw new FieldException(
                    Reason.FILTER_ONLY,
                    text.substring(start) + " is filter only and cannot be used as a display field");
        }
        if (match.end() < text.length() && isUnconsumed(field) && transformers.isEmpty()) {
            parts.add(new Part("", ((ResolvedField) field).unnamed(), width, List.of()));
            return;
        }
        at = isUnconsumed(field) && !transformers.isEmpty() ? at : match.end();
        close(field, transformers);
        parts.add(new Part("", field, width, List.copyOf(transformers)));
    }

    /**
     * Falco 0.40 takes fields like {@code proc.env} without an argument for a name of no characters if more text follows:
     * its value is printed and then the name, and the value stands under an empty key.
     */
    private boolean isUnconsumed(Field field) {
        String name = field.definition().name();
        return catalogue.version() == FalcoVersion.V0_40
                && (name.equals("evt.type.is") || field.argument() == null && UNCONSUMED.contains(name));
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
            if (transformer != Transformer.VAL && text.startsWith(transformer.word() + "(", at)) {
                return transformer;
            }
        }
        return null;
    }

    /** Reads the closing parentheses and checks, in turn, that the transformer that each ends can be applied. */
    private void close(Field field, List<Transformer> transformers) {
        ParamType type = field.type();
        boolean list = field.isList();
        for (Transformer transformer : transformers) {
            if (field.definition().has(FieldFlag.NO_TRANSFORMER)) {
                throw new FieldException(
                        Reason.TRANSFORMER, "field '" + field.definition().name() + "' does not support transformers");
            }
            if (!transformer.accepts(type, list)) {
                throw new FieldException(
                        Reason.TRANSFORMER,
                        "can't add field transformer: type '" + type + "' is not supported by '" + transformer.word()
                                + "' transformer applied on " + (list ? "list " : "") + "field '"
                                + field.definition().name() + "'");
            }
            if (at == text.length() || text.charAt(at) != ')') {
                throw malformed("missing closing transformer parenthesis: " + text.substring(at - 1));
            }
            at++;
            list = transformer.resultIsList(list);
            type = transformer.resultType(type);
        }
    }

    private String leadingName() {
        int end = at;
        while (end < text.length()
                && (Character.isLetterOrDigit(text.charAt(end)) || "._".indexOf(text.charAt(end)) >= 0)) {
            end++;
        }
        return text.substring(at, end);
    }

    private static FieldException malformed(String message) {
        return new FieldException(Reason.TEMPLATE, message);
    }
}
