// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition.syntax;

import static io.kguard.event.FalcoVersion.CURRENT;
import static io.kguard.event.FalcoVersion.V0_44;

import io.kguard.event.FalcoVersion;
import io.kguard.internal.condition.syntax.Condition.Operator;
import io.kguard.internal.condition.syntax.ConditionSyntaxException.Expected;
import io.kguard.internal.condition.syntax.Operand.Modifier;
import io.kguard.internal.field.Transformer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads conditions as Falco does, with its messages, its positions and its quirks.
 *
 * <p>Source: libs 0.20; what was added since is asked of the version. How deep conditions nest is bounded and counted as
 * in Falco 0.45, for older versions too, which know no bound: a level for each rule of the grammar that is
 * inside another, so that parentheses are five.
 */
public final class ConditionParser {
    /** What is wrong where no operator follows a field, in Falco's words. */
    public static final String OPERATOR_EXPECTED = "expected a valid check operator: one of "
            + Arrays.stream(Operator.values())
                    .flatMap(o -> o == Operator.EQ ? Stream.of("==", "=") : Stream.of(o.symbol()))
                    .map(s -> "'" + s + "'")
                    .collect(Collectors.joining(", "));

    /** The maximum nesting depth of grammar rules. */
    public static final int MAX_DEPTH = 1000;
    /**
     * The maximum number of checks in a condition. Each is resolved, typed and compiled, which takes seconds for a
     * hundred thousand. Many values belong in a list, which may be much longer.
     */
    public static final int MAX_CHECKS = 50_000;
    /** The maximum length of a condition, in characters. */
    public static final int MAX_LENGTH = 16 << 20;

    private static final List<String> ORDER = List.of("<=", "<", ">=", ">");
    private static final List<String> SYMBOLS = List.of("==", "=", "!=");
    private static final List<String> WORDS = List.of(
            "glob", "iglob", "contains", "icontains", "bcontains", "startswith", "bstartswith", "endswith", "regex");
    private static final List<String> LISTS = List.of("intersects", "in", "pmatch");

    private final Scanner in;
    private final FalcoVersion version;
    private final OperandParser operands;
    private final int mostChecks;
    private int checks;

    private ConditionParser(String text, FalcoVersion version, int mostChecks) {
        this.mostChecks = mostChecks;
        this.in = new Scanner(text);
        this.version = version;
        this.operands = new OperandParser(in, version);
    }

    /** Parses a condition in the current language. */
    public static Condition parse(String text) {
        return parse(text, CURRENT);
    }

    /**
     * Parses a condition.
     *
     * @param text the whole condition, with lists substituted
     * @param version the version of the language
     * @throws ConditionSyntaxException if it is not valid
     */
    public static Condition parse(String text, FalcoVersion version) {
        return parse(text, version, MAX_CHECKS);
    }

    /**
     * Parses a condition that a program has extended.
     *
     * @param mostChecks the maximum number of checks
     * @throws ConditionSyntaxException if it is not valid
     */
    public static Condition parse(String text, FalcoVersion version, int mostChecks) {
        ConditionParser parser = new ConditionParser(text, version, mostChecks);
        if (text.length() > MAX_LENGTH) {
            throw parser.operands.error("a condition of " + text.length() + " characters is longer than " + MAX_LENGTH);
        }
        if (text.isEmpty()) {
            throw parser.operands.error("filter input string is empty");
        }
        Condition condition = parser.or();
        if (!parser.in.atEnd()) {
            String last = parser.in.last();
            throw parser.operands.error(
                    last.equals("val") ? Expected.CONNECTIVE_AFTER_VAL : Expected.CONNECTIVE,
                    "unexpected token after '" + last + "', expecting 'or', 'and'");
        }
        return condition;
    }

    private Condition or() {
        operands.enter();
        int start = operands.start();
        List<Condition> children = chain("or", this::and);
        operands.leave();
        return children.size() == 1 ? children.get(0) : new Condition.Or(children, spanFrom(start, children));
    }

    private Condition and() {
        operands.enter();
        int start = operands.start();
        List<Condition> children = chain("and", this::not);
        operands.leave();
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
                throw operands.error("expected blank or '(' after '" + word + "'");
            }
            in.blank();
        }
        return children;
    }

    private Condition not() {
        operands.enter();
        int start = operands.start();
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
        operands.leave();
        return negated ? new Condition.Not(child, in.span(start, in.position())) : child;
    }

    private Condition check() {
        operands.enter();
        if (++checks > mostChecks) {
            throw operands.error(
                    "a condition has more than " + MAX_CHECKS + " checks; put values into a list: field in (a, b, c)");
        }
        Condition check = unnested();
        operands.leave();
        return check;
    }

    private Condition unnested() {
        int start = operands.start();
        if (in.accept("(")) {
            return rest();
        }
        if (in.fieldName()) {
            return comparison(start, operands.field(start));
        }
        Transformer transformer = operands.transformer();
        if (transformer != null) {
            return comparison(start, operands.call(start, transformer));
        }
        if (in.identifier()) {
            return new Condition.MacroRef(in.last(), in.span(start, in.position()));
        }
        throw operands.error(Expected.CHECK, "expected a '(' token, a field check, or an identifier");
    }

    /** The rest after an opening parenthesis. */
    private Condition rest() {
        operands.enter();
        Condition condition = or();
        operands.close();
        operands.leave();
        return condition;
    }

    private Condition comparison(int start, Operand.Expression left) {
        operands.enter();
        Condition check = operation(start, left);
        operands.leave();
        return check;
    }

    private Condition operation(int start, Operand.Expression left) {
        in.blank();
        int at = in.position();
        if (in.accept("exists")) {
            Operand none = new Operand.None(in.span(in.position(), in.position()));
            return new Condition.Check(left, Operator.EXISTS, null, none, in.span(start, in.position()));
        }
        for (String symbol : ORDER) {
            if (in.accept(symbol)) {
                return check(start, left, symbol, null, operands.number());
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
                return check(start, left, word, null, operands.listOperand());
            }
        }
        assert in.position() == at;
        throw operands.error(Expected.OPERATOR, OPERATOR_EXPECTED);
    }

    private Condition textCheck(int start, Operand.Expression left, String symbol) {
        boolean apart = in.blank();
        int at = in.position();
        if (version.atLeast(V0_44) && apart) {
            for (Modifier modifier : Modifier.values()) {
                if (in.accept(modifier.symbol()) && in.blank()) {
                    int list = in.position();
                    if (in.accept("(")) {
                        return check(start, left, symbol, modifier, operands.list(list));
                    }
                    if (!in.atKeyword() && in.identifier()) {
                        Operand.Text value = new Operand.Text(in.last(), false, in.span(list, in.position()));
                        return check(start, left, symbol, modifier, new Operand.TextList(List.of(value), value.span()));
                    }
                }
                in.backTo(at);
            }
        }
        return check(start, left, symbol, null, operands.text());
    }

    private Condition check(
            int start, Operand.Expression left, String symbol, @Nullable Modifier modifier, Operand right) {
        Operator operator = Operator.of(symbol);
        if (operator == null) {
            throw new IllegalStateException("no operator is written " + symbol);
        }
        return new Condition.Check(left, operator, modifier, right, in.span(start, in.position()));
    }

    private Span spanFrom(int start, List<Condition> children) {
        return in.span(
                start, Math.max(start, children.get(children.size() - 1).span().end()));
    }
}
