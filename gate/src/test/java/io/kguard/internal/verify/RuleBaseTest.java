// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.event.FalcoVersion;
import io.kguard.internal.option.RuleBase;
import io.kguard.internal.report.OmittedCheck;
import io.kguard.internal.result.RuleFacts;
import io.kguard.requirement.RequiresShared;
import io.kguard.scenario.Expectation;
import io.kguard.simulation.SimulatorOptions;
import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Own rules on Falco's stable ones: the base is loaded first, and only what own rules say or change is judged and counted. */
@Tag("trust")
@RequiresShared
class RuleBaseTest {
    private static final Path STOCK = Path.of("../../shared/conformance/falco-rules/current/falco_rules.yaml");

    /** A rule with a macro of the base, a rule of the base that is changed, and a macro by which two others change. */
    private static final String OWN = """
            - rule: Shell of a web server
              desc: d
              condition: spawned_process and container and proc.name = bash and proc.pname = nginx
              output: shell
              priority: WARNING
            - rule: Terminal shell in container
              condition: and proc.name != fish
              override: {condition: append}
            - macro: user_known_read_sensitive_files_activities
              condition: (proc.name = backup-agent)
              override: {condition: replace}
            """;

    @TempDir
    Path folder;

    private SuitePlan plan(ClassLoader jar, String own) throws IOException {
        Path rules = Files.writeString(folder.resolve("own.yaml"), own);
        return SuitePlan.of(new VerifyOptions(
                        new RuleOptions(List.of(rules), FalcoVersion.CURRENT, null, false),
                        new ScenarioOptions(List.of(), jar),
                        new PlayOptions(SimulatorOptions.configured(), 1))
                .with(new RuleBase(List.of(STOCK))));
    }

    private static Set<String> judged(SuitePlan plan) {
        return plan.checks().values().stream()
                .flatMap(List::stream)
                .map(Expectation::rule)
                .collect(Collectors.toSet());
    }

    @Test
    void onlyWhatOwnFilesWriteOrChangeIsCounted() throws IOException {
        try (URLClassLoader jar = CatalogueJar.in(folder)) {
            SuitePlan plan = plan(jar, OWN);

            assertThat(plan.counted())
                    .extracting(RuleFacts::name)
                    .containsExactlyInAnyOrder(
                            "Shell of a web server",
                            "Terminal shell in container",
                            "Read sensitive file untrusted",
                            "Read sensitive file trusted after startup");
            assertThat(plan.evaluated().own()).hasSize(4);
            assertThat(judged(plan))
                    .containsExactlyInAnyOrder(
                            "Terminal shell in container",
                            "Read sensitive file untrusted",
                            "Read sensitive file trusted after startup");
            assertThat(plan.leftOut())
                    .anyMatch(check -> check.kind() == OmittedCheck.Kind.LEFT_OUT
                            && check.rule().equals("Clear Log Activities")
                            && check.reason().startsWith("kguard.base, as own files leave"));
        }
    }

    @Test
    void anOwnFileThatSaysNothingNewHasNothingToJudge() throws IOException {
        try (URLClassLoader jar = CatalogueJar.in(folder)) {
            SuitePlan plan = plan(jar, "- list: unused_here\n  items: [a]\n");

            assertThat(plan.counted()).isEmpty();
            assertThat(plan.checks()).isEmpty();
        }
    }
}
