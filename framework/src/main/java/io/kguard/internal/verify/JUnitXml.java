// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.simulation.CheckResult;
import io.kguard.simulation.Verdict;
import java.io.StringWriter;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** A suite's result as JUnit XML for CI servers: a test case per check, a class per scenario or class of rule tests. */
public final class JUnitXml {
    private final XMLStreamWriter xml;

    private JUnitXml(XMLStreamWriter xml) {
        this.xml = xml;
    }

    public static String of(SuiteResult result) {
        StringWriter out = new StringWriter();
        try {
            // the JDK's implementation, whatever others a project has
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out);
            new JUnitXml(xml).suite(result);
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e); // a string accepts everything
        }
        return out.toString();
    }

    private void suite(SuiteResult result) throws XMLStreamException {
        int tests = result.checks().size() + (result.problem().isEmpty() ? 0 : 1);
        xml.writeStartDocument("UTF-8", "1.0");
        line(0);
        xml.writeStartElement("testsuite");
        attribute("name", "kguard");
        attribute("tests", String.valueOf(tests));
        attribute("failures", String.valueOf(result.failed()));
        attribute("errors", String.valueOf(result.errors()));
        attribute("skipped", String.valueOf(result.known()));
        attribute("time", seconds(result.took().toMillis()));
        for (CheckResult check : result.checks()) {
            check(check);
        }
        if (!result.problem().isEmpty()) {
            line(1);
            xml.writeStartElement("testcase");
            testCase("kguard", "the suite runs", "0");
            reason("error", result.problem());
        }
        line(0);
        xml.writeEndElement();
        line(0);
        xml.writeEndDocument();
    }

    private void check(CheckResult check) throws XMLStreamException {
        boolean passed = check.verdict() instanceof Verdict.Passed;
        line(1);
        if (passed) {
            xml.writeEmptyElement("testcase");
        } else {
            xml.writeStartElement("testcase");
        }
        testCase(className(check), name(check), seconds(check.millis()));
        if (!passed) {
            boolean failed = check.verdict() instanceof Verdict.Failed;
            boolean known = check.verdict() instanceof Verdict.Known;
            reason(
                    failed ? "failure" : known ? "skipped" : "error",
                    check.verdict().reason());
        }
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

    private static String className(CheckResult check) {
        int method = check.test().lastIndexOf('.');
        return method < 0 ? "kguard." + check.scenario() : check.test().substring(0, method);
    }

    private static String name(CheckResult check) {
        return check.test().isEmpty()
                ? check.rule() + " " + check.expectation().outcome()
                : check.test().substring(check.test().lastIndexOf('.') + 1);
    }
}
