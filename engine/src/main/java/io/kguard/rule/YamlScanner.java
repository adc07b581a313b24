// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.rule.ScalarScanner.Chomping;
import io.kguard.rule.ScalarScanner.Style;
import io.kguard.rule.YamlToken.Kind;
import io.kguard.rule.YamlToken.Status;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Splits a YAML text into tokens. */
final class YamlScanner {
    /** How long a key may be, in bytes, if no {@code ?} is before it. */
    private static final int LONGEST_KEY = 1024;

    private final YamlStream in;
    private final Deque<YamlToken> tokens = new ArrayDeque<>();
    private final Deque<Indent> indents = new ArrayDeque<>();
    private final Deque<PossibleKey> keys = new ArrayDeque<>();
    /** Which brackets are open: true for square ones. */
    private final Deque<Boolean> brackets = new ArrayDeque<>();

    private boolean ended;
    private boolean keyIsAllowed = true;
    private boolean scalarIsAllowed = true;
    private boolean isBehindJson;

    /** A block that began at a column. */
    private static final class Indent {
        final int column;
        final @Nullable YamlToken start;
        Status status = Status.VALID;

        Indent(int column, @Nullable YamlToken start) {
            this.column = column;
            this.start = start;
        }

        boolean is(Kind type) {
            return start != null && start.type == type;
        }
    }

    /** What is a key if a colon follows. */
    private record PossibleKey(YamlToken token, @Nullable Indent indent, int level, int line, int bytes) {
        void settle(Status status) {
            token.status = status;
            if (indent != null) {
                indent.status = status;
                if (indent.start != null) {
                    indent.start.status = status;
                }
            }
        }
    }

    YamlScanner(String text) {
        in = new YamlStream(text);
        indents.push(new Indent(-1, null));
    }

    /** The next token; null at the end. */
    @Nullable
    YamlToken peek() {
        while (true) {
            YamlToken first = tokens.peekFirst();
            if (first != null && first.status == Status.INVALID) {
                tokens.removeFirst();
            } else if (ended || first != null && first.status == Status.VALID) {
                return first; // at the end also what only may be a key
            } else {
                scan();
            }
        }
    }

    /** Whether the next token is of a type. */
    boolean isNext(Kind type) {
        YamlToken token = peek();
        return token != null && token.type == type;
    }

    void skip() {
        if (peek() != null) {
            tokens.removeFirst();
        }
    }

    /** Where reading stands. */
    int offset() {
        return in.offset();
    }

    private void scan() {
        skipToToken();
        popIndents();
        if (!in.hasMore()) {
            end();
        } else if (in.column() == 0 && in.peek() == '%') {
            directive();
        } else if (in.column() == 0 && in.isDocumentMark('-')) {
            documentMark(Kind.DOC_START);
        } else if (in.column() == 0 && in.isDocumentMark('.')) {
            documentMark(Kind.DOC_END);
        } else {
            sign();
        }
    }

    private void sign() {
        char c = in.peek();
        switch (c) {
            case '[', '{' -> bracketOpens();
            case ']', '}' -> bracketCloses();
            case ',' -> comma();
            default -> {
                if (c == '-' && in.isSpaceAhead(1)) {
                    dash();
                } else if (c == '?' && YamlStream.isBlankOrBreak(in.peek(1))) {
                    questionMark();
                } else if (isColon()) {
                    colon();
                } else if (c == '*' || c == '&') {
                    anchor();
                } else if (c == '!') {
                    mayBeKey();
                    keyIsAllowed = false;
                    isBehindJson = false;
                    tokens.addLast(YamlTags.read(in));
                } else {
                    scalar(c);
                }
            }
        }
    }

    private boolean isColon() {
        if (in.peek() != ':') {
            return false;
        } else if (isInBlock()) {
            return in.isSpaceAhead(1);
        }
        char next = in.peek(1);
        return isBehindJson || YamlStream.isBlankOrBreak(next) || ",]}".indexOf(next) >= 0;
    }

    private void scalar(char c) {
        if (isInBlock() && (c == '|' || c == '>')) {
            block();
        } else if (!scalarIsAllowed) {
            throw new YamlException(in.offset(), "unexpected scalar");
        } else if (c == '\'' || c == '"') {
            quoted(c);
        } else if (isPlain(c)) {
            plain();
        } else {
            throw new YamlException(in.offset(), "unknown token");
        }
    }

    private boolean isPlain(char c) {
        if (YamlStream.isBlankOrBreak(c) || ",[]{}#&*!|>'\"%@`".indexOf(c) >= 0) {
            return false;
        }
        char next = in.peek(1);
        if (isInBlock()) {
            return "-?:".indexOf(c) < 0 || !in.isSpaceAhead(1);
        }
        return c != '?' && ("-:".indexOf(c) < 0 || !YamlStream.isBlank(next) && next != YamlStream.END);
    }

    private void skipToToken() {
        while (true) {
            while (in.isBlank()) {
                if (isInBlock() && in.peek() == '\t') {
                    keyIsAllowed = false;
                }
                in.next();
            }
            if (in.peek() == '#') {
                in.skipComment();
            }
            if (!in.isBreak()) {
                return;
            }
            in.skipBreak();
            dropKey();
            scalarIsAllowed = true;
            if (isInBlock()) {
                keyIsAllowed = true;
            }
        }
    }

    private void end() {
        in.resetColumn();
        popAllIndents();
        keys.clear();
        keyIsAllowed = false;
        scalarIsAllowed = false;
        ended = true;
    }

    private void directive() {
        startDocument();
        int start = in.offset();
        in.next();
        String name = word();
        List<String> parameters = new ArrayList<>();
        while (true) {
            while (in.isBlank()) {
                in.next();
            }
            if (!in.hasMore() || in.isBreak() || in.peek() == '#') {
                break;
            }
            parameters.add(word());
        }
        tokens.addLast(YamlToken.directive(start, name, parameters));
    }

    private String word() {
        StringBuilder word = new StringBuilder();
        while (in.hasMore() && !YamlStream.isBlankOrBreak(in.peek())) {
            word.append(in.next());
        }
        return word.toString();
    }

    private void documentMark(Kind type) {
        startDocument();
        add(type, 3);
    }

    private void startDocument() {
        popAllIndents();
        keys.clear();
        keyIsAllowed = false;
        isBehindJson = false;
    }

    private YamlToken add(Kind type, int length) {
        YamlToken token = YamlToken.of(type, in.offset());
        in.skip(length);
        tokens.addLast(token);
        return token;
    }

    private void bracketOpens() {
        mayBeKey();
        keyIsAllowed = true;
        isBehindJson = false;
        boolean square = in.peek() == '[';
        brackets.push(square);
        add(square ? Kind.FLOW_SEQ_START : Kind.FLOW_MAP_START, 1);
    }

    private void bracketCloses() {
        if (isInBlock()) {
            throw new YamlException(in.offset(), "illegal flow end");
        }
        endEntry();
        keyIsAllowed = false;
        isBehindJson = true;
        boolean square = in.peek() == ']';
        if (brackets.peek() != square) {
            throw new YamlException(in.offset(), "illegal flow end");
        }
        brackets.pop();
        add(square ? Kind.FLOW_SEQ_END : Kind.FLOW_MAP_END, 1);
    }

    private void comma() {
        if (in.column() == 0) {
            throw new YamlException(in.offset(), "plain value cannot start with flow indicator character");
        } else if (!scalarIsAllowed) {
            throw new YamlException(in.offset(), "unexpected scalar");
        }
        endEntry();
        keyIsAllowed = true;
        isBehindJson = false;
        add(Kind.FLOW_ENTRY, 1);
    }

    /** Before a comma or a closing bracket: a key alone has no value. */
    private void endEntry() {
        if (isInBlock()) {
            return;
        } else if (Boolean.TRUE.equals(brackets.peek())) {
            dropKey();
        } else if (confirmKey()) {
            tokens.addLast(YamlToken.of(Kind.VALUE, in.offset()));
        }
    }

    private void dash() {
        if (!isInBlock() || !keyIsAllowed) {
            throw new YamlException(in.offset(), "illegal block entry");
        }
        pushIndent(Kind.BLOCK_SEQ_START);
        keyIsAllowed = true;
        isBehindJson = false;
        add(Kind.BLOCK_ENTRY, 1);
    }

    private void questionMark() {
        if (isInBlock()) {
            if (!keyIsAllowed) {
                throw new YamlException(in.offset(), "illegal map key");
            }
            pushIndent(Kind.BLOCK_MAP_START);
        }
        keyIsAllowed = isInBlock();
        add(Kind.KEY, 1);
    }

    private void colon() {
        boolean isBehindKey = confirmKey();
        isBehindJson = false;
        if (!isBehindKey && isInBlock()) {
            if (!keyIsAllowed) {
                throw new YamlException(in.offset(), "illegal map value");
            }
            pushIndent(Kind.BLOCK_MAP_START);
        }
        keyIsAllowed = !isBehindKey && isInBlock();
        scalarIsAllowed = true;
        add(Kind.VALUE, 1);
    }

    private void anchor() {
        mayBeKey();
        keyIsAllowed = false;
        isBehindJson = false;
        int start = in.offset();
        boolean alias = in.next() == '*';
        StringBuilder name = new StringBuilder();
        while (in.hasMore() && !YamlStream.isBlankOrBreak(in.peek()) && "[]{},".indexOf(in.peek()) < 0) {
            name.append(in.next());
        }
        String kind = alias ? "alias" : "anchor";
        if (name.isEmpty()) {
            throw new YamlException(in.offset(), kind + " not found after " + (alias ? '*' : '&'));
        } else if (in.hasMore() && !YamlStream.isBlankOrBreak(in.peek()) && ",]}".indexOf(in.peek()) < 0) {
            throw new YamlException(in.offset(), "illegal character found while scanning " + kind);
        }
        tokens.addLast(YamlToken.named(alias ? Kind.ALIAS : Kind.ANCHOR, start, name.toString()));
    }

    private void plain() {
        int least = isInBlock() ? indents.element().column + 1 : 0;
        mayBeKey();
        Style style = isInBlock() ? Style.PLAIN : Style.PLAIN_IN_FLOW;
        ScalarScanner scalar = new ScalarScanner(in, style, Chomping.STRIP, least, false);
        tokens.addLast(YamlToken.scalar(Kind.PLAIN_SCALAR, scalar.scan(in.offset())));
        keyIsAllowed = scalar.endedByIndent();
        isBehindJson = false;
    }

    private void quoted(char quote) {
        mayBeKey();
        int start = in.offset();
        in.next();
        Style style = quote == '"' ? Style.DOUBLE_QUOTED : Style.SINGLE_QUOTED;
        ScalarScanner scalar = new ScalarScanner(in, style, Chomping.CLIP, 0, false);
        tokens.addLast(YamlToken.scalar(Kind.QUOTED_SCALAR, scalar.scan(start)));
        keyIsAllowed = false;
        scalarIsAllowed = !isInBlock();
        isBehindJson = true;
    }

    private void block() {
        int start = in.offset();
        Style style = in.next() == '|' ? Style.LITERAL : Style.FOLDED;
        Chomping chomping = Chomping.CLIP;
        int indent = 0;
        boolean hasChomping = false;
        while (!hasChomping && "+-".indexOf(in.peek()) >= 0 || indent == 0 && isDigit(in.peek())) {
            char c = in.next();
            if (isDigit(c)) {
                indent = c - '0';
                if (indent == 0) {
                    throw new YamlException(in.offset(), "cannot set zero indentation for a block scalar");
                }
            } else {
                hasChomping = true;
                chomping = c == '+' ? Chomping.KEEP : Chomping.STRIP;
            }
        }
        while (in.isBlank()) {
            in.next();
        }
        if (in.peek() == '#') {
            in.skipComment();
        }
        if (in.hasMore() && !in.isBreak()) {
            throw new YamlException(in.offset(), "unexpected character in block scalar");
        }
        int least = Math.max(indent, 1) + Math.max(0, indents.element().column);
        ScalarScanner scalar = new ScalarScanner(in, style, chomping, least, indent == 0);
        tokens.addLast(YamlToken.scalar(Kind.QUOTED_SCALAR, scalar.scan(start)));
        keyIsAllowed = true;
        isBehindJson = false;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private boolean isInBlock() {
        return brackets.isEmpty();
    }

    /** Begins a block at this column, unless one has begun here. */
    private @Nullable Indent pushIndent(Kind type) {
        Indent last = indents.element();
        int column = in.column();
        boolean sequenceInMapping = type == Kind.BLOCK_SEQ_START && last.is(Kind.BLOCK_MAP_START);
        if (!isInBlock() || column < last.column || column == last.column && !sequenceInMapping) {
            return null;
        }
        Indent indent = new Indent(column, add(type, 0));
        indents.push(indent);
        return indent;
    }

    /** Ends the blocks that a line ends by being indented less. */
    private void popIndents() {
        if (!isInBlock()) {
            return;
        }
        boolean isDash = in.peek() == '-' && in.isSpaceAhead(1);
        while (!indents.isEmpty()) {
            Indent indent = indents.element();
            if (indent.column < in.column()
                    || indent.column == in.column() && (isDash || !indent.is(Kind.BLOCK_SEQ_START))) {
                break;
            }
            popIndent();
        }
        while (!indents.isEmpty() && indents.element().status == Status.INVALID) {
            popIndent();
        }
    }

    private void popAllIndents() {
        while (isInBlock() && !indents.isEmpty() && indents.element().start != null) {
            popIndent();
        }
    }

    private void popIndent() {
        Indent indent = indents.pop();
        if (indent.status != Status.VALID) {
            dropKey();
        } else if (indent.is(Kind.BLOCK_SEQ_START)) {
            add(Kind.BLOCK_SEQ_END, 0);
        } else if (indent.is(Kind.BLOCK_MAP_START)) {
            add(Kind.BLOCK_MAP_END, 0);
        }
    }

    /** What begins here is a key if a colon follows. */
    private void mayBeKey() {
        PossibleKey last = keys.peek();
        if (!keyIsAllowed || last != null && last.level == brackets.size()) {
            return;
        }
        Indent indent = pushIndent(Kind.BLOCK_MAP_START);
        PossibleKey key = new PossibleKey(add(Kind.KEY, 0), indent, brackets.size(), in.line(), in.bytes());
        key.settle(Status.UNKNOWN);
        keys.push(key);
    }

    private void dropKey() {
        PossibleKey key = keys.peek();
        if (key != null && key.level == brackets.size()) {
            keys.pop().settle(Status.INVALID);
        }
    }

    /** Before a colon: whether what is before it, in the same line, is a key. */
    private boolean confirmKey() {
        PossibleKey key = keys.peek();
        if (key == null || key.level != brackets.size()) {
            return false;
        }
        keys.pop();
        boolean valid = key.line == in.line() && in.bytes() - key.bytes <= LONGEST_KEY;
        key.settle(valid ? Status.VALID : Status.INVALID);
        return valid;
    }
}
