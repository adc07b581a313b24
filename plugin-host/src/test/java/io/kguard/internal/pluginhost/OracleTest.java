// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.pluginhost;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.Matching;
import io.kguard.engine.RuleSet;
import io.kguard.engine.Session;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.source.EventSources;
import io.kguard.internal.source.SourceLog;
import io.kguard.output.FalcoPlugin;
import io.kguard.reference.RequiresReference;
import io.kguard.rule.RuleLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Falco's own library loads the same plugin, reads the same events, and has the same values and matches. */
@RequiresReference
class OracleTest {
    private static final Path SOURCE = Path.of("src/test/cpp/oracle.cpp");
    private static final Path PROGRAM = Path.of("target/oracle");

    private static final List<String> FORMATS = List.of(
            "%sample.line",
            "%sample.size",
            "%sample.is_long",
            "%sample.since",
            "%sample.at",
            "%sample.ip",
            "%sample.words",
            "%sample.lengths",
            "%sample.asked",
            "%sample.asked[3]",
            "%sample.input",
            "%sample.fails",
            "%sample.none",
            "%sample.word[0]",
            "%sample.word[2]",
            "%sample.word[70]",
            "%sample.value[user]",
            "%sample.value[ip]",
            "%sample.value[nobody]",
            "%evt.num %evt.source %evt.pluginname %evt.plugininfo",
            "%toupper(sample.line)",
            "%len(sample.words)",
            "%tolower(evt.source)");

    private static final List<String> FILTERS = List.of(
            "sample.line contains GET",
            "sample.line startswith line",
            "sample.line glob *html*",
            "sample.line = short",
            "sample.size > 20",
            "sample.size in (5, 37)",
            "sample.is_long = true",
            "sample.is_long in (false)",
            "sample.since > 5000000035",
            "sample.at >= 1700000000000000003",
            "sample.ip = 10.1.2.3",
            "sample.ip in (10.1.2.3, 255.255.255.255)",
            "sample.ip = 2001::ff",
            "sample.ip exists",
            "sample.net in (10.0.0.0/8)",
            "sample.net = 16.0.0.0/4",
            "sample.net != 10.0.0.0/8",
            "sample.words in (short)",
            "sample.words intersects (GET, POST)",
            "sample.lengths in (5)",
            "sample.lengths in (2, 3, 4, 5, 6, 7, 8, 9, 10, 11)",
            "sample.lengths intersects (3)",
            "sample.words exists",
            "sample.word[1] startswith /",
            "sample.word[2] exists",
            "sample.value[user] = root",
            "sample.value[nobody] exists",
            "sample.asked[2] = \"1 2 2\"",
            "sample.none exists",
            "sample.fails exists",
            "not sample.fails = a",
            "tolower(sample.line) contains get",
            "len(sample.words) > 2",
            "sample.word[0] = val(sample.word[1])",
            "evt.num = 2",
            "evt.source = sample",
            "evt.pluginname = sample",
            "evt.plugininfo contains \"5 bytes\"");

    @TempDir
    private Path folder;

    /** What kguard's rules say, for each event. */
    private List<List<String>> ours(Path log) throws IOException {
        Map<Long, List<String>> matched = new TreeMap<>();
        try (LoadedPlugins plugins = new LoadedPlugins()) {
            plugins.load(List.of("sample"), List.of(new FalcoPlugin("sample", SamplePlugin.library("sample"), "", "")));
            EventSources sources = plugins.sources(EventSources.BUILT_IN);
            RuleSet rules = RuleSet.compile(
                    RuleLoader.of(FalcoVersion.V0_40).withSources(sources).loadText("rules.yaml", rules()),
                    EngineOptions.of(FalcoVersion.V0_40).withMatching(Matching.ALL));
            assertThat(rules.rules()).hasSize(FORMATS.size() + FILTERS.size());
            Session session = Session.of(
                    rules,
                    alert -> matched.computeIfAbsent(alert.eventNumber(), number -> new ArrayList<>(empty()))
                            .set(
                                    Integer.parseInt(alert.rule().name()),
                                    isFormat(alert.rule().name()) ? missing(alert.message()) : "+"));
            SourceLog.read(log, sources, null, session::judge);
        }
        return List.copyOf(matched.values());
    }

    private static List<String> empty() {
        List<String> answers = new ArrayList<>();
        FORMATS.forEach(format -> answers.add(""));
        FILTERS.forEach(filter -> answers.add("-"));
        return answers;
    }

    private static boolean isFormat(String number) {
        return Integer.parseInt(number) < FORMATS.size();
    }

    /** Where a value is missing Falco's library has no text, and a rule's output a word. */
    private static String missing(String message) {
        return message.contains("<NA>") ? "" : "=" + new String(message.getBytes(UTF_8), ISO_8859_1);
    }

    private static String rules() {
        StringBuilder yaml = new StringBuilder();
        for (int i = 0; i < FORMATS.size(); i++) {
            yaml.append(rule(i, "evt.num > 0", FORMATS.get(i)));
        }
        for (int i = 0; i < FILTERS.size(); i++) {
            yaml.append(rule(FORMATS.size() + i, FILTERS.get(i), "matches"));
        }
        return yaml.toString();
    }

    private static String rule(int number, String condition, String output) {
        return "- {rule: \"" + number + "\", desc: d, condition: '" + condition + "', output: '" + output
                + "', priority: INFO, source: sample}\n";
    }

    private List<List<String>> falcos(Path log) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(program(), SamplePlugin.library("sample").toString(), "", log.toString()));
        FORMATS.forEach(format -> command.add("=" + format));
        command.addAll(FILTERS);
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
        lines.add("1 twice twice");
        return Files.write(folder.resolve("many"), lines);
    }

    @Test
    void bothHaveTheSameValuesAndMatches() throws IOException, InterruptedException {
        Path log = manyLines();

        List<List<String>> ours = ours(log);
        List<List<String>> falcos = falcos(log);

        assertThat(ours).hasSize(SamplePlugin.LINES.size() + 601).hasSameSizeAs(falcos);
        List<String> differences = new ArrayList<>();
        for (int event = 0; event < ours.size(); event++) {
            differences.addAll(differences(event, ours.get(event), falcos.get(event)));
        }
        assertThat(differences).isEmpty();
    }

    private static List<String> differences(int event, List<String> ours, List<String> falcos) {
        assertThat(ours).hasSameSizeAs(falcos);
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < ours.size(); i++) {
            if (!ours.get(i).equals(falcos.get(i))) {
                String asked = i < FORMATS.size() ? FORMATS.get(i) : FILTERS.get(i - FORMATS.size());
                differences.add(
                        "event " + (event + 1) + ", " + asked + ": " + ours.get(i) + ", Falco: " + falcos.get(i));
            }
        }
        return differences;
    }
}
