// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.upgrade;

import io.kguard.diagnostic.Location;
import io.kguard.diagnostic.Position;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.ConditionException;
import io.kguard.internal.condition.syntax.ConditionParser;
import io.kguard.internal.condition.syntax.ConditionSyntaxException;
import io.kguard.internal.condition.syntax.MacroResolver;
import io.kguard.internal.condition.syntax.Span;
import io.kguard.rule.LoadResult;
import io.kguard.rule.TracedText;
import io.kguard.rule.WrittenItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Drops {@code evt.dir = <} with its {@code and}, where each event that the rule can see is the end of a call. Since Falco 0.42 all are,
 * but for the few without an end, such as {@code procexit}.
 */
final class EndOfCallRewrite implements Fixer.Rewrite {
    /** Stands before a text that continues a condition, so that it can be parsed. */
    private static final String BEGIN = "evt.num exists ";

    private final LoadResult after;
    private final EndsOfCalls ends;

    EndOfCallRewrite(LoadResult after) {
        this.after = after;
        this.ends = new EndsOfCalls(after);
    }

    /** Whether an upgrade makes the check superfluous. */
    static boolean applies(FalcoVersion to) {
        return !to.hasEnterEvents();
    }

    @Override
    public List<Edit> edits(WrittenItem item) {
        TracedText text = item.key("condition").flatMap(key -> key.value()).orElse(null);
        if (item.kind() == Location.Kind.LIST
                || text == null
                || !text.toString().contains("evt.dir")) {
            return List.of();
        }
        boolean continues = text.toString().strip().matches("(?s)(?:and|or)\\b.*");
        String whole = continues ? BEGIN + text.toString() : text.toString();
        Condition condition;
        try {
            condition = resolved(ConditionParser.parse(whole, after.version()));
        } catch (ConditionSyntaxException | ConditionException e) {
            return List.of(); // the loader says what is wrong
        }
        List<Condition.And> found = new ArrayList<>();
        collect(condition, found);
        List<Edit> edits = new ArrayList<>();
        for (Condition.And and : found) {
            if (ends.only(and) || ends.only(item)) {
                new CheckInText(whole, continues ? BEGIN.length() : 0)
                        .edit(and, text, item.fileText())
                        .ifPresent(edits::add);
            }
        }
        return edits;
    }

    private Condition resolved(Condition condition) {
        return new MacroResolver(name -> after.macro(name)
                        .map(macro -> new MacroResolver.Macro(macro.condition(), true))
                        .orElse(null))
                .resolve(condition);
    }

    private static void collect(Condition condition, List<Condition.And> found) {
        if (condition instanceof Condition.And and
                && and.children().stream().anyMatch(EndOfCall::is)
                && !and.children().stream().allMatch(EndOfCall::is)) {
            found.add(and);
        }
        if (!(condition instanceof Condition.MacroUse)) {
            condition.children().forEach(child -> collect(child, found));
        }
    }

    /**
     * Finds a check and an {@code and} next to it in a text.
     *
     * @param text the condition
     * @param own how much of its begin is not the author's
     */
    private record CheckInText(String text, int own) {
        /** The change that drops the first of the checks of a conjunction. */
        Optional<Edit> edit(Condition.And and, TracedText written, String fileText) {
            Span check = and.children().stream()
                    .filter(EndOfCall::is)
                    .findFirst()
                    .orElseThrow()
                    .span();
            int start = check.start();
            int end = check.end();
            while (charBefore(start) == '(' && charAfter(end) == ')') {
                start = text.lastIndexOf('(', start - 1);
                end = text.indexOf(')', end) + 1;
            }
            int first = start;
            int last = end;
            return withAndBefore(start, end, written, fileText)
                    .filter(edit -> !isEndOfLine(first, written))
                    .or(() -> withAndAfter(first, last, written, fileText))
                    .or(() -> withAndBefore(first, last, written, fileText));
        }

        /** Drops {@code and check}, and the white space before it. */
        private Optional<Edit> withAndBefore(int start, int end, TracedText written, String fileText) {
            int and = text.lastIndexOf("and", start - 1);
            int rest = and < 0 ? -1 : skipBack(and);
            boolean apart = rest > own && (rest < and || text.charAt(rest - 1) == ')');
            boolean next = end == text.length() || isBlank(text.charAt(end)) || text.charAt(end) == ')';
            if (!apart || !next || !text.substring(and + 3, start).isBlank()) {
                return Optional.empty();
            }
            Position last = written.positionOf(rest - own - 1);
            return Edit.of(written, and - own, end - own, fileText, "")
                    .filter(edit ->
                            fileText.substring(last.offset() + 1, edit.start()).isBlank())
                    .map(edit -> edit.andAfter(last));
        }

        /** Drops {@code check and}, and the white space after it. */
        private Optional<Edit> withAndAfter(int start, int end, TracedText written, String fileText) {
            int and = skip(end);
            int rest = text.startsWith("and", and) ? skip(and + 3) : -1;
            if (start < own || rest < 0 || rest == text.length() || rest == and + 3 && text.charAt(rest) != '(') {
                return Optional.empty();
            }
            return Edit.of(written, start - own, and + 3 - own, fileText, "")
                    .map(edit -> edit.upTo(written.positionOf(rest - own).offset()))
                    .filter(edit ->
                            fileText.substring(edit.start(), edit.end()).strip().endsWith("and"));
        }

        /** Whether the {@code and} before a check ends a line of the file: it belongs to what is before it. */
        private boolean isEndOfLine(int start, TracedText written) {
            int and = skipBack(start) - own - 1;
            return written.positionOf(and).line()
                    != written.positionOf(start - own).line();
        }

        private char charBefore(int index) {
            int at = skipBack(index);
            return at > own ? text.charAt(at - 1) : ' ';
        }

        private char charAfter(int index) {
            int at = skip(index);
            return at < text.length() ? text.charAt(at) : ' ';
        }

        private int skip(int from) {
            int at = from;
            while (at < text.length() && isBlank(text.charAt(at))) {
                at++;
            }
            return at;
        }

        private int skipBack(int from) {
            int at = from;
            while (at > 0 && isBlank(text.charAt(at - 1))) {
                at--;
            }
            return at;
        }

        private static boolean isBlank(char c) {
            return Character.isWhitespace(c);
        }
    }
}
