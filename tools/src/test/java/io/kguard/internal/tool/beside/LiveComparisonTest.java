// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.beside;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.engine.Alert;
import io.kguard.event.FalcoVersion;
import io.kguard.output.AlertFormat;
import io.kguard.rule.Rule;
import io.kguard.rule.RuleLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two sensors agree if they say the same of the same containers, whenever and with whatever numbers. */
class LiveComparisonTest {
    private static final String ID = "1234567890ab";
    private static final long TIME = 1_700_000_000_000_000_000L;

    @TempDir
    private Path folder;

    private List<Rule> rules = List.of();

    @BeforeEach
    void load() throws IOException {
        Path file = Files.writeString(folder.resolve("rules.yaml"), """
                - rule: Shell
                  desc: A shell
                  condition: evt.type = execve
                  output: shell %proc.name
                  priority: WARNING
                - rule: Root
                  desc: Root
                  condition: evt.type = execve and user.uid = 0
                  output: root %proc.name
                  priority: WARNING
                """);
        rules = RuleLoader.of(FalcoVersion.V0_45).load(List.of(file)).rules();
    }

    @Test
    void theSameAtAnotherTimeAgrees() throws IOException {
        List<Alert> ours = List.of(alert("Shell", TIME, Map.of("evt.num", 7L)), alert("Shell", TIME + 1, Map.of()));
        List<Alert> theirs =
                List.of(alert("Shell", TIME + 900, Map.of()), alert("Shell", TIME + 800, Map.of("evt.num", 9L)));
        Agreement agreement = compared(ours, theirs);
        assertThat(agreement.isFull()).as("%s", agreement).isTrue();
        assertThat(agreement.kguard()).isEqualTo(agreement.falco()).isEqualTo(2);
        assertThat(agreement.aside()).isEqualTo(Agreement.Aside.NONE);
    }

    @Test
    void anAlertOfOneSideIsADifference() throws IOException {
        List<Alert> one = List.of(alert("Shell", TIME, Map.of()));
        assertThat(compared(one, List.of()).onlyKguard()).isEqualTo(1);
        assertThat(compared(List.of(), one).onlyFalco()).isEqualTo(1);
        assertThat(compared(one, Stream.concat(one.stream(), one.stream()).toList())
                        .onlyFalco())
                .isEqualTo(1);
    }

    @Test
    void anotherValueIsADifference() throws IOException {
        Agreement agreement = compared(
                List.of(alert("Shell", TIME, Map.of("proc.pid", 1L))),
                List.of(alert("Shell", TIME, Map.of("proc.pid", 2L))));
        assertThat(agreement.otherwise()).isEqualTo(1);
        assertThat(agreement.differences().get(0).changes()).containsExactly("proc.pid: 1, then 2");
    }

    @Test
    void anotherOutputIsADifference() throws IOException {
        Alert ours = alert("Shell", TIME, Map.of());
        Alert theirs = new Alert(ours.rule(), 0, TIME, "shell zsh", ours.fields());
        assertThat(compared(List.of(ours), List.of(theirs)).isFull()).isFalse();
    }

    @Test
    void aContainerThatFalcoDidNotKnowYetIsCounted() throws IOException {
        Alert ours = alert("Shell", TIME, Map.of("container.image.repository", "app"));
        Agreement late = compared(
                List.of(ours),
                List.of(alert("Shell", TIME, with("container.name", "", "container.image.repository", null))));
        assertThat(late.isFull()).isTrue();
        assertThat(late.aside().late()).isEqualTo(1);
        Agreement other = compared(
                List.of(ours),
                List.of(alert("Shell", TIME, with("container.name", "", "container.image.repository", "db"))));
        assertThat(other.isFull()).isFalse();
        Agreement wrong = compared(
                List.of(ours),
                List.of(alert("Shell", TIME, with("container.name", "web", "container.image.repository", null))));
        assertThat(wrong.isFull()).as("Falco knew the container").isFalse();
    }

    @Test
    void otherFieldsOfALateAlertAreCompared() throws IOException {
        Agreement agreement = compared(
                List.of(alert("Shell", TIME, Map.of("proc.pid", 1L))),
                List.of(alert("Shell", TIME, with("container.name", "", "proc.pid", 2L))));
        assertThat(agreement.isFull()).isFalse();
        assertThat(agreement.aside().late()).isZero();
    }

    @Test
    void alertsOfTheMachineAreCountedAndLeftOut() throws IOException {
        Agreement agreement = compared(
                List.of(alert("Shell", TIME, Map.of())),
                List.of(
                        alert("Shell", TIME, Map.of()),
                        alert("Shell", TIME, Map.of("container.id", "host")),
                        alert("Shell", TIME, with("container.id", null, "proc.pid", 2L))));
        assertThat(agreement.isFull()).isTrue();
        assertThat(agreement.aside().machine()).isEqualTo(2);
    }

    @Test
    void whatRuncDoesOnItsWayIntoAContainerIsOfTheMachine() throws IOException {
        Agreement agreement = compared(
                List.of(),
                List.of(
                        alert("Shell", TIME, Map.of("proc.exepath", "memfd:runc_cloned:/proc/self/exe")),
                        alert("Shell", TIME, Map.of("proc.exepath", "/usr/bin/not-runc"))));
        assertThat(agreement.onlyFalco()).isEqualTo(1);
        assertThat(agreement.aside().machine()).isEqualTo(1);
    }

    @Test
    void ancestorsAboveTheContainerAreNotCompared() throws IOException {
        Agreement agreement = compared(
                List.of(alert("Shell", TIME, with("proc.aname[2]", "systemd", "proc.aname[3]", null))),
                List.of(alert("Shell", TIME, with("proc.aname[2]", "java", "proc.aname[3]", "bash"))));
        assertThat(agreement.isFull()).isTrue();
        Agreement within = compared(
                List.of(alert("Shell", TIME, Map.of("proc.aname[2]", "bash"))),
                List.of(alert("Shell", TIME, Map.of("proc.aname[2]", "sh"))));
        assertThat(within.otherwise()).isEqualTo(1);
    }

    @Test
    void whoeverStartsAProcessOfAContainerIsNotCompared() throws IOException {
        List<Alert> shim = List.of(alert("Shell", TIME, Map.of("proc.pname", "containerd-shim")));
        assertThat(compared(shim, List.of(alert("Shell", TIME, Map.of("proc.pname", "runc"))))
                        .isFull())
                .isTrue();
        assertThat(compared(shim, List.of(alert("Shell", TIME, Map.of("proc.pname", "bash"))))
                        .otherwise())
                .isEqualTo(1);
    }

    @Test
    void rulesThatTestUsersAreNotComparedInAJail() throws IOException {
        List<Alert> ours = List.of(alert("Root", TIME, Map.of()), alert("Shell", TIME, Map.of("user.uid", 0L)));
        List<Alert> theirs = List.of(alert("Shell", TIME, Map.of("user.uid", 1_411_384_296L)));
        Agreement agreement = of(false, ours, theirs);
        assertThat(agreement.isFull()).isTrue();
        assertThat(agreement.aside().simulated()).isEqualTo(1);
        Agreement real = of(true, ours, theirs);
        assertThat(real.onlyKguard()).isEqualTo(1);
        assertThat(real.otherwise()).isEqualTo(1);
    }

    private Agreement compared(List<Alert> ours, List<Alert> theirs) throws IOException {
        return of(true, ours, theirs);
    }

    private Agreement of(boolean realIds, List<Alert> ours, List<Alert> theirs) throws IOException {
        AlertFormat format = AlertFormat.json(FalcoVersion.V0_45, "");
        List<String> lines = new ArrayList<>();
        theirs.forEach(alert -> lines.add(format.line(alert)));
        return new LiveComparison(rules, FalcoVersion.V0_45, realIds).of("played", ours, lines, Set.of(ID));
    }

    private Alert alert(String name, long time, Map<String, ? extends @Nullable Object> fields) {
        Rule rule = rules.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
        Map<String, @Nullable Object> all = new HashMap<>(with("container.id", ID, "container.name", "web"));
        all.put("proc.name", "bash");
        all.putAll(fields);
        return new Alert(rule, 1, time, "shell bash", all);
    }

    private static Map<String, @Nullable Object> with(
            String one, @Nullable Object value, String other, @Nullable Object otherValue) {
        Map<String, @Nullable Object> fields = new HashMap<>();
        fields.put(one, value);
        fields.put(other, otherValue);
        return fields;
    }
}
