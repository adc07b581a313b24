// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import static io.kguard.internal.verify.MarkupText.escape;

import io.kguard.simulation.CheckResult;
import io.kguard.simulation.Verdict;
import java.util.Comparator;
import java.util.List;

/** A suite's result as one self-contained HTML page, without scripts and external fonts or images. */
public final class HtmlReport {
    private static final String STYLE = """
            body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; color: #1d2430; }
            table { border-collapse: collapse; width: 100%; }
            th, td { text-align: left; padding: .4rem .6rem; border-bottom: 1px solid #d9dee7; vertical-align: top; }
            td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
            .word { font-weight: 600; }
            .passed .word { color: #176b3a; } .failed .word { color: #a3271b; } .error .word { color: #8a4b00; }
            pre { background: #f4f6f9; padding: .8rem 1rem; font: 13px/1.4 ui-monospace, monospace; }
            pre { white-space: pre-wrap; overflow-wrap: anywhere; }
            ul.clauses, ul.clauses ul { list-style: none; padding-left: 1.2rem; border-left: 1px solid #d9dee7; }
            li.full > code { background: #ddf3e4; } li.partly > code { background: #fff0cf; } li.none > code { background: #fbdcd8; }
            @media (prefers-color-scheme: dark) {
              body { background: #14181f; color: #e2e6ee; } th, td { border-color: #333b48; } pre { background: #1d232d; }
              li.full > code { background: #1d3f2b; } li.partly > code { background: #4a3b12; } li.none > code { background: #4d211c; }
              .passed .word { color: #6fcf97; } .failed .word { color: #ff8a7a; } .error .word { color: #f2b661; }
            }
            """;

    private HtmlReport() {}

    static String of(SuiteResult result, SuitePlan plan, Robustness robustness, CoverageReport coverage) {
        StringBuilder out =
                new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        out.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>kguard: ");
        out.append(escape(ConsoleReport.total(result)))
                .append("</title>\n<style>\n")
                .append(STYLE);
        out.append("</style>\n</head>\n<body>\n<h1>kguard</h1>\n<p>");
        out.append(escape(ConsoleReport.total(result))).append("</p>\n<p>Falco ");
        out.append(escape(plan.rules().options().version().toString())).append("</p>\n");
        problem(out, result);
        table(out, result.checks());
        out.append(coverage.html());
        out.append(robustness.html());
        missing(out, plan, false, "Not checked, because the rule is not evaluated");
        missing(out, plan, true, "Skipped, because no machine can play the scenario");
        return out.append("</body>\n</html>\n").toString();
    }

    private static void problem(StringBuilder out, SuiteResult result) {
        if (!result.problem().isEmpty()) {
            out.append("<h2>The suite could not run as a whole</h2>\n");
            pre(out, result.problem());
        }
    }

    private static void table(StringBuilder out, List<CheckResult> checks) {
        if (checks.isEmpty()) {
            return;
        }
        out.append("<table>\n<thead><tr><th>Scenario</th><th>Rule</th><th>Expected</th><th>Verdict</th>");
        out.append("<th>Events</th><th>Lost</th><th>Time</th><th>Source</th></tr></thead>\n<tbody>\n");
        checks.stream().sorted(Comparator.comparingInt(HtmlReport::rank)).forEach(check -> row(out, check));
        out.append("</tbody>\n</table>\n");
    }

    private static int rank(CheckResult check) {
        if (check.verdict() instanceof Verdict.Failed) {
            return 0;
        }
        return check.verdict() instanceof Verdict.Errored ? 1 : 2;
    }

    private static void row(StringBuilder out, CheckResult check) {
        String word = check.verdict().word();
        out.append("<tr class=\"").append(word).append("\"><td>").append(escape(check.scenario()));
        if (!check.test().isEmpty()) {
            out.append("<br>").append(escape(check.test()));
        }
        out.append("</td><td>").append(escape(check.rule())).append("</td><td>");
        out.append(check.expectation().outcome())
                .append("</td><td class=\"word\">")
                .append(word);
        out.append("</td><td class=\"number\">").append(check.eventsSeen());
        out.append("</td><td class=\"number\">").append(check.eventsLost());
        out.append("</td><td class=\"number\">").append(check.millis()).append(" ms</td><td>");
        out.append(check.origin()).append("</td></tr>\n");
        String text = String.join("\n", check.notes());
        if (!(check.verdict() instanceof Verdict.Passed)) {
            text = (check.verdict().reason() + "\n" + text).strip();
        }
        if (!text.isEmpty()) {
            out.append("<tr class=\"").append(word).append("\"><td colspan=\"8\">");
            pre(out, text);
            out.append("</td></tr>\n");
        }
    }

    private static void pre(StringBuilder out, String text) {
        out.append("<pre>").append(escape(text).replace("&#10;", "\n")).append("</pre>\n");
    }

    private static void missing(StringBuilder out, SuitePlan plan, boolean skipped, String heading) {
        List<DroppedCheck> checks = plan.dropped().stream()
                .filter(check -> check.skipped() == skipped)
                .toList();
        if (!checks.isEmpty()) {
            out.append("<h2>").append(heading).append("</h2>\n<ul>\n");
            for (DroppedCheck check : checks) {
                String line = check.scenario() + ": " + check.rule() + ": " + check.reason();
                out.append("<li>").append(escape(line)).append("</li>\n");
            }
            out.append("</ul>\n");
        }
    }
}
