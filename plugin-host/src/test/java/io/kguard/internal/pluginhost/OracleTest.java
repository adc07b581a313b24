// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.pluginhost;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.internal.source.FoundValues;
import io.kguard.event.IpText;
import io.kguard.event.ParamType;
import io.kguard.reference.RequiresReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Falco's own library loads the same plugin, reads the same events, and has the same values. */
@RequiresReference
class OracleTest {
    private static final Path SOURCE = Path.of("src/test/cpp/oracle.cpp");
    private static final Path PROGRAM = Path.of("target/oracle");

    @TempDir
    private Path folder;

    /** A field as rules write it. */
    private record Written(String name, @Nullable String argument) {
        String format() {
            return "%sample." + name + (argument == null ? "" : "[" + argument + "]");
        }
    }

    private static final List<Written> FIELDS = Stream.of(
                    "line",
                    "size",
                    "is_long",
                    "since",
                    "at",
                    "ip",
                    "words",
                    "lengths",
                    "asked",
                    "input",
                    "fails",
                    "none",
                    "word 0",
                    "word 1",
                    "word 2",
                    "word 70",
                    "value user",
                    "value ip",
                    "value nobody",
                    "asked 3")
            .map(text -> text.split(" "))
            .map(parts -> new Written(parts[0], parts.length == 1 ? null : parts[1]))
            .toList();

    /** Those that have no value in any event. */
    private static final Set<String> NEVER = Set.of("%sample.fails", "%sample.none", "%sample.value[nobody]");

    private List<List<String>> ours(Path log) {
        try (HostedPlugin plugin = SamplePlugin.load("sample", "", log)) {
            List<PluginField> fields = new ArrayList<>();
            for (Written written : FIELDS) {
                fields.add(SamplePlugin.field(plugin, written.name()));
                plugin.plan(fields.get(fields.size() - 1), written.argument());
            }
            List<List<String>> all = new ArrayList<>();
            plugin.read(log.toString(), event -> {
                List<FoundValues> values = plugin.values(all.size() + 1L, event);
                List<String> texts = new ArrayList<>();
                for (int i = 0; i < fields.size(); i++) {
                    texts.add(text(fields.get(i), values.get(i)));
                }
                texts.add("=" + plugin.text(all.size() + 1L, event));
                all.add(texts);
            });
            return all;
        }
    }

    private static String text(PluginField field, FoundValues values) {
        List<String> texts;
        if (values instanceof FoundValues.Texts found) {
            texts = found.all();
        } else if (values instanceof FoundValues.Addresses found) {
            texts = found.all().stream().map(OracleTest::address).toList();
        } else if (values instanceof FoundValues.Numbers found) {
            texts = found.all().stream()
                    .map(number -> field.type() == ParamType.BOOL
                            ? String.valueOf(number != 0)
                            : Long.toUnsignedString(number))
                    .toList();
        } else {
            return "";
        }
        return field.isList() ? "=" + texts.stream().collect(Collectors.joining(",", "(", ")")) : "=" + texts.get(0);
    }

    private static String address(String octets) {
        if (octets.length() == 4) {
            return octets.chars().mapToObj(String::valueOf).collect(Collectors.joining("."));
        }
        long[] halves = LongStream.of(0, 8)
                .map(from -> octets.substring((int) from, (int) from + 8)
                        .chars()
                        .mapToLong(octet -> octet)
                        .reduce(0, (sum, octet) -> sum << 8 | octet))
                .toArray();
        return IpText.of(true, halves[0], halves[1]);
    }

    private List<List<String>> falcos(Path log) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(program(), SamplePlugin.library("sample").toString(), "", log.toString()));
        FIELDS.forEach(field -> command.add(field.format()));
        command.add("%evt.plugininfo");
        List<List<String>> events = new ArrayList<>();
        for (String event : run(command).split("\2")) {
            events.add(List.of(event.split("\1", -1)));
        }
        List<String> last = events.remove(events.size() - 1);
        assertThat(last).startsWith(String.valueOf(events.size()));
        return events.stream().map(texts -> texts.subList(0, texts.size() - 1)).toList();
    }

    private static String program() throws IOException, InterruptedException {
        run(List.of(
                "g++",
                "-std=c++17",
                "-O1",
                "-I/usr/include/falcosecurity",
                "-I/usr/include/jsoncpp",
                "-o",
                PROGRAM.toString(),
                SOURCE.toString(),
                "-lsinsp",
                "-lscap"));
        return PROGRAM.toString();
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        Path output = Path.of("target/oracle-output");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(5, TimeUnit.MINUTES);
        process.destroyForcibly();
        String text = Files.readString(output, ISO_8859_1);
        assertThat(ended && process.exitValue() == 0).as(text).isTrue();
        return text;
    }

    private Path manyLines() throws IOException {
        List<String> lines = new ArrayList<>(SamplePlugin.LINES);
        for (int i = 0; i < 300; i++) {
            lines.add((1_700_000_000_000_000_000L + i) + " line " + i + " ip=" + i % 256 + ".0.0.1 user=u" + i
                    + " word".repeat(i % 90));
            lines.add((1_700_000_000_000_000_000L + i) + " ip6=" + Integer.toHexString(i % 256) + " user= ip=1.2.3");
        }
        return Files.write(folder.resolve("many"), lines);
    }

    @Test
    void bothHaveTheSameValues() throws IOException, InterruptedException {
        Path log = manyLines();

        List<List<String>> ours = ours(log);
        assertThat(ours).hasSize(SamplePlugin.LINES.size() + 600).isEqualTo(falcos(log));

        for (int i = 0; i < FIELDS.size(); i++) {
            int at = i;
            assertThat(ours.stream().anyMatch(texts -> !texts.get(at).isEmpty()))
                    .as(FIELDS.get(i).format())
                    .isNotEqualTo(NEVER.contains(FIELDS.get(i).format()));
        }
    }
}
