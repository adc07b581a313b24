// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.cost;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.engine.Matching;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.report.JsonSchema;
import io.kguard.internal.verify.PlayOptions;
import io.kguard.internal.verify.RuleOptions;
import io.kguard.internal.verify.ScenarioOptions;
import io.kguard.internal.verify.Verification;
import io.kguard.internal.verify.VerifyOptions;
import io.kguard.requirement.RequiresRoot;
import io.kguard.simulation.SimulatorOptions;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What rules cost, and which rules others hide. */
@RequiresRoot
class CostReportTest {
    private static final String RULES = """
            - rule: Broad
              desc: d
              condition: evt.type in (open, openat, openat2) and fd.name startswith /etc/sha
              output: broad
              priority: INFO
            - rule: Narrow
              desc: d
              condition: evt.type in (open, openat, openat2) and fd.name = /etc/shadow
              output: narrow
              priority: INFO
            - rule: Never
              desc: d
              condition: evt.type = execve and proc.name = no-such-program
              output: never
              priority: INFO
            """;

    private static final String SCENARIOS = """
            scenario: shadow
            title: Reads the password file
            attack: [T1003.008]
            pods: [{metadata: {name: web}, spec: {containers: [{name: web, image: base}]}}]
            steps: [{exec: {pod: web, command: [cat, /etc/shadow], output: "root:"}}]
            fires: [Broad]
            """;

    private static final String WORKLOAD = """
            scenario: work
            title: Work
            benign: workload
            pods: [{metadata: {name: web}, spec: {containers: [{name: web, image: base}]}}]
            steps: [{exec: {pod: web, command: [cat, /etc/hosts]}}]
            """;

    @TempDir
    Path folder;

    private final List<String> lines = new ArrayList<>();

    @Test
    void aRuleThatIsNeverFirstIsHidden() throws IOException {
        run(RULES);
        assertThat(String.join(" ", lines).replaceAll("\\s+", " "))
                .contains(" Hidden: \"Narrow\" matches 1 event, and an earlier rule takes each: Broad; as in shadow ");
        assertThat(lines)
                .noneMatch(line -> line.startsWith("  Hidden: \"Broad\""))
                .noneMatch(line -> line.startsWith("  Hidden: \"Never\""))
                .anyMatch(line -> line.startsWith("Event types that rules need, of "));
        assertThat(Files.readString(folder.resolve("reports/cost.json")))
                .containsPattern(
                        "\"rule\": \"Narrow\", \"evaluations\": [1-9]\\d*, \"matches\": 1, \"share\": 0\\.\\d+,"
                                + " \"taken\": 1, \"takenBy\": \\{\"Broad\": 1\\}, \"scenario\": \"shadow\"")
                .containsPattern("\"type\": \"openat\", \"rules\": 2, \"share\": 0\\.\\d+");
        assertThat(folder.resolve("reports/report.html"))
                .content()
                .contains(">Shadow</h2>", ">Cost</h2>", ">Event types</h2>")
                .contains(">Narrow</a></td><td class=\"num\">1</td><td class=\"text\">all</td>"
                        + "<td class=\"text\"><a href=\"#rule=broad\">Broad</a></td><td class=\"text\">shadow</td>")
                .contains("an earlier rule takes all: Broad, as in shadow");
        String json = Files.readString(folder.resolve("reports/results.json"));
        assertThat(JsonSchema.ofResults().faults(json)).isEmpty();
        assertThat(json).containsPattern("\"matches\": 1, \"takenBy\": \\{\"Broad\": 1\\}, \"scenario\": \"shadow\"");
    }

    @Test
    void theNarrowRuleFirstIsNotHidden() throws IOException {
        String narrow = RULES.substring(RULES.indexOf("- rule: Narrow"), RULES.indexOf("- rule: Never"));
        run(narrow + RULES.replace(narrow, ""));
        assertThat(lines).anyMatch(line -> line.startsWith("  Hidden: \"Broad\" matches 1 event"));
    }

    private void run(String rules) throws IOException {
        VerifyOptions options = new VerifyOptions(
                        new RuleOptions(
                                List.of(Files.writeString(folder.resolve("rules.yaml"), rules)),
                                FalcoVersion.CURRENT,
                                Matching.ALL,
                                false),
                        new ScenarioOptions(
                                List.of(
                                        Files.writeString(folder.resolve("scenario.yaml"), SCENARIOS),
                                        Files.writeString(folder.resolve("workload.yaml"), WORKLOAD)),
                                new URLClassLoader(new URL[0], null)),
                        new PlayOptions(SimulatorOptions.configured(), 2))
                .with(List.of(new CostAnalysis()));
        new Verification(options, null, folder.resolve("reports"), lines::add).run();
    }
}
