// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.capture.CaptureException;
import io.kguard.capture.ScapReader;
import io.kguard.event.Event;
import io.kguard.event.FalcoVersion;
import io.kguard.event.MalformedEventException;
import io.kguard.requirement.RequiresShared;
import io.kguard.requirement.Share;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A replay passes over events that nobody needs. What comes out is as if it had judged each. */
@RequiresShared
class IdleEventsTest {
    private static final FalcoVersion VERSION = FalcoVersion.CURRENT;
    private static final int DAMAGES = Share.isLarge() ? 400 : 40;

    private static RuleSet rules;

    /** What came out. */
    private record Seen(List<String> alerts, List<String> counts, long events, long misplaced, String end) {}

    @BeforeAll
    static void load() {
        rules = RuleSet.compile(Corpus.rules("current", VERSION), EngineOptions.of(VERSION));
    }

    static List<String> captures() throws IOException {
        return Corpus.captureNames();
    }

    @ParameterizedTest
    @MethodSource("captures")
    void areCountedAsIfJudged(String name) throws IOException {
        byte[] capture = unpacked(Corpus.captures().resolve(name + ".scap"));

        assertThat(passing(capture)).isEqualTo(judging(capture));
    }

    @Test
    void areNotTakenWhereTheyAreDamaged() throws IOException {
        byte[] capture = unpacked(Corpus.captures().resolve("app_user.scap"));
        Random random = new Random(7);
        int ended = 0;
        for (int i = 0; i < DAMAGES; i++) {
            byte[] damaged = capture.clone();
            int at = damaged.length / 4 + random.nextInt(damaged.length * 3 / 4);
            damaged[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
            Seen seen = passing(damaged);

            assertThat(seen).as("byte %s", at).isEqualTo(judging(damaged));
            ended += seen.end().isEmpty() ? 0 : 1;
        }
        assertThat(ended).isBetween(DAMAGES / 10, DAMAGES - DAMAGES / 10);
    }

    private static byte[] unpacked(Path capture) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(capture))) {
            return in.readAllBytes();
        }
    }

    private static Seen passing(byte[] capture) throws IOException {
        List<String> alerts = new ArrayList<>();
        Session session = Session.of(rules, alert -> alerts.add(alert.eventNumber() + " " + alert.message()));
        try (Playback playback =
                Playback.open(Channels.newChannel(new ByteArrayInputStream(capture)), "capture", session)) {
            while (playback.next()) {
                // the listener has the alerts
            }
            Replay.Result result = playback.result(session);
            return new Seen(
                    alerts,
                    counts(session),
                    result.events(),
                    result.misplacedEnters(),
                    result.damage().map(CaptureException::getMessage).orElse(""));
        } catch (CaptureException e) {
            return new Seen(alerts, List.of(), 0, 0, e.getMessage());
        }
    }

    private static Seen judging(byte[] capture) throws IOException {
        List<String> alerts = new ArrayList<>();
        Session session = Session.of(rules, alert -> alerts.add(alert.eventNumber() + " " + alert.message()));
        Event event = new Event(VERSION);
        try (ScapReader reader = ScapReader.open(new ByteArrayInputStream(capture), "capture", VERSION, session)) {
            String end = "";
            try {
                while (reader.next(event)) {
                    session.judge(event);
                }
            } catch (CaptureException e) {
                end = e.getMessage();
            } catch (MalformedEventException e) {
                end = reader.damaged(String.valueOf(e.getMessage())).getMessage();
            }
            return new Seen(alerts, counts(session), reader.eventsRead(), reader.misplacedEnters(), end);
        } catch (CaptureException e) {
            return new Seen(alerts, List.of(), 0, 0, e.getMessage());
        }
    }

    private static List<String> counts(Session session) {
        List<String> counts = new ArrayList<>(List.of(session.eventCount() + " " + session.doubts()));
        session.outcomes()
                .forEach(outcome -> counts.add(outcome.rule().name() + " " + outcome.eventsReached() + " "
                        + outcome.eventsMatched() + " " + outcome.eventsHidden()));
        return counts;
    }
}
