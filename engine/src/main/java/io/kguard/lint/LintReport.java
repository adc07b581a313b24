// SPDX-License-Identifier: Apache-2.0
package io.kguard.lint;

import io.kguard.diagnostic.Diagnostic;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * What lint found.
 *
 * @param files the rule files, in the order in which they were loaded
 * @param ruleCount how many rules were loaded
 * @param diagnostics errors and warnings, the errors first
 * @param notes what kguard does not know; never a reason to fail
 * @param ignored warnings that a comment in the file silences, with the reasons
 */
@API(status = API.Status.INTERNAL)
public record LintReport(
        List<String> files,
        int ruleCount,
        List<Diagnostic> diagnostics,
        List<Diagnostic> notes,
        List<Ignored> ignored) {
    private static final String LOAD_FIRST = ": load that file first";
    private static final int MOST_PLACES = 5;

    /**
     * A warning that a comment in the file silences.
     *
     * @param reason why it is right as it is, in the words of the comment
     */
    public record Ignored(Diagnostic finding, String reason) {}

    public LintReport {
        files = List.copyOf(files);
        diagnostics = List.copyOf(diagnostics);
        notes = List.copyOf(notes);
        ignored = List.copyOf(ignored);
    }

    /**
     * The same without what is found in some of the files alone. Errors stay: no rule can be used then.
     *
     * @param base what is found in these
     * @param rules how many rules the others have
     */
    public LintReport beyond(LintReport base, int rules) {
        Set<Diagnostic> known = new HashSet<>(base.diagnostics);
        known.addAll(base.notes);
        base.ignored.forEach(one -> known.add(one.finding()));
        return only(finding -> !known.contains(finding), rules);
    }

    /**
     * The same with the findings in some of the files alone, and all errors.
     *
     * @param meant whether a file is one of them
     * @param rules how many rules they have
     */
    public LintReport in(Predicate<String> meant, int rules) {
        return only(finding -> meant.test(finding.position().file()), rules);
    }

    private LintReport only(Predicate<Diagnostic> meant, int rules) {
        return new LintReport(
                files,
                rules,
                diagnostics.stream()
                        .filter(finding -> finding.isError() || meant.test(finding))
                        .toList(),
                notes.stream().filter(meant).toList(),
                ignored.stream().filter(one -> meant.test(one.finding())).toList());
    }

    /** The number of errors. */
    public long errorCount() {
        return diagnostics.stream().filter(Diagnostic::isError).count();
    }

    /** The number of warnings. */
    public long warningCount() {
        return diagnostics.size() - errorCount();
    }

    /**
     * Whether the build must fail: there are errors, or nothing was checked.
     *
     * @param strict whether warnings also fail the build
     */
    public boolean isFailed(boolean strict) {
        return errorCount() > 0 || ruleCount == 0 || strict && !diagnostics.isEmpty();
    }

    /** All of them for the console, with empty lines between. One that is missing many times because a file was not loaded is told once. */
    public static String render(List<Diagnostic> all) {
        StringBuilder text = new StringBuilder();
        Set<String> told = new HashSet<>();
        for (Diagnostic one : all) {
            String missing = missingFile(one.hint());
            if (missing.isEmpty() || told.add(missing)) {
                List<String> others = all.stream()
                        .filter(other ->
                                !missing.isEmpty() && missingFile(other.hint()).equals(missing))
                        .skip(1) // this one
                        .map(other -> other.position().toString())
                        .toList();
                text.append(text.isEmpty() ? "" : "\n").append(one.render());
                if (!others.isEmpty()) {
                    text.append("  " + others.size() + " more errors, since " + missing + " is missing: "
                            + String.join(", ", others.subList(0, Math.min(MOST_PLACES, others.size())))
                            + (others.size() > MOST_PLACES ? ", ...\n" : "\n"));
                }
            }
        }
        return text.toString();
    }

    /** The file of Falco's that was not loaded before, which is the reason; empty for other reasons. */
    private static String missingFile(@Nullable String hint) {
        return hint != null && hint.endsWith(LOAD_FIRST)
                ? hint.substring(
                        hint.lastIndexOf(' ', hint.length() - LOAD_FIRST.length() - 1) + 1,
                        hint.length() - LOAD_FIRST.length())
                : "";
    }

    /** The report for the console: each diagnostic, then a summary line. */
    public String render() {
        StringBuilder text = new StringBuilder(render(diagnostics));
        text.append(text.isEmpty() ? "" : "\n");
        notes.forEach(note -> text.append(note.render()).append('\n'));
        if (ruleCount == 0 && errorCount() == 0) {
            text.append("No rule was checked: the files hold none that this version of Falco loads.\n");
        }
        if (files.size() > 1) {
            text.append("Files in loading order: ")
                    .append(String.join(", ", files))
                    .append('\n');
        }
        text.append(count(ruleCount, "rule")).append(": ").append(found()).append('\n');
        return text.toString();
    }

    /** How many errors and warnings there are, in words. */
    public String found() {
        return count(errorCount(), "error") + ", " + count(warningCount(), "warning")
                + (notes.isEmpty() ? "" : ", " + count(notes.size(), "note"))
                + (ignored.isEmpty() ? "" : ", " + ignored.size() + " ignored with a reason");
    }

    private static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    /** The report as SARIF 2.1.0, for code hosts and editors. */
    public String toSarif() {
        return LintSarif.of(Stream.concat(diagnostics.stream(), notes.stream()).toList(), ignored);
    }
}
