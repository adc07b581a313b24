// SPDX-License-Identifier: Apache-2.0
package io.kguard.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.diagnostic.DiagnosticCode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of lint has a section for each code, to which SARIF links. */
class LintReferenceTest {
    private static final String PAGE = "docs/lint.md";

    @Test
    void eachCodeHasASection() {
        List<String> headings = ReferencePage.text(PAGE)
                .lines()
                .filter(line -> line.startsWith("### "))
                .map(line -> line.substring(4))
                .toList();

        assertThat(headings)
                .containsExactlyElementsOf(
                        Stream.of(DiagnosticCode.values()).map(Enum::name).toList());
    }

    @Test
    void eachSectionSaysWhatToDo() {
        ReferencePage page = ReferencePage.read("lint.md");
        for (DiagnosticCode code : DiagnosticCode.values()) {
            assertThat(String.join("\n", page.section(code.name())))
                    .as(code.name())
                    .contains(code.description(), "What to do: ");
        }
    }

    @Test
    void theReferenceLeadsToIt() {
        assertThat(ReferencePage.text("docs/reference.md")).contains("(lint.md)");
    }
}
