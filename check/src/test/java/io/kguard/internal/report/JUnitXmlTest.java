// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import static io.kguard.golden.Golden.assertGolden;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.verdict.Verdict;
import java.io.StringReader;
import java.nio.file.Path;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** The build unpacks the schema that Surefire publishes. */
class JUnitXmlTest {
    private static final Path SCHEMA = Path.of("target/schemas/surefire-test-report.xsd");

    private static Document parsed(String xml) throws Exception {
        return DocumentBuilderFactory.newDefaultNSInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(xml)));
    }

    private static void validate(Document document) throws Exception {
        SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                .newSchema(SCHEMA.toFile())
                .newValidator()
                .validate(new DOMSource(document));
    }

    /** Removes the two attributes that CI servers read and Surefire does not write. */
    private static Document withoutPlaces(Document document) {
        NodeList cases = document.getElementsByTagName("testcase");
        for (int i = 0; i < cases.getLength(); i++) {
            ((Element) cases.item(i)).removeAttribute("file");
            ((Element) cases.item(i)).removeAttribute("line");
        }
        return document;
    }

    @Test
    void isAsSurefireHasItButForThePlacesOfRules() throws Exception {
        String xml = JUnitXml.of(ExampleRun.mixed());

        validate(withoutPlaces(parsed(xml)));
        validate(parsed(JUnitXml.of(ExampleRun.impossible())));
        assertThatThrownBy(() -> validate(parsed(xml)))
                .isInstanceOf(SAXException.class)
                .hasMessageContaining("'file'");
        assertThatThrownBy(() -> validate(withoutPlaces(parsed(xml.replace("failure", "failing")))))
                .isInstanceOf(SAXException.class);
    }

    @Test
    void isAsCiServersReadIt() throws Exception {
        assertGolden(JUnitXml.of(ExampleRun.mixed()), "report/TEST-kguard.xml");
        assertGolden(JUnitXml.of(ExampleRun.impossible()), "report/TEST-impossible.xml");
    }

    @Test
    void pointsAtTheRule() throws Exception {
        Element check = (Element) parsed(JUnitXml.of(ExampleRun.mixed()))
                .getElementsByTagName("testcase")
                .item(0);

        assertThat(check.getAttribute("classname")).isEqualTo("src.kguard.rules.rules");
        assertThat(check.getAttribute("name")).isEqualTo("Terminal shell in container fires in kubectl-exec-shell");
        assertThat(check.getAttribute("file")).isEqualTo("src/kguard/rules/rules.yaml");
        assertThat(check.getAttribute("line")).isEqualTo("12");
    }

    @Test
    void holdsWhateverARuleOrAContainerSays() throws Exception {
        String reason = "a\tb \u001b[31m \ud800 \ud83d\ude00 ]]> <a href='x'>\r\nsecond \uffff line";
        Element error = (Element) parsed(JUnitXml.of(ExampleRun.one(new Verdict.Errored(reason))))
                .getElementsByTagName("error")
                .item(0);

        assertThat(error.getAttribute("message")).isEqualTo("a b \ufffd[31m \ufffd \ud83d\ude00 ]]> <a href='x'>");
        assertThat(error.getTextContent())
                .startsWith("a\tb \ufffd[31m \ufffd \ud83d\ude00 ]]> <a href='x'>\ufffd\nsecond \ufffd line\n");
    }
}
