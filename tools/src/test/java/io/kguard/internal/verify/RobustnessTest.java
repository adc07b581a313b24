// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.engine.Matching;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.result.SuiteResult;
import io.kguard.internal.tool.evasion.EvasionAnalysis;
import io.kguard.internal.tool.metadata.MetadataAnalysis;
import io.kguard.internal.tool.noise.NoiseAnalysis;
import io.kguard.internal.tool.observed.ObservedAnalysis;
import io.kguard.requirement.RequiresRoot;
import io.kguard.simulation.MetadataRace.MetadataArrival;
import io.kguard.simulation.SimulatorOptions;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A verification plays attacks in other ways and with late metadata, and says which rules miss them. */
@RequiresRoot
class RobustnessTest {
    private static final String RULES = """
            - rule: By program
              desc: d
              condition: evt.type in (open, openat, openat2) and proc.name = cat and fd.name = /etc/shadow
              output: read
              priority: INFO
            - rule: By file
              desc: d
              condition: evt.type in (open, openat, openat2) and fd.name endswith shadow and proc.name != ln
              output: read
              priority: INFO
            - rule: By pod
              desc: d
              condition: evt.type in (open, openat, openat2) and fd.name = /etc/shadow and k8s.pod.name = web
              output: read
              priority: INFO
            - rule: Not of the shop
              desc: d
              condition: evt.type in (open, openat, openat2) and fd.name = /etc/shadow and not k8s.pod.name = web
              output: read
              priority: INFO
            """;

    private static final String SCENARIO = """
            scenario: shadow
            title: Reads the password file
            attack: [T1003.008]
            pods: [{metadata: {name: web}, spec: {containers: [{name: web, image: base}]}}]
            steps:
              - exec: {pod: web, command: [cat, /etc/shadow], output: "root:"}
            fires: [By program%s]
            """;

    @TempDir
    Path folder;

    private final List<String> lines = new ArrayList<>();

    @Test
    void theWaysThatARuleMissesAreNamed() throws IOException {
        SuiteResult result = run(SCENARIO.formatted(", By file"), true);
        assertThat(result.isGreen()).as("%s", lines).isTrue();
        String text = String.join("\n", lines);
        assertThat(inOneLine(text))
                .containsPattern("By program +caught +\\d+ of \\d+, unseen by all \\d")
                .contains("a renamed copy of the program (seen by By file, By pod)")
                .contains("a copy of the program under a name that the rule lets through, ln");
        assertThat(missedOf("By program", text))
                .contains("a renamed copy of the program")
                .contains("a symbolic link to the file")
                .contains("the system call openat2")
                .doesNotContain("a copy of the program in /tmp")
                .doesNotContain("the file by a path with ./..");
        assertThat(missedOf("By file", text))
                .contains("a symbolic link to the file")
                .doesNotContain("a renamed copy of the program")
                .doesNotContain("the system call openat2");
        String json = Files.readString(folder.resolve("reports/evasion.json"));
        assertThat(json)
                .contains("{\"scenario\": \"shadow\", \"evasion\": \"renamed\", \"seenBy\": [\"By file\", \"By pod\"]}")
                .containsPattern("\"evasion\": \"busybox\", \"reason\": \"[^\"]");
        assertThat(Files.readString(folder.resolve("reports/report.html"))).contains(">Evasion</h2>");
    }

    @Test
    void anAttackWithoutProofCountsForNothing() throws IOException {
        run(SCENARIO.formatted("").replace(", output: \"root:\"", ""), true);
        assertThat(String.join("\n", lines)).contains("Evasion: 0 variants").doesNotContain("caught");
        assertThat(Files.readString(folder.resolve("reports/evasion.json")))
                .contains("the attack does not prove its effect");
    }

    @Test
    void aRuleThatMissesTheAttackItselfIsNotPlayedFurther() throws IOException {
        SuiteResult result = run(SCENARIO.formatted("").replace("cat, /etc/shadow", "head, /etc/shadow"), true);
        assertThat(result.failed()).isEqualTo(1);
        assertThat(String.join("\n", lines)).contains("Evasion: 0 variants").doesNotContain("caught");
    }

    @ParameterizedTest
    @EnumSource(MetadataArrival.class)
    void rulesThatDependOnMetadataAreNamed(MetadataArrival arrival) throws IOException {
        SuiteResult result = run(SCENARIO.formatted(", By pod"), false, arrival);
        assertThat(result.isGreen()).as("%s", lines).isTrue();
        assertThat(inOneLine(String.join("\n", lines)))
                .contains("Metadata of containers that arrives " + arrival.text() + ", in 1 scenario:")
                .contains("By pod goes silent in shadow")
                .contains("Not of the shop begins to fire in shadow")
                .doesNotContain("By program goes silent");
        assertThat(Files.readString(folder.resolve("reports/metadata.json")))
                .contains("{\"rule\": \"By pod\", \"scenarios\": [\"shadow\"]}");
        assertThat(Files.readString(folder.resolve("reports/report.html"))).contains(">Metadata</h2>");
    }

    @Test
    void metadataThatArrivesBeforeTheActChangesNothing() throws IOException {
        run(
                SCENARIO.formatted("").replace("steps:\n", "steps:\n  - exec: {pod: web, command: [ls, /etc]}\n"),
                false,
                MetadataArrival.LATE);
        assertThat(String.join("\n", lines)).contains("no rule changes");
    }

    @Test
    void aRuleThatIsTooNoisyFailsTheBuild() throws IOException {
        String workload = """
                scenario: reads-often
                title: Reads the same file again and again
                benign: workload
                pods: [{metadata: {name: web}, spec: {containers: [{name: web, image: base}]}}]
                steps:
                  - exec: {pod: web, command: [sh, -c, "for i in 1 2 3; do cat /etc/shadow; done"], output: "root:"}
                """;
        SuiteResult noisy = measure(workload, 0.1);
        assertThat(noisy.failed()).as("%s", lines).isEqualTo(3);
        assertThat(noisy.checks())
                .anySatisfy(check -> assertThat(check.verdict().reason())
                        .startsWith("Rule \"By program\" is too noisy: 3 alerts in ")
                        .contains("At most 0.10 are allowed (kguard.maxNoise).", "It fired in reads-often."));
        assertThat(String.join("\n", lines)).containsPattern("By program +3 alerts +[0-9.]+ per thousand events");
        assertThat(Files.readString(folder.resolve("reports/noise.json"))).contains("\"workloads\": [\"reads-often\"]");

        assertThat(measure(workload, 1000.0).failed()).isZero();
        assertThat(measure(workload, null).failed()).isZero();
        SuiteResult broken = measure(workload.replace("root:", "nobody prints this"), 1000.0);
        assertThat(broken.problem()).contains("The workload reads-often can't be measured.");
    }

    @Test
    void onlyWhoAsksGetsVariants() throws IOException {
        run(SCENARIO.formatted(""), false);
        assertThat(String.join("\n", lines)).doesNotContain("Evasion");
        assertThat(folder.resolve("reports/evasion.json")).doesNotExist();
    }

    @Test
    void attacksThatProveNothingAreObservedAndThatIsNoMistake() throws IOException {
        String attack = """
                scenario: looks
                title: looks
                attack: [T1082]
                effect: unproven
                pods:
                  - metadata: {name: looks, namespace: default}
                    spec: {containers: [{name: looks, image: base, command: [sleep, infinity]}]}
                steps:
                  - exec: {pod: looks, command: [cat, /etc/hostname], exit: any}
                  - exec: {pod: looks, command: [sh, -c, no-such-tool], exit: any%s}
                """;
        SuiteResult observed = run(attack.formatted(""), false);
        assertThat(observed.problem()).isEmpty();
        assertThat(observed.isGreen()).isTrue();
        assertThat(String.join("\n", lines))
                .contains("step 2 of 2 ended with 127 (sh: 1: no-such-tool: not found)")
                .contains("1 played: in 0 every step worked, in 1 a step failed, 0 can't be judged")
                .contains("There was nothing to check: no attack that was played proves its effect.");

        SuiteResult doubtful = run(attack.formatted(", output: nobody prints this"), false);
        assertThat(doubtful.problem())
                .isEqualTo("Of 1 attacks that don't prove their effect 1 can't be judged. The list of them says why.");
        assertThat(doubtful.isGreen()).isFalse();
    }

    @Test
    void whatTheStartOfAPodFiresIsNotObservedOfItsAttack() throws IOException {
        run("""
                scenario: looks
                title: looks
                attack: [T1082]
                effect: unproven
                pods:
                  - metadata: {name: looks}
                    spec:
                      initContainers: [{name: start, image: base, command: [cat, /etc/shadow]}]
                      containers: [{name: looks, image: base, command: [sleep, infinity]}]
                steps:
                  - exec: {pod: looks, command: [sh, -c, "echo x >/tmp/shadow"], exit: any}
                """, false);
        assertThat(lines).contains("  looks: By file");
    }

    private static String missedOf(String rule, String text) {
        String of = text.substring(text.indexOf("  " + rule + " ", text.indexOf("Evasion:")));
        return inOneLine(
                of.lines().skip(1).takeWhile(line -> line.startsWith("    ")).collect(Collectors.joining("\n")));
    }

    /** Without the places where lines are broken. */
    private static String inOneLine(String text) {
        return text.replaceAll("\\s+", " ");
    }

    private SuiteResult run(String scenario, boolean evasion) throws IOException {
        return run(scenario, evasion, null);
    }

    private SuiteResult run(String scenario, boolean evasion, @Nullable MetadataArrival metadata) throws IOException {
        return run(options(scenario, evasion, false, null, metadata));
    }

    private SuiteResult measure(String workload, @Nullable Double budget) throws IOException {
        return run(options(workload, false, true, budget, null));
    }

    private SuiteResult run(VerifyOptions options) throws IOException {
        return new Verification(options, null, folder.resolve("reports"), lines::add).run();
    }

    private VerifyOptions options(
            String scenario,
            boolean evasion,
            boolean noise,
            @Nullable Double budget,
            @Nullable MetadataArrival metadata)
            throws IOException {
        List<Analysis> asked = new ArrayList<>(List.of(new ObservedAnalysis()));
        if (evasion) {
            asked.add(new EvasionAnalysis());
        }
        if (noise) {
            asked.add(new NoiseAnalysis(budget));
        }
        if (metadata != null) {
            asked.add(new MetadataAnalysis(metadata));
        }
        return new VerifyOptions(
                        new RuleOptions(
                                List.of(Files.writeString(folder.resolve("rules.yaml"), RULES)),
                                FalcoVersion.CURRENT,
                                Matching.ALL,
                                false),
                        new ScenarioOptions(
                                List.of(Files.writeString(folder.resolve("scenario.yaml"), scenario)),
                                new URLClassLoader(new URL[0], null)),
                        new PlayOptions(SimulatorOptions.configured(), PlayOptions.defaultParallel()))
                .with(asked);
    }
}
