// SPDX-License-Identifier: Apache-2.0
package io.kguard.lint;

import io.kguard.diagnostic.Diagnostic;
import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.diagnostic.Location;
import io.kguard.internal.message.Nearest;
import io.kguard.rule.LoadResult;
import io.kguard.rule.RuleDiagnostics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The comments {@code # kguard:ignore CODE: reason} of rule files. Each silences findings of its code on its own line, or on the first
 * line below it that is no comment: where that begins a rule, a macro or a list, in all of it. Without a reason it silences nothing.
 */
final class IgnoredFindings {
    private static final Pattern COMMENT =
            Pattern.compile("#\\s*kguard:ignore\\b[ \\t]*([A-Z_]*)[ \\t]*:?[ \\t]*(.*?)\\s*");

    private static final Set<String> CODES =
            Arrays.stream(DiagnosticCode.values()).map(Enum::name).collect(Collectors.toSet());

    private final Map<String, String> texts;
    private final Map<String, List<Comment>> comments = new TreeMap<>();

    private IgnoredFindings(Map<String, String> texts) {
        this.texts = texts;
    }

    /** A comment, and the line that it is about; both from 1. */
    private record Comment(int line, int column, int about, String code, String reason) {}

    /** What is left of findings, and what comments silence. */
    record Sorted(List<Diagnostic> left, List<LintReport.Ignored> ignored) {}

    /** Sorts findings by the comments of the files that hold rules. */
    static Sorted sort(LoadResult loaded, List<Diagnostic> findings) {
        RuleDiagnostics diagnostics = new RuleDiagnostics(loaded);
        IgnoredFindings files = new IgnoredFindings(diagnostics.texts(loaded.rules()));
        files.texts.forEach((file, text) -> files.comments.put(file, read(text)));
        Set<Comment> used = Collections.newSetFromMap(new IdentityHashMap<>()); // files may have equal ones
        List<Diagnostic> left = new ArrayList<>();
        List<LintReport.Ignored> ignored = new ArrayList<>();
        for (Diagnostic finding : findings) {
            Comment comment = finding.isError() ? null : files.of(finding);
            if (comment == null) {
                left.add(finding);
            } else {
                used.add(comment);
                ignored.add(new LintReport.Ignored(finding, comment.reason));
            }
        }
        files.comments.forEach((file, all) -> all.stream()
                .filter(comment -> !used.contains(comment))
                .forEach(comment -> diagnostics.atLine(
                        file,
                        comment.line,
                        comment.column,
                        DiagnosticCode.LINT_IGNORE,
                        fault(comment),
                        hint(comment))));
        left.addAll(diagnostics.all());
        return new Sorted(left, ignored);
    }

    private static List<Comment> read(String text) {
        List<Comment> comments = new ArrayList<>();
        String[] lines = text.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            Matcher matcher = COMMENT.matcher(lines[i]);
            if (lines[i].contains("kguard:ignore") && matcher.find()) {
                int about = i;
                while (about < lines.length - 1 && lines[about].strip().startsWith("#")) {
                    about++;
                }
                comments.add(new Comment(
                        i + 1, matcher.start() + 1, about + 1, matcher.group(1), rest(lines[i], matcher.end(1))));
            }
        }
        return comments;
    }

    /** What stands behind the code. */
    private static String rest(String line, int from) {
        return line.substring(from).replaceFirst("^\\s*:?", "").strip();
    }

    private @Nullable Comment of(Diagnostic finding) {
        for (Comment comment : comments.getOrDefault(finding.position().file(), List.of())) {
            boolean there = finding.position().line() == comment.about
                    || finding.locations().stream()
                            .filter(location -> isItem(location.kind()))
                            .anyMatch(location -> location.position().line() == comment.about
                                    && location.position()
                                            .file()
                                            .equals(finding.position().file()));
            if (there && comment.code.equals(finding.code().name()) && !comment.reason.isEmpty()) {
                return comment;
            }
        }
        return null;
    }

    private static boolean isItem(Location.Kind kind) {
        return kind == Location.Kind.RULE || kind == Location.Kind.MACRO || kind == Location.Kind.LIST;
    }

    private static String fault(Comment comment) {
        if (!CODES.contains(comment.code)) {
            return comment.code.isEmpty() ? "This comment names no code to ignore" : "There is no code " + comment.code;
        }
        return comment.reason.isEmpty()
                ? "This comment gives no reason, so nothing is ignored"
                : "There is no " + comment.code + " here that could be ignored";
    }

    private static String hint(Comment comment) {
        if (!CODES.contains(comment.code) && !comment.code.isEmpty()) {
            return Nearest.hint(comment.code, CODES);
        }
        return comment.reason.isEmpty() || comment.code.isEmpty()
                ? "write # kguard:ignore LINT_CODE: why it is right here"
                : "remove the comment, or put it above the rule or the line that it is about";
    }
}
