// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.engine.Alert;
import io.kguard.engine.EngineOptions;
import io.kguard.engine.Matching;
import io.kguard.engine.RuleSet;
import io.kguard.event.FalcoVersion;
import io.kguard.reference.RecordingReference;
import io.kguard.reference.RequiresReference;
import io.kguard.requirement.RequiresRoot;
import io.kguard.requirement.Share;
import io.kguard.rule.RuleLoader;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioCatalogue;
import io.kguard.verdict.CaptureReplay;
import io.kguard.verdict.Detections;
import io.kguard.verdict.SideBySide;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A replay of a recording gives the same alerts with the same fields as the live run, for every event. */
@RequiresPackageImages
@RequiresRoot
class LiveAgainstReplayTest {
    private static final Path SAMPLE_RULES = Path.of("../sample-rules/src/kguard/rules");
    private static final Path SCENARIOS =
            Path.of("../attack-scenarios/src/main/resources", ScenarioCatalogue.RESOURCES);

    private static final Pattern ID = Pattern.compile("((?:[ug]id|next)=-?\\d+)\\([^)]*\\)");

    private static final int EVENTS_AT_LEAST = 20;

    /** Which events a machine records differs from run to run, so a difference may not come again. */
    private static final Path KEPT = Path.of("target", "recordings-that-differ");

    private static final String EVERY_EVENT = """
            - rule: Every event
              desc: Tells what is known at each event
              condition: evt.num > 0
              output: >
                %evt.num %evt.type %evt.dir %evt.args %evt.res %evt.cpu %thread.tid %thread.vtid %proc.pid %proc.vpid
                %proc.cmdline %proc.exepath %proc.exe_ino %proc.cwd %proc.tty %proc.sid %proc.env %proc.is_exe_upper_layer
                %proc.pname %proc.ppid %proc.aname[2] %proc.aname[3] %proc.sname %proc.duration %proc.nchilds
                %thread.cap_effective %thread.cgroups %user.uid %user.loginuid %group.gid
                %fd.num %fd.type %fd.name %fd.sip %fd.lport %fd.l4proto %proc.stdin.type %proc.stdin.name
                %container.id %container.name %container.image.repository %container.image.tag %container.privileged
                %container.mounts %k8s.pod.name %k8s.ns.name %k8s.pod.label[app]
              priority: INFO
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(names = {"V0_41", "V0_45"})
    void aRecordedAttackReplaysAsItHappened(FalcoVersion falco) throws Exception {
        assertThat(differences(falco, capture -> List.of())).isEmpty();
    }

    /** Falco's own library, which is of 0.40, reads such a recording as kguard does. */
    @Test
    @RequiresReference
    void aRecordingIsForFalcosLibraryWhatItIsHere() throws Exception {
        assertThat(differences(FalcoVersion.V0_40, RecordingReference::differences))
                .isEmpty();
    }

    /** Looks at a capture in its own way, and says what is wrong in it. */
    private interface Look {
        List<String> at(Path capture) throws IOException, InterruptedException;
    }

    private List<String> differences(FalcoVersion falco, Look look) throws Exception {
        Path everyEvent = Files.writeString(folder.resolve("every-event.yaml"), EVERY_EVENT);
        RuleSet rules = RuleSet.compile(
                RuleLoader.of(falco).load(everyEvent, SAMPLE_RULES),
                EngineOptions.of(falco).withMatching(Matching.ALL));
        List<Scenario> played = Share.of(ScenarioCatalogue.ofFiles(List.of(SCENARIOS)).scenarios().stream()
                .filter(scenario -> !scenario.pods().isEmpty()) // without pods no system call is recorded
                .filter(scenario -> scenario.kind() == Scenario.Kind.CHECKED) // workloads have too many events
                .toList());
        assertThat(played).hasSizeGreaterThan(15);
        try (Simulator simulator = Simulator.open(SimulatorOptions.configured().withFalco(falco))) {
            return SideBySide.play(
                            2 * Runtime.getRuntime().availableProcessors(),
                            played,
                            scenario -> differences(simulator, scenario, rules, look),
                            (scenario, reason) -> List.of(scenario.id() + ": " + reason))
                    .stream()
                    .flatMap(List::stream)
                    .toList();
        }
    }

    private List<String> differences(Simulator simulator, Scenario scenario, RuleSet rules, Look look) {
        try {
            return differences(scenario, record(simulator, scenario, rules), rules, look).stream()
                    .map(text -> scenario.id() + ": " + text)
                    .toList();
        } catch (IOException e) {
            return List.of(scenario.id() + ": " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of(scenario.id() + ": the test was interrupted");
        }
    }

    private Path capture(Scenario scenario) {
        return folder.resolve(scenario.id() + ".scap");
    }

    private Detections record(Simulator simulator, Scenario scenario, RuleSet rules) throws IOException {
        try (CaptureTap tap = new CaptureTap()) {
            Detections live = simulator.record(scenario, rules, tap);
            tap.writeTo(capture(scenario));
            return live;
        }
    }

    private List<String> differences(Scenario scenario, Detections live, RuleSet rules, Look look)
            throws IOException, InterruptedException {
        assertThat(live.doubts()).as(scenario.id()).isEmpty();
        // of more events than a session keeps alerts, the first are compared
        // a scenario without steps ends when its pods have started, and they may not have come far
        assertThat(live.alerts())
                .as(scenario.id())
                .hasSizeGreaterThanOrEqualTo(scenario.steps().isEmpty() ? 1 : EVENTS_AT_LEAST);
        Path capture = capture(scenario);
        Detections replayed = CaptureReplay.run(capture, rules);
        assertThat(replayed.doubts()).as(scenario.id()).isEmpty();
        List<String> differences = new ArrayList<>();
        int common = Math.min(live.alerts().size(), replayed.alerts().size());
        for (int i = 0; i < common && differences.size() < 5; i++) {
            describe(live.alerts().get(i), replayed.alerts().get(i), differences);
        }
        if (differences.isEmpty() && live.alerts().size() != replayed.alerts().size()) {
            differences.add(live.alerts().size() + " alerts live, and "
                    + replayed.alerts().size() + " replayed");
        }
        differences.addAll(look.at(capture));
        if (differences.isEmpty()) {
            Files.delete(capture);
        } else {
            Files.move(capture, Files.createDirectories(KEPT).resolve(capture.getFileName()), REPLACE_EXISTING);
            differences.add("the recording is kept in " + KEPT);
        }
        return differences;
    }

    /**
     * A value without the names of users and groups, since no capture has those of a container's own, and of the process that
     * runs next: a capture's state may know one that the live run saw later.
     */
    private static String withoutNames(@Nullable Object value) {
        return ID.matcher(String.valueOf(value)).replaceAll("$1");
    }

    private static void describe(Alert live, Alert replayed, List<String> differences) {
        if (!live.ruleName().equals(replayed.ruleName()) || live.eventNumber() != replayed.eventNumber()) {
            differences.add(live.ruleName() + " at event " + live.eventNumber() + " live, and " + replayed.ruleName()
                    + " at event " + replayed.eventNumber() + " replayed: " + live.message());
            return;
        }
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, ?> field : live.fields().entrySet()) {
            Object other = replayed.fields().get(field.getKey());
            if (!withoutNames(field.getValue()).equals(withoutNames(other))) {
                text.append("\n  ").append(field.getKey()).append(" is ").append(field.getValue());
                text.append(" live, and ").append(other).append(" replayed");
            }
        }
        if (!text.isEmpty()) {
            differences.add(live.ruleName() + " at event " + live.eventNumber() + text + "\n  " + live.message());
        }
    }
}
