// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.kguard.capture.CaptureException;
import io.kguard.capture.EventBuilder;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.field.FieldCatalogue;
import io.kguard.internal.field.FieldDefinition;
import io.kguard.internal.field.FieldFlag;
import io.kguard.output.AlertFormat;
import io.kguard.requirement.RequiresShared;
import io.kguard.requirement.Share;
import io.kguard.rule.LoadResult;
import io.kguard.rule.RuleLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pieces of a capture, replayed apart, give what the whole gives. */
@Execution(CONCURRENT)
class CaptureCutterTest {
    private static final int DAMAGES = Share.of(200);

    @TempDir
    Path folder;

    private static List<String> lines(RuleSet rules, List<Path> captures) throws IOException {
        AlertFormat format = AlertFormat.json(rules.options().version(), "host");
        List<String> lines = new ArrayList<>();
        for (Path capture : captures) {
            Replay.of(rules)
                    .run(capture, alert -> lines.add(alert.eventNumber() + " " + format.line(alert)))
                    .orThrow();
        }
        return lines;
    }

    private static long events(RuleSet rules, List<Path> captures) throws IOException {
        long events = 0;
        for (Path capture : captures) {
            events += Replay.of(rules).run(capture, alert -> {}).orThrow().events();
        }
        return events;
    }

    private static RuleSet compiled(LoadResult rules) {
        return RuleSet.compile(
                rules.orThrow(),
                EngineOptions.of(rules.version()).withMatching(Matching.ALL).with(Selection.enableRule("*")));
    }

    /** The public rules, on every capture, cut at three places or more. */
    @RequiresShared
    @Test
    void everyCaptureGivesFalcosAlertsInPiecesToo() throws IOException {
        RuleSet rules = compiled(Corpus.rules());
        int pieces = 0;
        List<String> names = Share.of(Corpus.captureNames());
        for (String name : names) {
            Path capture = Corpus.captures().resolve(name + ".scap");
            long third = events(rules, List.of(capture)) / 4 + 1;
            List<Path> cut = new CaptureCutter(FalcoVersion.V0_40, third).cut(capture, folder.resolve(name));
            pieces += cut.size();
            assertThat(cut).as(name).hasSizeGreaterThanOrEqualTo(3);
            assertThat(lines(rules, cut)).as(name).isEqualTo(lines(rules, List.of(capture)));
        }
        assertThat(pieces).isGreaterThanOrEqualTo(3 * names.size());
    }

    /** A rule that fires on every event and shows every field that has no argument, and ancestors. */
    private static RuleSet probe(FalcoVersion version) {
        String fields = Stream.concat(
                        FieldCatalogue.of(version).definitions().stream()
                                .filter(CaptureCutterTest::isShown)
                                .map(FieldDefinition::name),
                        Stream.of(
                                "proc.aname[1]",
                                "proc.aname[2]",
                                "proc.aname[5]",
                                "proc.apid[1]",
                                "proc.aexepath[3]",
                                "proc.acmdline[2]",
                                "evt.arg.flags"))
                .map(name -> name + "=%" + name)
                .collect(Collectors.joining(" "));
        return compiled(RuleLoader.of(version).loadText("probe.yaml", """
                - rule: Every event
                  desc: d
                  condition: evt.num > 0
                  output: "%s"
                  priority: INFO
                """.formatted(fields)));
    }

    private static boolean isShown(FieldDefinition field) {
        return field.implemented()
                && !field.argument().required()
                && !field.has(FieldFlag.FILTER_ONLY)
                && !field.name().equals("util.cnt") // counts across events, and so begins anew in a piece
                && !field.name().startsWith("evt.deltatime");
    }

    static List<FalcoVersion> versions() {
        return Share.isLarge() ? List.of(FalcoVersion.CURRENT, FalcoVersion.V0_40) : List.of(FalcoVersion.CURRENT);
    }

    @RequiresShared
    @ParameterizedTest
    @MethodSource("versions")
    void everyFieldOfEveryEventIsTheSame(FalcoVersion version) throws IOException {
        RuleSet probe = probe(version);
        for (String name : Share.of(List.of("host_write_etc", "host_nc2"))) {
            Path capture = Corpus.captures().resolve(name + ".scap");
            List<String> whole = lines(probe, List.of(capture));
            assertThat(whole).hasSizeGreaterThan(40);
            List<Path> cut = new CaptureCutter(version, whole.size() / 4).cut(capture, folder.resolve(name));
            assertThat(cut).hasSizeGreaterThanOrEqualTo(4);
            List<String> pieces = lines(probe, cut);
            for (int i = 0; i < whole.size(); i++) {
                assertThat(pieces.get(i)).as(name).isEqualTo(whole.get(i));
            }
            assertThat(pieces).hasSameSizeAs(whole);
        }
    }

    private Path written(int reads) throws IOException {
        EventBuilder events = new EventBuilder(FalcoVersion.CURRENT);
        var cat = events.process("/usr/bin/cat");
        for (int i = 0; i < reads; i++) {
            cat.reads("/etc/file" + i);
        }
        Path capture = folder.resolve("written.scap");
        events.writeTo(capture);
        return capture;
    }

    @Test
    void noEventIsLostAndNoPieceIsEmpty() throws IOException {
        Path capture = written(10);
        RuleSet probe = probe(FalcoVersion.CURRENT);
        long whole = events(probe, List.of(capture));
        for (long size = 1; size <= whole + 1; size++) {
            List<Path> cut = new CaptureCutter(FalcoVersion.CURRENT, size).cut(capture, folder.resolve("cut" + size));
            assertThat(cut).hasSize((int) ((whole + size - 1) / size));
            assertThat(events(probe, cut)).isEqualTo(whole);
            assertThat(lines(probe, cut)).isEqualTo(lines(probe, List.of(capture)));
        }
    }

    /** Falco and sysdig know only the blocks that a recorder writes: what those say is enough for the usual fields. */
    @RequiresShared
    @Test
    void aReaderThatKnowsOnlyStandardBlocksSeesProcessesAndFiles() throws IOException {
        RuleSet rules = compiled(RuleLoader.of(FalcoVersion.CURRENT).loadText("standard.yaml", """
                - rule: Every open
                  desc: d
                  condition: evt.type in (open, openat, openat2, close, read, write, execve)
                  output: "%evt.time %evt.type %proc.name %proc.pname %proc.aname[2] %proc.cmdline %proc.cwd %fd.name %user.uid"
                  priority: INFO
                """));
        Path capture = Corpus.captures().resolve("user_container.scap");
        long size = events(rules, List.of(capture)) / 2;
        List<Path> cut = new CaptureCutter(FalcoVersion.CURRENT, size).cut(capture, folder.resolve("cut"));
        List<Path> standard = new ArrayList<>();
        for (Path piece : cut) {
            standard.add(Blocks.without(piece, Blocks.OF_KGUARD, folder.resolve("standard-" + piece.getFileName())));
        }
        assertThat(cut).hasSize(2);
        assertThat(messages(rules, standard)).isEqualTo(messages(rules, List.of(capture)));
    }

    private static List<String> messages(RuleSet rules, List<Path> captures) throws IOException {
        List<String> messages = new ArrayList<>();
        for (Path capture : captures) {
            Replay.of(rules)
                    .run(capture, alert -> messages.add(alert.message()))
                    .orThrow();
        }
        return messages;
    }

    @Test
    void aPieceIsForOneFalco() throws IOException {
        List<Path> cut = new CaptureCutter(FalcoVersion.CURRENT, 5).cut(written(10), folder.resolve("cut"));
        RuleSet older = probe(FalcoVersion.V0_44);
        assertThatThrownBy(() -> Replay.of(older).run(cut.get(1), alert -> {}))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("this piece of a capture was cut for Falco 0.45, not 0.44. Replay it with"
                        + " kguard.falco=0.45, or cut the capture again");
    }

    @Test
    void aDamagedCaptureLeavesNoPiece() throws IOException {
        Path capture = written(50);
        Path plain = folder.resolve("plain.scap");
        Blocks.copy(capture, plain);
        byte[] bytes = Files.readAllBytes(plain);
        Files.write(plain, Arrays.copyOf(bytes, bytes.length - 7));
        Path into = folder.resolve("cut");
        assertThatThrownBy(() -> new CaptureCutter(FalcoVersion.CURRENT, 5).cut(plain, into))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("Is the file truncated?");
        assertThat(into).isEmptyDirectory();
    }

    /** Whatever is wrong with the begin of a piece, it is a damaged capture and nothing worse. */
    @Test
    void aDamagedBeginIsDamage() throws IOException {
        Path capture = written(10);
        List<Path> cut = new CaptureCutter(FalcoVersion.CURRENT, 8).cut(capture, folder.resolve("cut"));
        Path plain = folder.resolve("piece.scap");
        Blocks.copy(cut.get(1), plain);
        byte[] bytes = Files.readAllBytes(plain);
        RuleSet probe = probe(FalcoVersion.CURRENT);
        int[] positions = Blocks.positions(bytes, Blocks.OF_KGUARD).toArray();
        int step = Math.max(1, positions.length / DAMAGES);
        Map<Boolean, Long> ends = IntStream.iterate(0, i -> i < positions.length, i -> i + step)
                .map(i -> positions[i])
                .mapToObj(at -> {
                    byte[] damaged = bytes.clone();
                    damaged[at] ^= (byte) 0x81;
                    return isRead(probe, damaged);
                })
                .collect(Collectors.partitioningBy(read -> read, Collectors.counting()));
        assertThat(ends.get(false)).isGreaterThanOrEqualTo(DAMAGES / 4);
    }

    private boolean isRead(RuleSet rules, byte[] capture) {
        try {
            Path file = Files.write(folder.resolve("damaged.scap"), capture);
            return Replay.of(rules).run(file, alert -> {}).damage().isEmpty();
        } catch (CaptureException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aPieceHasAtLeastOneEvent() {
        assertThatThrownBy(() -> new CaptureCutter(FalcoVersion.CURRENT, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("kguard.pieceEvents is the number of events of a piece, at least 1");
    }
}
