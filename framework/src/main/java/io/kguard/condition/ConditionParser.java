package io.kguard.condition;

import static io.kguard.event.FalcoVersion.CURRENT;

import io.kguard.event.FalcoVersion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads conditions as Falco does, with its messages, its positions and its quirks.
 *
 * <p>Source: libs 0.20; what was added since holds for {@link FalcoVersion#CURRENT}. Nesting is bounded, as in
 * Falco since 0.41, but more tightly: what evaluates conditions goes as deep as they do.
 */
public final class ConditionParser {
    /** How deep conditions may nest. */
    public static final int MAX_DEPTH = 200;
    /** How long a condition may be, in characters. */
    public static final int MAX_LENGTH = 16 << 20;

    private static final List<String> ORDER = List.of("<=", "<", ">=", ">");
    private static final List<String> SYMBOLS = List.of("==", "=", "!=");
    private static final List<String> WORDS = List.of(
            "glob", "iglob", "contains", "icontains", "bcontains", "startswith", "bstartswith", "endswith", "regex");
    private static final List<String> LISTS = List.of("intersects", "in", "pmatch");

    private final Scanner in;
    private final FalcoVersion version;
    private final List<Transformer> transformers;
    private int depth;

    private ConditionParser(String text, FalcoVersion version) {
        this.in = new Scanner(text);
        this.version = version;
        this.transformers = Arrays.stream(Transformer.values())
                .filter(t -> t != Transformer.VAL && (version == CURRENT || !t.isCurrentOnly()))
                .toList();
    }

    /** Reads a condition of the current language. */
    public static Condition parse(String text) {
        return parse(text, CURRENT);
    }

    /**
     * Reads a condition.
     *
     * @param text the whole condition, lists already substituted
     * @param version whose language it is in
     * @throws ConditionSyntaxException if it is none
     */
    public static Condition parse(String text, FalcoVersion version) {
        ConditionParser parser = new ConditionParser(text, version);
        if (text.length() > MAX_LENGTH) {
            throw parser.error("a condition of " + text.length() + " characters is longer than " + MAX_LENGTH);
        }
        if (text.isEmpty()) {
            throw parser.error("filter input string is empty");
        }
        Condition condition = parser.or();
        if (!parser.in.atEnd()) {
            throw parser.error("unexpected token after '" + parser.in.last() + "', expecting 'or', 'and'");
        }
        return condition;
    }

    private Condition or() {
        int start = start();
        List<Condition> children = chain("or", this::and);
        return children.size() == 1 ? children.get(0) : new Condition.Or(children, spanFrom(start, children));
    }

    private Condition and() {
        int start = start();
        List<Condition> children = chain("and", this::not);
        return children.size() == 1 ? children.get(0) : new Condition.And(children, spanFrom(start, children));
    }

    private List<Condition> chain(String word, Supplier<Condition> child) {
        List<Condition> children = new ArrayList<>();
        children.add(child.get());
        in.blank();
        while (in.accept(word)) {
            if (in.blank()) {
                children.add(child.get());
            } else if (in.accept("(")) {
                children.add(rest());
            } else {
                throw error("expected blank or '(' after '" + word + "'");
            }
            in.blank();
        }
        return children;
    }

    private Condition not() {
        int start = start();
        boolean negated = false;
        while (in.not()) {
            negated = !negated;
        }
        Condition child;
        if (in.accept("not(")) {
            negated = !negated;
            child = rest();
        } else {
            child = check();
        }
        return negated ? new Condition.Not(child, in.span(start, in.position())) : child;
    }

    private Condition check() {
        int start = start();
        if (in.accept("(")) {
            return rest();
        }
        if (in.fieldName()) {
            return comparison(start, field(start));
        }
        Transformer transformer = transformer();
        if (transformer != null) {
            return comparison(start, call(start, transformer));
        }
        if (in.identifier()) {
            return new Condition.MacroRef(in.last(), in.span(start, in.position()));
        }
        throw error("expected a '(' token, a field check, or an identifier");
    }

    /** What follows an opening parenthesis. */
    private Condition rest() {
        if (++depth > MAX_DEPTH) {
            throw error("exceeded max depth limit of " + MAX_DEPTH);
        }
        Condition condition = or();
        close("expected a ')' token");
        depth--;
        return condition;
    }

    private Operand.FieldRef field(int start) {
        String name = in.last();
        String argument = null;
        if (in.accept("[")) {
            argument = bracket();
        }
        return new Operand.FieldRef(name, argument, in.span(start, in.position()));
    }

    private String bracket() {
        String argument;
        if (in.quoted()) {
            argument = unescape(in.last());
        } else if (in.bareArgument()) {
            argument = in.last();
        } else {
            throw error("expected a valid field argument: a quoted string or a bare string");
        }
        if (!in.accept("]")) {
            throw error("expected a ']' token");
        }
        return argument;
    }

    private @Nullable Transformer transformer() {
        for (Transformer transformer : transformers) {
            if (in.accept(transformer.symbol() + "(")) {
                return transformer;
            }
        }
        return null;
    }

    private Operand.Call call(int start, Transformer transformer) {
        if (++depth > MAX_DEPTH) {
            throw error("exceeded max depth limit of " + MAX_DEPTH);
        }
        List<Operand> arguments = new ArrayList<>();
        arguments.add(argument(transformer));
        in.blank();
        while (version == CURRENT && in.accept(",")) {
            arguments.add(argument(transformer));
            in.blank();
        }
        close("expected a ')' token closing the transformer");
        depth--;
        String selector = transformer == Transformer.GETOPT && in.accept("[") ? bracket() : null;
        return new Operand.Call(transformer, arguments, selector, in.span(start, in.position()));
    }

    private Operand argument(Transformer transformer) {
        int start = start();
        if (in.fieldName()) {
            return field(start);
        }
        Transformer nested = transformer();
        if (nested != null) {
            return call(start, nested);
        }
        if (transformer.isCurrentOnly()) {
            if (in.accept("(")) {
                return list(start);
            }
            if (in.quoted()) {
                return new Operand.Text(unescape(in.last()), true, in.span(start, in.position()));
            }
            if (in.number()) {
                return new Operand.Text(in.last(), false, in.span(start, in.position()));
            }
        }
        throw error("expected a field or a nested valid transformer: " + names(false));
    }

    private Condition comparison(int start, Operand.Expression left) {
        in.blank();
        int at = in.position();
        if (in.accept("exists")) {
            Operand none = new Operand.None(in.span(in.position(), in.position()));
            return new Condition.Check(left, Operator.EXISTS, null, none, in.span(start, in.position()));
        }
        for (String symbol : ORDER) {
            if (in.accept(symbol)) {
                return check(start, left, symbol, null, number());
            }
        }
        for (String symbol : SYMBOLS) {
            if (in.accept(symbol)) {
                return textCheck(start, left, symbol);
            }
        }
        for (String word : WORDS) {
            if (in.followedBySpace(word) && in.accept(word)) {
                return textCheck(start, left, word);
            }
        }
        for (String word : LISTS) {
            if (in.accept(word)) {
                return check(start, left, word, null, listOperand());
            }
        }
        assert in.position() == at;
        throw error("expected a valid check operator: one of "
                + Arrays.stream(Operator.values())
                        .flatMap(o -> o == Operator.EQ ? List.of("==", "=").stream() : List.of(o.symbol()).stream())
                        .map(s -> "'" + s + "'")
                        .collect(Collectors.joining(", ")));
    }

    private Condition textCheck(int start, Operand.Expression left, String symbol) {
        in.blank();
        int at = in.position();
        if (version == CURRENT) {
            for (Modifier modifier : Modifier.values()) {
                if (in.accept(modifier.symbol())) {
                    in.blank();
                    int list = in.position();
                    if (in.accept("(")) {
                        return check(start, left, symbol, modifier, list(list));
                    }
                    in.backTo(at);
                }
            }
        }
        return check(start, left, symbol, null, text());
    }

    private Condition check(
            int start, Operand.Expression left, String symbol, @Nullable Modifier modifier, Operand right) {
        Operator operator = Operator.of(symbol);
        if (operator == null) {
            throw new IllegalStateException("no operator is written " + symbol);
        }
        return new Condition.Check(left, operator, modifier, right, in.span(start, in.position()));
    }

    private Operand number() {
        int start = start();
        Operand right = rightField(start);
        if (right != null) {
            return right;
        }
        if (in.hexNumber() || in.number()) {
            return new Operand.Text(in.last(), false, in.span(start, in.position()));
        }
        throw error("expected a number value or a field with a valid transformer: " + names(true));
    }

    private Operand text() {
        int start = start();
        Operand right = rightField(start);
        if (right != null) {
            return right;
        }
        Operand text = textValue(start);
        if (text != null) {
            return text;
        }
        throw error("expected a string value or a field with a valid transformer: " + names(true));
    }

    private Operand.@Nullable Text textValue(int start) {
        if (in.quoted()) {
            return new Operand.Text(unescape(in.last()), true, in.span(start, in.position()));
        }
        if (in.bareText()) {
            return new Operand.Text(in.last(), false, in.span(start, in.position()));
        }
        return null;
    }

    private Operand listOperand() {
        int start = start();
        if (in.accept("(")) {
            return list(start);
        }
        Operand right = rightField(start);
        if (right != null) {
            return right;
        }
        if (in.identifier()) {
            return new Operand.Text(in.last(), false, in.span(start, in.position()));
        }
        throw error("expected a list, an identifier, or a field with a valid transformer: " + names(true));
    }

    private Operand.TextList list(int start) {
        List<Operand.Text> values = new ArrayList<>();
        Operand.Text value = textValue(start());
        if (value != null) {
            values.add(value);
            in.blank();
            while (in.accept(",")) {
                value = textValue(start());
                if (value == null) {
                    throw error("expected a string value");
                }
                values.add(value);
                in.blank();
            }
        }
        close("expected a ')' token");
        return new Operand.TextList(values, in.span(start, in.position()));
    }

    private @Nullable Operand rightField(int start) {
        if (in.accept("val(")) {
            int inner = start();
            if (!in.fieldName()) {
                throw error("expected a field within 'val' transformer");
            }
            Operand.FieldRef field = field(inner);
            close("expected a ')' token closing the transformer");
            return new Operand.Call(Transformer.VAL, List.of(field), null, in.span(start, in.position()));
        }
        Transformer transformer = transformer();
        return transformer == null ? null : call(start, transformer);
    }

    private void close(String message) {
        in.blank();
        if (!in.accept(")")) {
            throw error(message);
        }
    }

    private String unescape(String quoted) {
        try {
            return Escapes.resolve(quoted, version);
        } catch (IllegalArgumentException e) {
            throw error(String.valueOf(e.getMessage()));
        }
    }

    private String names(boolean withVal) {
        List<String> names = new ArrayList<>();
        if (withVal) {
            names.add("'val'");
        }
        transformers.forEach(t -> names.add("'" + t.symbol() + "'"));
        return String.join(", ", names);
    }

    private int start() {
        in.blank();
        return in.position();
    }

    private Span spanFrom(int start, List<Condition> children) {
        return in.span(
                start, Math.max(start, children.get(children.size() - 1).span().end()));
    }

    private ConditionSyntaxException error(String reason) {
        return new ConditionSyntaxException(reason, in.span(in.position(), in.position()));
    }
}
