// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.internal.source.EventSources;
import io.kguard.workload.AllowedFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import org.apiguardian.api.API;

/**
 * What is in the scenario files of a jar, made when the jar is. To read the YAML of hundreds of scenarios takes longer than to play
 * one. A file counts as known only if it has the bytes that it had when the index was made; all others are read.
 */
@API(status = API.Status.INTERNAL)
public final class ScenarioIndex {
    /** Beside the folder of the scenarios, which holds nothing else. */
    private static final String FILE = ScenarioCatalogue.RESOURCES + ".index";

    private static final String FORMAT = "kguard scenarios 1";
    private static final String TAB = "\t";

    /** Knows no file. */
    static final ScenarioIndex NONE = new ScenarioIndex(Map.of());

    private final Map<String, IndexedFile> files;

    private ScenarioIndex(Map<String, IndexedFile> files) {
        this.files = files;
    }

    /** The index of a jar; an empty one if it has none, or one of another format. */
    static ScenarioIndex in(Path root) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(root.resolve(FILE), UTF_8);
        } catch (NoSuchFileException e) {
            lines = List.of();
        }
        return new ScenarioIndex(lines.isEmpty() || !lines.get(0).equals(FORMAT) ? Map.of() : files(lines));
    }

    private static Map<String, IndexedFile> files(List<String> lines) {
        Map<String, IndexedFile> files = new HashMap<>();
        List<IndexedScenario> scenarios = new ArrayList<>();
        List<IndexedScenario.Check> checks = new ArrayList<>();
        // what belongs to something comes before it
        for (String line : lines.subList(1, lines.size())) {
            String[] words = line.split(TAB, -1);
            switch (words[0]) {
                case "check" -> checks.add(new IndexedScenario.Check(words[2], Expectation.Outcome.valueOf(words[1])));
                case "scenario" -> {
                    List<String> techniques = List.of(words).subList(3, words.length);
                    scenarios.add(new IndexedScenario(words[1], Scenario.Kind.valueOf(words[2]), techniques, checks));
                    checks.clear();
                }
                case "file" -> {
                    files.put(
                            words[1],
                            new IndexedFile(words[1], Long.parseLong(words[2]), Long.parseLong(words[3]), scenarios));
                    scenarios.clear();
                }
                default ->
                    throw new IllegalStateException(FILE + " has a line that this version does not know: " + line);
            }
        }
        return files;
    }

    /** What the index has of a file of a jar; empty if it does not know the file as it is. */
    Optional<IndexedFile> find(Path file) throws IOException {
        IndexedFile known = files.get(file.toString());
        if (known == null) {
            return Optional.empty();
        }
        Map<String, Object> now = Files.readAttributes(file, "zip:crc,size");
        boolean same = now.get("crc") instanceof Long crc
                && now.get("size") instanceof Long size
                && crc == known.crc()
                && size == known.size();
        return same ? Optional.of(known) : Optional.empty();
    }

    /**
     * Writes the index of a folder that becomes a jar.
     *
     * @param args the folder
     */
    public static void main(String[] args) throws IOException {
        Path root = Path.of(args[0]);
        List<String> lines = new ArrayList<>(List.of(FORMAT));
        for (Path file :
                ScenarioFolder.of(root.resolve(ScenarioCatalogue.RESOURCES)).files()) {
            for (Scenario scenario : ScenarioReader.read(file, AllowedFolders.defaults(), EventSources.BUILT_IN)) {
                IndexedScenario indexed = IndexedScenario.of(scenario);
                indexed.checks()
                        .forEach(
                                check -> lines.add(line("check", check.outcome().name(), check.rule())));
                List<String> words =
                        new ArrayList<>(List.of(indexed.id(), indexed.kind().name()));
                words.addAll(indexed.techniques());
                lines.add(line("scenario", words.toArray(String[]::new)));
            }
            byte[] bytes = Files.readAllBytes(file);
            CRC32 crc = new CRC32();
            crc.update(bytes);
            String path = "/" + root.relativize(file);
            lines.add(line("file", path, String.valueOf(crc.getValue()), String.valueOf(bytes.length)));
        }
        Files.writeString(root.resolve(FILE), String.join("\n", lines) + "\n");
    }

    private static String line(String first, String... others) {
        for (String word : others) {
            if (word.contains(TAB) || word.lines().count() != 1) {
                throw new IllegalArgumentException("an index can't hold \"" + word + "\"");
            }
        }
        return first + TAB + String.join(TAB, others);
    }
}
