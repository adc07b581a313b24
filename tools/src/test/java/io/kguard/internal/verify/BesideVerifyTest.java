// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.engine.Matching;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.field.HostNames;
import io.kguard.internal.result.SuiteResult;
import io.kguard.internal.tool.beside.Beside;
import io.kguard.internal.tool.beside.BesideAnalysis;
import io.kguard.internal.tool.beside.Falco;
import io.kguard.internal.tool.beside.FalcoProgram;
import io.kguard.internal.tool.beside.KnownDeviations;
import io.kguard.internal.tool.replay.CaptureRun;
import io.kguard.requirement.RequiresRoot;
import io.kguard.requirement.RequiresShared;
import io.kguard.requirement.Shared;
import io.kguard.simulation.SimulatorOptions;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A run with a Falco beside is green only if that Falco says the same. The program answers with lines of a real one. */
@RequiresRoot
@RequiresShared
class BesideVerifyTest {
    private static final Path CAPTURES = Shared.path("conformance/captures");
    private static final String CAPTURE = "app_user";
    private static final String SCENARIO = """
            scenario: captured
            title: What was captured
            attack: [T1548.001]
            capture: captured.scap
            fires: [Set Setuid or Setgid bit]
            """;

    @TempDir
    Path folder;

    private final List<String> lines = new ArrayList<>();

    @BeforeEach
    void copy() throws IOException {
        Files.copy(CAPTURES.resolve(CAPTURE + ".scap"), folder.resolve("captured.scap"));
    }

    @Test
    void aFalcoThatSaysTheSameKeepsTheRunGreen() throws IOException {
        SuiteResult result = verify(answer(CAPTURES.resolve(CAPTURE + ".alerts-all.jsonl")));
        assertThat(result.isGreen()).as("%s", lines).isTrue();
        assertThat(lines).contains("Falco 0.40.0 beside: 3 of 3 alerts of kguard are Falco's too, in 1 scenario");
        assertThat(folder.resolve("reports/beside.json")).content().contains("\"differences\": []");
    }

    @Test
    void aFalcoThatMissesAnAlertMakesTheRunAnError() throws IOException {
        List<String> alerts = Files.readAllLines(CAPTURES.resolve(CAPTURE + ".alerts-all.jsonl"));
        Path fewer = Files.write(folder.resolve("fewer"), alerts.subList(1, alerts.size()));
        SuiteResult result = verify(answer(fewer));
        assertThat(result.isGreen()).isFalse();
        assertThat(result.problem()).isEqualTo("Falco 0.40.0 does not agree with kguard in 1 of 1 scenario");
        assertThat(lines).anyMatch(line -> line.startsWith("    only kguard: Fileless execution via memfd_create"));
        assertThat(folder.resolve("reports/beside.json")).content().contains("\"onlyKguard\": [\"Fileless");
    }

    @Test
    void aFalcoThatFailsMakesTheRunAnError() throws IOException {
        SuiteResult result = verify("echo 'rules are damaged'; exit 1");
        assertThat(result.isGreen()).isFalse();
        assertThat(lines)
                .anyMatch(line -> line.startsWith("  captured: not compared: ") && line.contains("rules are damaged"));
    }

    /** Not even where no rule fires, nor with the right alerts: its last system call is the canary. */
    @ParameterizedTest
    @EnumSource(Matching.class)
    void aFalcoThatDoesNotReadTheCaptureNeverAgrees(Matching matching) throws IOException {
        Path capture = folder.resolve("captured.scap");
        Path none = Files.writeString(folder.resolve("none"), "");
        Path all = CAPTURES.resolve(CAPTURE + ".alerts-all.jsonl");
        Path silent = Files.writeString(folder.resolve("silent.yaml"), """
                - {rule: silent, desc: d, condition: evt.type = openat and fd.name = /nowhere, output: o, priority: INFO}
                """);
        for (String script :
                List.of("exit 0", "echo 'Falco version: 0.40.0'", withoutCanary(none), withoutCanary(all))) {
            for (List<Path> rules : List.of(List.of(silent), rules())) {
                lines.clear();
                CaptureRun run = new CaptureRun(rules, FalcoVersion.V0_40, matching, true, HostNames.NONE, null);
                assertThat(run.compare(new Beside(falco(script), KnownDeviations.NONE), capture, lines::add))
                        .isEqualTo("Falco 0.40.0 does not agree with kguard in 1 of 1 capture");
                assertThat(lines)
                        .anyMatch(line -> line.endsWith(
                                "Falco did not report the canary: it did not read the capture to its end"));
            }
        }
        CaptureRun run = new CaptureRun(List.of(silent), FalcoVersion.V0_40, matching, true, HostNames.NONE, null);
        lines.clear();
        assertThat(run.compare(new Beside(falco(answer(none)), KnownDeviations.NONE), capture, lines::add))
                .isEmpty();
        assertThat(lines).containsExactly("Falco 0.40.0 beside: 0 of 0 alerts of kguard are Falco's too, in 1 capture");
    }

    /** With {@code rule_matching: first} an alert of another rule on the canary's event shows that Falco was there. */
    @Test
    void anAlertThatHidesTheCanaryIsADifference() throws IOException {
        Path every = Files.writeString(folder.resolve("every.yaml"), """
                - {rule: every, desc: d, condition: syscall.type exists, output: o, priority: INFO}
                """);
        Path capture = folder.resolve("captured.scap");
        Path alerts = folder.resolve("alerts");
        CaptureRun run = new CaptureRun(List.of(every), FalcoVersion.V0_40, Matching.FIRST, true, HostNames.NONE, null);
        run.replay(capture, alerts, System.out, lines::add);
        Beside same = new Beside(falco(withoutCanary(alerts)), KnownDeviations.NONE);
        assertThat(run.compare(same, capture, lines::add)).isEmpty();
        List<String> written = Files.readAllLines(alerts);
        Files.write(alerts, written.subList(0, written.size() - 1));
        assertThat(run.compare(same, capture, lines::add)).isNotEmpty();
        assertThat(lines).anyMatch(line -> line.contains("Falco did not report the canary"));
    }

    @Test
    void aReplayCanBeComparedToo() throws IOException {
        Path capture = folder.resolve("captured.scap");
        CaptureRun run = new CaptureRun(rules(), FalcoVersion.V0_40, Matching.ALL, true, HostNames.NONE, null);
        List<String> alerts = Files.readAllLines(CAPTURES.resolve(CAPTURE + ".alerts-all.jsonl"));
        Path all = CAPTURES.resolve(CAPTURE + ".alerts-all.jsonl");
        assertThat(run.compare(new Beside(falco(answer(all)), KnownDeviations.NONE), capture, lines::add))
                .isEmpty();
        assertThat(lines).containsExactly("Falco 0.40.0 beside: 3 of 3 alerts of kguard are Falco's too, in 1 capture");
        lines.clear();
        Path more = Files.write(folder.resolve("more"), alerts);
        Files.write(more, alerts.subList(0, 1), StandardOpenOption.APPEND);
        assertThat(run.compare(new Beside(falco(answer(more)), KnownDeviations.NONE), capture, lines::add))
                .isEqualTo("Falco 0.40.0 does not agree with kguard in 1 of 1 capture");
        assertThat(lines).anyMatch(line -> line.startsWith("    only Falco: Fileless execution via memfd_create"));
    }

    @Test
    void aKnownDeviationKeepsTheRunGreenUntilItsDay() throws IOException {
        List<String> alerts = Files.readAllLines(CAPTURES.resolve(CAPTURE + ".alerts-all.jsonl"));
        Path fewer = Files.write(folder.resolve("fewer"), alerts.subList(1, alerts.size()));

        SuiteResult excused = verify(answer(fewer), known("only-kguard", "2026-11-24"));

        assertThat(excused.isGreen()).as("%s", lines).isTrue();
        assertThat(lines)
                .anyMatch(line -> line.startsWith("    only kguard: Fileless execution via memfd_create"))
                .contains("    This is known until 2026-11-24 (" + folder.resolve("known.yaml") + ":2:5): ticket 12");
        assertThat(folder.resolve("reports/beside.json")).content().contains("\"known\": true");
        lines.clear();
        SuiteResult late = verify(answer(fewer), known("only-kguard", "2026-11-23"));
        assertThat(late.problem()).isEqualTo("Falco 0.40.0 does not agree with kguard in 1 of 1 scenario");
        assertThat(lines)
                .contains("    This was known until 2026-11-23 (" + folder.resolve("known.yaml") + ":2:5): ticket 12");
        assertThat(folder.resolve("reports/beside.json")).content().contains("\"known\": false");
    }

    @Test
    void aDeviationOfAnotherKindIsNotKnown() throws IOException {
        List<String> alerts = Files.readAllLines(CAPTURES.resolve(CAPTURE + ".alerts-all.jsonl"));
        Path fewer = Files.write(folder.resolve("fewer"), alerts.subList(1, alerts.size()));

        assertThat(verify(answer(fewer), known("only-falco", "2026-11-24")).isGreen())
                .isFalse();
        assertThat(lines)
                .contains(
                        "STALE captured: \"Fileless execution via memfd_create\" only-falco \"memfd:runc\" does not occur any more."
                                + " Remove it at " + folder.resolve("known.yaml") + ":2:5.");
    }

    @Test
    void aDeviationThatIsGoneIsStale() throws IOException {
        Path all = CAPTURES.resolve(CAPTURE + ".alerts-all.jsonl");

        assertThat(verify(answer(all), known("only-kguard", "2026-11-24")).isGreen())
                .isTrue();
        assertThat(lines).anyMatch(line -> line.startsWith("STALE captured: "));
    }

    /** One of two alerts of a rule is known, and the other is not. */
    @Test
    void aDeviationExcusesItsEventAlone() throws IOException {
        List<String> alerts = Files.readAllLines(CAPTURES.resolve(CAPTURE + ".alerts-all.jsonl"));
        String later = alerts.get(0).replace(":39.670412581", ":39.670412582").replace("memfd:runc", "memfd:other");
        Path more = Files.write(folder.resolve("more"), alerts);
        Files.writeString(more, later + "\n", StandardOpenOption.APPEND);

        assertThat(verify(answer(more), known("only-falco, event: 'memfd:runc'", "2026-11-24"))
                        .isGreen())
                .isFalse();
        assertThat(verify(answer(more), known("only-falco, event: 'memfd:other'", "2026-11-24"))
                        .isGreen())
                .as("%s", lines)
                .isTrue();
        String again = later.replace(":39.670412582", ":39.670412583").replace("memfd:other", "memfd:third");
        Files.writeString(more, again + "\n", StandardOpenOption.APPEND);
        lines.clear();
        assertThat(verify(answer(more), known("only-falco, event: 'memfd:other'", "2026-11-24"))
                        .isGreen())
                .isFalse();
        assertThat(lines)
                .anyMatch(line -> line.startsWith("    1 not known, the first: Fileless execution")
                        && line.contains("memfd:third"));
    }

    @Test
    void aDeviationExcusesItsFieldsAlone() throws IOException {
        List<String> alerts = new ArrayList<>(Files.readAllLines(CAPTURES.resolve(CAPTURE + ".alerts-all.jsonl")));
        alerts.set(0, alerts.get(0).replaceFirst("\"user.uid\":\\d+", "\"user.uid\":4711"));
        Path other = Files.write(folder.resolve("other"), alerts);
        String event = "fields, event: 'memfd:runc', fields: ";

        assertThat(verify(answer(other), known(event + "[user.uid]", "2026-11-24"))
                        .isGreen())
                .as("%s", lines)
                .isTrue();
        alerts.set(0, alerts.get(0).replaceFirst("\"proc.tty\":\\d+", "\"proc.tty\":7"));
        Files.write(other, alerts);
        assertThat(verify(answer(other), known(event + "[proc.tty]", "2026-11-24"))
                        .isGreen())
                .isFalse();
        assertThat(verify(answer(other), known(event + "[user.uid]", "2026-11-24"))
                        .isGreen())
                .isFalse();
        assertThat(verify(answer(other), known(event + "[user.uid, proc.tty]", "2026-11-24"))
                        .isGreen())
                .isTrue();
    }

    @Test
    void theListNamesItsMistakes() throws IOException {
        Path list = Files.writeString(folder.resolve("known.yaml"), """
                known-deviations:
                  - rule: A
                    differs: somehow
                    reason: ticket 12
                    expires: soon
                  - {scenario: a, rule: A, differs: fields, event: e, reason: r, expires: 2027-01-31}
                  - {scenario: a, rule: A, differs: only-falco, event: ' ', fields: [f], reason: r, expires: 2027-01-31}
                """);

        assertThatThrownBy(() -> KnownDeviations.read(list))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("known.yaml:2:5: a known deviation has a scenario or a capture")
                .hasMessageContaining("known.yaml:3:14: \"differs\" is only-kguard, only-falco, fields")
                .hasMessageContaining("known.yaml:2:5: a known deviation has no \"event\"")
                .hasMessageContaining("known.yaml:6:5: it does not say which fields differ")
                .hasMessageContaining("known.yaml:7:5: \"fields\" are for differs: fields")
                .hasMessageContaining("the event is empty")
                .hasMessageContaining("known.yaml:5:14: \"expires\" is no date");
    }

    private KnownDeviations known(String differs, String expires) throws IOException {
        Path list = Files.writeString(
                folder.resolve("known.yaml"),
                "known-deviations:\n  - {scenario: captured, rule: Fileless execution via memfd_create, differs: "
                        + differs + (differs.contains("event:") ? "" : ", event: 'memfd:runc'")
                        + ", reason: ticket 12, expires: " + expires + "}\n");
        return KnownDeviations.read(list, LocalDate.of(2026, 11, 24));
    }

    private static List<Path> rules() {
        return Stream.of("falco_rules.yaml", "falco-incubating_rules.yaml", "falco-sandbox_rules.yaml")
                .map(name -> Shared.path("conformance/falco-rules/0.40/" + name))
                .toList();
    }

    private Falco falco(String script) throws IOException {
        Path program = Files.writeString(folder.resolve("falco"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new Falco(new FalcoProgram(program, null), "0.40.0");
    }

    /** The script of a program that takes lines for its alerts, and reports the canary. */
    private static String answer(Path alerts) {
        return withoutCanary(alerts) + """
                 ; canary=$(sed 's/.*"\\([^"]*kguard-canary[^"]*\\)".*/\\1/' "$2")
                sed -n 's/- rule: \\(.*\\)/{"rule":"\\1"}/p' "$canary" >> "$out"
                """;
    }

    private static String withoutCanary(Path alerts) {
        return "out=$(sed 's/.*\"filename\":\"\\([^\"]*\\)\".*/\\1/' \"$2\"); cat '" + alerts + "' >> \"$out\"";
    }

    private SuiteResult verify(String script) throws IOException {
        return verify(script, KnownDeviations.NONE);
    }

    private SuiteResult verify(String script, KnownDeviations known) throws IOException {
        VerifyOptions options = new VerifyOptions(
                        new RuleOptions(rules(), FalcoVersion.V0_40, Matching.ALL, true),
                        new ScenarioOptions(
                                List.of(Files.writeString(folder.resolve("scenario.yaml"), SCENARIO)),
                                new URLClassLoader(new URL[0], null)),
                        new PlayOptions(SimulatorOptions.configured(), 1))
                .with(List.of(new BesideAnalysis(new Beside(falco(script), known))));
        return new Verification(options, null, folder.resolve("reports"), lines::add).run();
    }
}
