package io.kguard.verify;

import static io.kguard.verify.MarkupText.escape;

import io.kguard.simulation.CheckResult;
import io.kguard.simulation.Verdict;
import java.util.Locale;

/** A suite's result as the JUnit XML that CI servers read: a test case per check, a class per scenario or class of rule tests. */
public final class JUnitXml {
    private JUnitXml() {}

    /** The text of the file. */
    public static String of(SuiteResult result) {
        StringBuilder out = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        int tests = result.checks().size() + (result.problem().isEmpty() ? 0 : 1);
        out.append(String.format(
                Locale.ROOT,
                "<testsuite name=\"kguard\" tests=\"%d\" failures=\"%d\" errors=\"%d\" skipped=\"0\" time=\"%.3f\">%n",
                tests,
                result.failed(),
                result.errors(),
                result.took().toMillis() / 1000.0));
        result.checks().forEach(check -> append(out, check));
        if (!result.problem().isEmpty()) {
            out.append("  <testcase classname=\"kguard\" name=\"the suite runs\" time=\"0\">\n");
            element(out, "error", result.problem());
            out.append("  </testcase>\n");
        }
        return out.append("</testsuite>\n").toString();
    }

    private static void append(StringBuilder out, CheckResult check) {
        out.append(String.format(
                Locale.ROOT,
                "  <testcase classname=\"%s\" name=\"%s\" time=\"%.3f\"",
                escape(className(check)),
                escape(name(check)),
                check.millis() / 1000.0));
        if (check.verdict() instanceof Verdict.Passed) {
            out.append("/>\n");
            return;
        }
        out.append(">\n");
        element(
                out,
                check.verdict() instanceof Verdict.Failed ? "failure" : "error",
                check.verdict().reason());
        out.append("  </testcase>\n");
    }

    private static String className(CheckResult check) {
        int method = check.test().lastIndexOf('.');
        return method < 0 ? "kguard." + check.scenario() : check.test().substring(0, method);
    }

    private static String name(CheckResult check) {
        return check.test().isEmpty()
                ? check.rule() + " " + check.expectation().outcome()
                : check.test().substring(check.test().lastIndexOf('.') + 1);
    }

    private static void element(StringBuilder out, String name, String reason) {
        String first = reason.lines().findFirst().orElse("");
        out.append("    <")
                .append(name)
                .append(" message=\"")
                .append(escape(first))
                .append("\">");
        out.append(escape(reason).replace("&#10;", "\n"));
        out.append("</").append(name).append(">\n");
    }
}
