// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.capture.EventBuilder;
import io.kguard.event.FalcoVersion;
import io.kguard.rule.RuleLoader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One pass over a capture serves several sets of rules. */
class PlaybackTest {
    private static final String RULE = """
            - rule: Read
              desc: d
              condition: evt.type = openat and fd.name startswith %s
              output: "%%evt.num %%evt.time read %%fd.name by %%proc.name of %%proc.pname"
              priority: WARNING
            """;

    @TempDir
    Path folder;

    private Path capture;

    @BeforeEach
    void write() throws IOException {
        EventBuilder events = new EventBuilder(FalcoVersion.CURRENT);
        var cat = events.process("/usr/bin/cat");
        for (int i = 0; i < 50; i++) {
            cat.reads(i % 3 == 0 ? "/etc/shadow" : "/etc/passwd");
        }
        capture = folder.resolve("reads.scap");
        events.writeTo(capture);
    }

    private static RuleSet rules(FalcoVersion version, String file) {
        return RuleSet.compile(
                RuleLoader.of(version).loadText("rules.yaml", RULE.formatted(file)), EngineOptions.of(version));
    }

    private static List<Alert> alone(RuleSet rules, Path capture) throws IOException {
        List<Alert> alerts = new ArrayList<>();
        Replay.of(rules).run(capture, alerts::add);
        return alerts;
    }

    @Test
    void eachSetGivesItsAlertsAsIfAlone() throws IOException {
        RuleSet shadow = rules(FalcoVersion.CURRENT, "/etc/shadow");
        RuleSet all = rules(FalcoVersion.CURRENT, "/etc");
        List<Alert> some = new ArrayList<>();
        List<Alert> more = new ArrayList<>();
        Session first = Session.of(shadow, some::add);
        Session second = Session.of(all, more::add);

        try (Playback playback = Playback.open(FileChannel.open(capture), "reads.scap", first, second)) {
            while (playback.next()) {
                assertThat(more).hasSizeGreaterThanOrEqualTo(some.size());
            }
            assertThat(playback.result(first).doubts()).isEmpty();
            assertThat(playback.result(second).events())
                    .isEqualTo(Replay.of(all).run(capture, alert -> {}).events());
        }

        assertThat(some).hasSize(17).isEqualTo(alone(shadow, capture));
        assertThat(more).hasSize(50).isEqualTo(alone(all, capture));
    }

    @Test
    void whatIsDamagedEndsAndIsInDoubt() throws IOException {
        byte[] bytes = Files.readAllBytes(capture);
        Path half = Files.write(folder.resolve("half.scap"), Arrays.copyOf(bytes, bytes.length - 7));
        Session session = Session.of(rules(FalcoVersion.CURRENT, "/etc"), alert -> {});

        try (Playback playback = Playback.open(FileChannel.open(half), "half.scap", session)) {
            while (playback.next()) {
                assertThat(playback.result(session).damage()).isEmpty();
            }
            assertThat(playback.next()).isFalse();
            assertThat(playback.result(session).doubts())
                    .singleElement()
                    .asString()
                    .contains("damaged");
        }
    }

    @Test
    void setsForSeveralVersionsAreRefused() throws IOException {
        Session current = Session.of(rules(FalcoVersion.CURRENT, "/etc"), alert -> {});
        Session old = Session.of(rules(FalcoVersion.V0_42, "/etc"), alert -> {});

        try (FileChannel channel = FileChannel.open(capture)) {
            assertThatThrownBy(() -> Playback.open(channel, "reads.scap", current, old))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("different versions of Falco");
        }
    }
}
