// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.Matching;
import io.kguard.engine.RuleSet;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.cluster.AuditPolicyFile;
import io.kguard.requirement.RequiresRoot;
import io.kguard.rule.RuleLoader;
import io.kguard.scenario.Expectation;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioReader;
import io.kguard.verdict.Detections;
import io.kguard.verdict.Judge;
import io.kguard.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rule sees of a cluster what its audit policy logs, and no more. */
@RequiresRoot
@Tag("trust")
class AuditPolicyTest {
    private static final String RULES = """
            - rule: Config map made
              desc: Somebody makes a config map
              condition: jevt.value[/stage] = ResponseComplete and ka.verb = create and ka.target.resource = configmaps
              output: Config map made (name=%ka.target.name)
              priority: NOTICE
              source: k8s_audit
            - rule: Config map with a password
              desc: Somebody makes a config map with a password
              condition: ka.verb = create and ka.target.resource = configmaps and ka.req.configmap.obj contains password
              output: Config map with a password (name=%ka.target.name)
              priority: NOTICE
              source: k8s_audit
            """;
    private static final String SCENARIO = """
            scenario: password
            title: A password is put into a config map
            attack: [T1552.007]
            cluster: {}
            pods: []
            steps:
              - kubectl: {args: [create, configmap, login, --from-literal=password=hunter2], output: created}
            fires: [Config map made]
            """;

    @TempDir
    Path folder;

    @Test
    void withoutAPolicyEverythingIsLogged() throws IOException {
        Detections detections = play(SimulatorOptions.configured());
        assertThat(detections.unlogged()).isEmpty();
        assertThat(Judge.judge(detections, Expectation.fires("Config map made")))
                .isInstanceOf(Verdict.Passed.class);
        assertThat(Judge.judge(detections, Expectation.fires("Config map with a password")))
                .isInstanceOf(Verdict.Passed.class);
    }

    @Test
    void atTheLevelOfMetadataARuleOnWhatWasSentIsBlind() throws IOException {
        Detections detections = play(policy("  - level: Metadata\n"));
        assertThat(Judge.judge(detections, Expectation.fires("Config map made")))
                .isInstanceOf(Verdict.Passed.class);
        assertThat(failure(detections, "Config map with a password"))
                .contains("The audit policy keeps this from the rule:\n")
                .contains("policy.yaml:5, level Metadata: logged without the object that was sent: create configmaps");
    }

    /** The stage at which a request arrives has nothing of what was sent, and nobody has decided about it. */
    @Test
    void eachStageIsAnEventUnlessThePolicyOmitsIt() throws IOException {
        assertThat(play(policy("  - level: Request\n")).alertsOf("Config map with a password"))
                .hasSize(1);
        assertThat(play(policy("  - {level: Request, omitStages: [ResponseComplete]}\n"))
                        .alerts())
                .isEmpty();
    }

    @Test
    void whatIsNotLoggedIsMissedAndNoSilenceIsProven() throws IOException {
        for (String rules : new String[] {"  - {level: None}\n", "  - {level: Request, users: [jane]}\n"}) {
            Detections detections = play(policy(rules));
            assertThat(detections.doubts()).isEmpty();
            assertThat(failure(detections, "Config map made"))
                    .contains("The audit policy keeps this from the rule:\n")
                    .contains("not logged: ")
                    .contains("create configmaps");
            assertThat(Judge.judge(detections, Expectation.silent("Config map made")))
                    .isInstanceOfSatisfying(
                            Verdict.Errored.class,
                            errored -> assertThat(errored.toString()).contains("The audit policy keeps this"));
        }
    }

    /** What was not logged is not on the tape either. */
    @Test
    void noSilenceIsProvenOfATape() throws IOException {
        RuleSet rules = rules();
        try (Simulator simulator = Simulator.open(policy("  - {level: None}\n"))) {
            Detections judged = simulator.tape(scenario(), rules).judge(rules);
            assertThat(Judge.judge(judged, Expectation.silent("Config map made")))
                    .isInstanceOfSatisfying(
                            Verdict.Errored.class,
                            errored -> assertThat(errored.toString()).contains("The audit policy keeps this"));
        }
    }

    private static String failure(Detections detections, String rule) {
        Verdict verdict = Judge.judge(detections, Expectation.fires(rule));
        assertThat(verdict).isInstanceOf(Verdict.Failed.class);
        return verdict.toString();
    }

    private SimulatorOptions policy(String rules) throws IOException {
        Path file = folder.resolve("policy.yaml");
        Files.writeString(file, """
                # the policy of a cluster
                apiVersion: audit.k8s.io/v1
                kind: Policy
                rules:
                """ + rules);
        return SimulatorOptions.configured().withAuditPolicy(AuditPolicyFile.read(file));
    }

    private static Detections play(SimulatorOptions options) {
        try (Simulator simulator = Simulator.open(options)) {
            return simulator.run(scenario(), rules());
        }
    }

    private static Scenario scenario() {
        return ScenarioReader.read("password.yaml", SCENARIO).get(0);
    }

    private static RuleSet rules() {
        return RuleSet.compile(
                RuleLoader.of(FalcoVersion.CURRENT).loadText("rules.yaml", RULES),
                EngineOptions.of(FalcoVersion.CURRENT)
                        .withMatching(Matching.ALL)
                        .withExplanations(true));
    }
}
