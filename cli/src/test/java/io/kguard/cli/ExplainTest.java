// SPDX-License-Identifier: Apache-2.0
package io.kguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.event.EventSource;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.field.FieldCatalogue;
import io.kguard.internal.field.FieldDefinition;
import io.kguard.internal.source.EventSources;
import io.kguard.rule.RuleLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExplainTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(DiagnosticCode.class)
    void eachCodeIsExplained(DiagnosticCode code) {
        Program explained = Program.run(folder, "explain", code.name());

        assertThat(explained.status()).isZero();
        assertThat(explained.out()).startsWith(code.name() + "\n").contains(code.description(), "What to do:");
    }

    @Test
    void aFieldIsExplained() {
        assertThat(Program.run(folder, "explain", "%proc.aname[2]").out())
                .startsWith("proc.aname is a text, about the process that the event is of. Events of the\n")
                .contains("It may have an argument: proc.aname[1].", "Condition:  proc.aname contains example");
        assertThat(Program.run(folder, "explain", "ka.verb").out())
                .contains("a request to the API server of", "Output:     %ka.verb");
        assertThat(Program.run(folder, "explain", "evt.is_open_read").out())
                .contains("Only these events have a value of it: creat, open, open_by_handle_at, openat,\n  openat2.");
    }

    /** Each field has its sentences, and the example is a condition that loads. */
    @Test
    void theExampleOfEachFieldLoads() throws IOException {
        StringBuilder rules = new StringBuilder();
        int count = 0;
        for (EventSource source : EventSources.BUILT_IN.all()) {
            for (FieldDefinition field : FieldCatalogue.of(EventSources.BUILT_IN, source, FalcoVersion.CURRENT)
                    .definitions()) {
                if (!field.implemented() || !field.versions().contains(FalcoVersion.CURRENT)) {
                    continue;
                }
                String text = FieldSentences.of(field, List.of(source.toString()));
                assertThat(text.lines().filter(line -> !line.startsWith("Condition: "))) // a line to copy stays whole
                        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
                rules.append("- rule: r")
                        .append(++count)
                        .append("\n  desc: d\n  source: ")
                        .append(source)
                        .append("\n  condition: '")
                        .append(text.replaceAll("(?s).*Condition:  ([^\n]*).*", "$1"))
                        .append("'\n  output: 'o ")
                        .append(text.contains("Output:     ") ? text.replaceAll("(?s).*Output:     ", "") : "")
                        .append("'\n  priority: INFO\n");
            }
        }
        assertThat(count).isGreaterThan(300);
        assertThat(RuleLoader.of(FalcoVersion.CURRENT)
                        .load(List.of(Files.writeString(folder.resolve("rules.yaml"), rules)))
                        .errors())
                .isEmpty();
    }

    @Test
    void aScenarioOfTheProjectIsExplained() {
        Program.run(folder, "new", "scenario", "shell-in-shop");

        assertThat(Program.run(folder, "explain", "shell-in-shop").out()).startsWith("shell-in-shop: ");
    }

    @Test
    void whatThereIsNotHasTheNearestName() {
        Program wrong = Program.run(folder, "explain", "LINT_NEVR_TRUE");

        assertThat(wrong.status()).isEqualTo(64);
        assertThat(wrong.error()).contains("did you mean LINT_NEVER_TRUE?");
        assertThat(Program.run(folder, "explain").status()).isEqualTo(64);
    }
}
