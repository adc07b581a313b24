// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.beside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.engine.Alert;
import io.kguard.engine.EngineOptions;
import io.kguard.engine.Matching;
import io.kguard.engine.Replay;
import io.kguard.engine.RuleSet;
import io.kguard.engine.Selection;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.program.SearchPath;
import io.kguard.requirement.RequiresFalco;
import io.kguard.requirement.RequiresShared;
import io.kguard.requirement.Shared;
import io.kguard.rule.RuleLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Falco and kguard judge the same captures. */
@RequiresFalco
@RequiresShared
class BesideFalcoTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final EngineOptions options =
            EngineOptions.of(FalcoVersion.V0_40).withMatching(Matching.ALL).with(Selection.enableRule("*"));
    private final RuleSet rules =
            RuleSet.compile(RuleLoader.of(FalcoVersion.V0_40).load(AgreementTest.files()), options);

    @TempDir
    private Path folder;

    @Test
    void theyAgreeOnEveryCapture() throws IOException {
        Falco falco = Falco.of(FalcoProgram.find(null, null, SearchPath.ofTheMachine()));
        List<Agreement> agreements = new ArrayList<>();
        for (Path capture : captures()) {
            agreements.add(agreement(falco, capture, AgreementTest.files()));
        }
        assertThat(agreements).allMatch(Agreement::isFull);
        assertThat(agreements.stream().mapToInt(Agreement::falco).sum()).isGreaterThan(50);
    }

    @Test
    void aRuleThatOnlyOneSideHasIsADifference() throws IOException {
        Falco falco = Falco.of(FalcoProgram.find(null, null, SearchPath.ofTheMachine()));
        Path less = folder.resolve("less.yaml");
        Files.writeString(less, "- rule: Fileless execution via memfd_create\n  enabled: false\n");
        List<Path> other = new ArrayList<>(AgreementTest.files());
        other.add(less);
        FalcoSettings fewer =
                new FalcoSettings(other, EngineOptions.of(FalcoVersion.V0_40).withMatching(Matching.ALL));
        Path capture = captures().get(0);
        Agreement agreement = Agreement.of(
                "fewer", alerts(capture), falco.judge(capture, fewer, LIMIT), rules.rules(), FalcoVersion.V0_40);
        assertThat(agreement.isFull()).isFalse();
        assertThat(agreement.onlyKguard()).isPositive();
    }

    @Test
    void rulesThatFalcoRefusesAreAnError() throws IOException {
        Falco falco = Falco.of(FalcoProgram.find(null, null, SearchPath.ofTheMachine()));
        Path broken = folder.resolve("broken.yaml");
        Files.writeString(
                broken, "- rule: a\n  condition: nosuch.field = 1\n  desc: d\n  output: o\n  priority: ERROR\n");
        Path capture = captures().get(0);
        assertThatThrownBy(() -> falco.judge(capture, new FalcoSettings(List.of(broken), options), LIMIT))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("failed with status 1")
                .hasMessageContaining("nosuch.field");
    }

    private Agreement agreement(Falco falco, Path capture, List<Path> files) throws IOException {
        return Agreement.of(
                String.valueOf(capture.getFileName()),
                alerts(capture),
                falco.judge(capture, new FalcoSettings(files, options), LIMIT),
                rules.rules(),
                FalcoVersion.V0_40);
    }

    private List<Alert> alerts(Path capture) throws IOException {
        List<Alert> alerts = new ArrayList<>();
        Replay.of(rules).run(capture, alerts::add).orThrow();
        return alerts;
    }

    private static List<Path> captures() throws IOException {
        try (Stream<Path> files = Files.list(Shared.path("conformance/captures"))) {
            return files.filter(file -> file.toString().endsWith(".scap"))
                    .sorted()
                    .toList();
        }
    }
}
