// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import io.kguard.internal.message.Wording;
import io.kguard.verdict.CheckResult;
import java.io.StringWriter;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * A run as JUnit XML for CI servers: a test case per check, a class per rule file, one more for its checks of derived
 * scenarios, or class of rule tests. It has the
 * form of Surefire's reports, and two more attributes that CI servers read: the {@code file} and {@code line} of the rule.
 */
public final class JUnitXml {
    private static final String NO_FILE = "kguard";

    private final XMLStreamWriter xml;

    private JUnitXml(XMLStreamWriter xml) {
        this.xml = xml;
    }

    /** The XML of a run. */
    public static String of(Run run) {
        StringWriter out = new StringWriter();
        try {
            // the JDK's implementation, whatever others a project has
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out);
            new JUnitXml(xml).suite(run);
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e); // a string accepts everything
        }
        return out.toString();
    }

    private void suite(Run run) throws XMLStreamException {
        int tests = run.checks().size()
                + run.unloaded().size()
                + run.unset().size()
                + (run.problem().isEmpty() ? 0 : 1)
                + incomplete(run)
                + (run.missed().isEmpty() ? 0 : 1);
        xml.writeStartDocument("UTF-8", "1.0");
        line(0);
        xml.writeStartElement("testsuite");
        attribute("name", "kguard");
        attribute("tests", String.valueOf(tests));
        attribute("failures", String.valueOf(run.failed() + (run.missed().isEmpty() ? 0 : 1)));
        attribute("errors", String.valueOf(run.errors() + incomplete(run)));
        attribute(
                "skipped",
                String.valueOf(run.known().size()
                        + run.notRun()
                        + run.unloaded().size()
                        + run.unset().size()));
        attribute("time", seconds(run.took().toMillis()));
        attribute("timestamp", run.environment().date().toString());
        for (CheckEntry check : run.checks()) {
            check(check);
        }
        for (RuleEntry rule : run.unloaded()) {
            startCase(className(rule.place()), "the rule \"" + rule.name() + "\" is tested");
            place(rule.place());
            reason(
                    "skipped",
                    "It is not loaded, which " + Wording.option("allowUnloaded") + " allows: " + rule.unevaluated());
        }
        for (OmittedCheck check : run.unset()) {
            startCase("needs your settings", check.name());
            reason("skipped", "It needs your settings: " + check.reason() + "\n" + String.join("", check.overrides()));
        }
        if (!run.problem().isEmpty()) {
            startCase(NO_FILE, "the suite runs");
            reason("error", run.problem());
        }
        if (incomplete(run) > 0) {
            startCase(NO_FILE, "every check is run");
            reason("error", run.notRun() + (run.notRun() == 1 ? " check was" : " checks were") + " not run.");
        }
        if (!run.missed().isEmpty()) {
            startCase(NO_FILE, "the thresholds are met");
            reason("failure", run.missed());
        }
        line(0);
        xml.writeEndElement();
        line(0);
        xml.writeEndDocument();
    }

    /** A server that reads nothing but skipped tests would show green: so what was not run is one error of the whole, too. */
    private static int incomplete(Run run) {
        return run.notRun() == 0 ? 0 : 1;
    }

    private void check(CheckEntry check) throws XMLStreamException {
        line(1);
        if (check.passed()) {
            xml.writeEmptyElement("testcase");
        } else {
            xml.writeStartElement("testcase");
        }
        testCase(className(check), name(check), seconds(check.result().millis()));
        SourcePlace place = check.place().orElse(null);
        if (place != null) {
            place(place);
        }
        if (!check.passed()) {
            String where = place == null ? "" : "\nThe rule is at " + place + ".";
            String element = check.failed() ? "failure" : check.known() || check.notRun() ? "skipped" : "error";
            reason(element, (check.notRun() ? "Not run: " : "") + check.reason() + where);
        }
    }

    /** Begins the test case of what no check is. */
    private void startCase(String className, String name) throws XMLStreamException {
        line(1);
        xml.writeStartElement("testcase");
        testCase(className, name, "0");
    }

    private void place(SourcePlace place) throws XMLStreamException {
        attribute("file", place.file());
        attribute("line", String.valueOf(place.line()));
    }

    private void testCase(String className, String name, String time) throws XMLStreamException {
        attribute("classname", className);
        attribute("name", name);
        attribute("time", time);
    }

    /** Writes why a test case did not pass, and ends it. */
    private void reason(String element, String reason) throws XMLStreamException {
        line(2);
        xml.writeStartElement(element);
        attribute("message", reason.lines().findFirst().orElse(""));
        xml.writeCharacters(MarkupText.legal(reason));
        xml.writeEndElement();
        line(1);
        xml.writeEndElement();
    }

    /** Writes an attribute on one line, because XML readers turn its line ends and tabs into spaces. */
    private void attribute(String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, MarkupText.legal(value).replace('\n', ' ').replace('\t', ' '));
    }

    private void line(int depth) throws XMLStreamException {
        xml.writeCharacters("\n" + "  ".repeat(depth));
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.3f", millis / 1000.0);
    }

    /** The class of a rule test, or else the rule's file with dots, which CI servers show as packages. */
    private static String className(CheckEntry check) {
        CheckResult result = check.result();
        int method = method(result.test());
        if (method >= 0) {
            return result.test().substring(0, method);
        }
        String name = check.place().map(JUnitXml::className).orElse(NO_FILE);
        return check.derived() ? name + " (derived)" : name;
    }

    private static String className(SourcePlace place) {
        return place.file().replaceFirst("\\.ya?ml$", "").replaceFirst("^/", "").replace('/', '.');
    }

    private static String name(CheckEntry check) {
        String test = check.result().test();
        return test.isEmpty() ? check.name() : test.substring(method(test) + 1);
    }

    /** The dot before the method of a rule test; behind a space its values follow. */
    private static int method(String test) {
        int values = test.indexOf(' ');
        return test.lastIndexOf('.', values < 0 ? test.length() : values);
    }
}
