// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.engine.Matching;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.tool.catalogue.ScenarioFilter;
import io.kguard.internal.tool.catalogue.ScenarioList;
import io.kguard.internal.tool.cost.CostAnalysis;
import io.kguard.internal.tool.mutation.MutationAnalysis;
import io.kguard.internal.tool.noise.NoiseAnalysis;
import io.kguard.scenario.ScenarioCatalogue;
import io.kguard.simulation.SimulatorOptions;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of the console fit a terminal, also with rules whose names are longer than it is wide. */
class ConsoleWidthTest {
    private static final String NAME =
            "A program that nobody expects there opened the key of service %d, which only its own"
                    + " server reads when it starts";
    private static final String RULE = """
            - rule: %2$s
              desc: d
              condition: evt.type in (open, openat, openat2) and fd.name startswith /srv/app%1$d/ and proc.name != nginx
              output: Key read (file=%%fd.name)
              priority: WARNING
            """;
    private static final String SCENARIO = """
            scenario: somebody-reads-the-key-of-the-service-with-number-%1$d
            title: A shell in the container of the service reads its key and sends it away to an address that nobody knows
            attack: [T1552.004]
            events: read-%1$d.events.yaml
            fires: [{rule: "%2$s"}]
            twin:
              scenario: the-service-with-number-%1$d-reads-its-own-key-at-its-start
              title: The server of the service reads its own key
              events: used-%1$d.events.yaml
            """;
    private static final String EVENTS = """
            containers:
              - {name: app, image: "registry.example/app:1.4", pod: app-0, namespace: shop}
            processes:
              - {name: server, path: /usr/sbin/%3$s, container: app}
            actions:
              - server: {reads: /srv/app%1$d/tls.%2$s}
            """;

    @TempDir
    Path folder;

    private Path rules;
    private Path scenarios;

    @BeforeEach
    void write() throws IOException {
        StringBuilder text = new StringBuilder();
        scenarios = Files.createDirectories(folder.resolve("s"));
        for (int i = 0; i < 3; i++) {
            text.append(RULE.formatted(i, NAME.formatted(i)));
            Files.writeString(scenarios.resolve("read-" + i + ".yaml"), SCENARIO.formatted(i, NAME.formatted(i)));
            Files.writeString(
                    scenarios.resolve("read-" + i + ".events.yaml"),
                    EVENTS.formatted(i == 2 ? 9 : i, "key", "cat")); // nothing fires the last one
            Files.writeString(scenarios.resolve("used-" + i + ".events.yaml"), EVENTS.formatted(i, "key", "nginx"));
        }
        rules = Files.writeString(folder.resolve("rules.yaml"), text);
    }

    @Test
    void whatVerifyMeasuresFits() throws IOException {
        List<String> lines = new ArrayList<>();
        VerifyOptions options = new VerifyOptions(
                        new RuleOptions(List.of(rules), FalcoVersion.CURRENT, Matching.ALL, false),
                        new ScenarioOptions(List.of(scenarios), new URLClassLoader(new URL[0], null)),
                        new PlayOptions(SimulatorOptions.configured(), 2))
                .with(List.of(new NoiseAnalysis(), new CostAnalysis(), new MutationAnalysis()));
        new Verification(options, null, folder.resolve("reports"), lines::add).run();

        List<String> shown = lines.stream().flatMap(String::lines).toList();
        assertThat(String.join("\n", shown))
                .contains("evaluations", "changes of 2 rules", "6 checks: 5 passed", "Noise: ", "nothing shows");
        assertThat(shown)
                .filteredOn(line -> line.length() > 80 && line.strip().contains(" "))
                // the reason of a check, which stands in other reports, too
                .filteredOn(line -> !line.matches("Rule \".*|  \\d+ of \\d+ events? reached it; .*"))
                .isEmpty();
        for (int i = 0; i < 3; i++) {
            assertThat(String.join(" ", shown).replaceAll(" +", " "))
                    .as("no name is cut")
                    .contains(NAME.formatted(i));
        }
    }

    @Test
    void theListOfScenariosFits() {
        String list = ScenarioList.of(
                ScenarioCatalogue.load(new URLClassLoader(new URL[0], null), List.of(scenarios)),
                new ScenarioFilter(null, null, null));

        assertThat(list).contains("3 attacks, 3 with a twin.");
        assertThat(list.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    }
}
