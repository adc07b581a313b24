// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.catalogue;

import io.kguard.internal.file.FileToRead;
import io.kguard.internal.file.OwnFolder;
import io.kguard.internal.yaml.YamlDocument;
import io.kguard.internal.yaml.YamlFormat;
import io.kguard.internal.yaml.YamlMapping;
import io.kguard.internal.yaml.YamlValue;
import io.kguard.scenario.Recording;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioCatalogue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Copies the file of a scenario under another id, with the files beside it that it names. */
public final class ScenarioCopy {
    private static final YamlFormat FORMAT = new YamlFormat("scenario", "", 256 << 10, 40, 20, 20_000);
    private static final int MAX_TWINS = 200;
    private static final int MAX_FILES = 100;
    private static final int MAX_BYTES = 64 << 20;

    private final ScenarioCatalogue catalogue;
    private final Scenario like;
    private final String text;
    private final YamlValue root;

    private ScenarioCopy(ScenarioCatalogue catalogue, Scenario like, String text, YamlValue root) {
        this.catalogue = catalogue;
        this.like = like;
        this.text = text;
        this.root = root;
    }

    /**
     * The text of the file in which the scenario with an id stands.
     *
     * @throws io.kguard.scenario.ScenarioException if there is no such scenario; it names the nearest
     */
    public static String text(ScenarioCatalogue catalogue, String id) {
        return catalogue.text(catalogue.get(id));
    }

    /**
     * The files of a copy, by their paths: first that of the scenario.
     *
     * @param like the id of a scenario; if it is a twin or of a matrix, the whole file is copied
     * @param id the id of the copy, after which its file is named
     * @param into the folder of the copy
     * @throws io.kguard.scenario.ScenarioException if there is no such scenario; it names the nearest
     * @throws IllegalArgumentException if it can't be copied; the message says why
     * @throws IOException if a file can't be read
     */
    public static Map<Path, byte[]> of(ScenarioCatalogue catalogue, String like, String id, Path into)
            throws IOException {
        Scenario scenario = catalogue.get(like);
        String text = catalogue.text(scenario);
        YamlDocument document = YamlDocument.of(like, text, FORMAT, (value, written) -> written);
        YamlValue root = document.root();
        if (root == null || root.find(List.of("scenario")) == root) {
            throw new IllegalArgumentException(like + " is a test of a suite file: copy "
                    + scenario.origin().file() + " and change it");
        }
        ScenarioCopy copy = new ScenarioCopy(catalogue, scenario, text, root);
        Map<Path, byte[]> files = new LinkedHashMap<>();
        files.put(into.resolve(id + ".yaml"), copy.renamed(id).getBytes(StandardCharsets.UTF_8));
        copy.addFiles(into, files);
        return files;
    }

    /** The text with other ids: that of a twin begins with that of the attack. */
    private String renamed(String id) {
        List<YamlValue> places = new ArrayList<>(List.of(root.find(List.of("scenario"))));
        YamlValue twin = root.find(List.of("twin", "scenario"));
        if (twin.key().equals("scenario")) {
            places.add(twin);
        }
        YamlValue twins = root.find(List.of("twins"));
        if (twins.isList()) {
            for (YamlValue item : twins.items(MAX_TWINS)) {
                places.add(item.find(List.of("scenario")));
            }
        }
        String attack = places.get(0).written();
        Set<String> ids = new HashSet<>();
        Map<YamlValue, String> renamed = new LinkedHashMap<>();
        for (YamlValue place : places) {
            String old = place.written();
            String base = old.startsWith(attack) ? id + old.substring(attack.length()) : id + "-twin";
            String free = base;
            for (int number = 2; !ids.add(free); number++) {
                free = base + "-" + number;
            }
            if (catalogue.find(free).isPresent()) {
                throw new IllegalArgumentException("there is a scenario " + free + " already, at "
                        + catalogue.get(free).origin() + "; choose another name");
            }
            renamed.put(place, free);
        }
        return replaced(renamed);
    }

    private String replaced(Map<YamlValue, String> renamed) {
        List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
        renamed.entrySet().stream()
                .sorted(Comparator.comparingInt((Map.Entry<YamlValue, String> entry) ->
                                entry.getKey().column())
                        .reversed())
                .forEach(entry -> {
                    YamlValue place = entry.getKey();
                    String line = lines.get(place.line() - 1);
                    int start = line.offsetByCodePoints(0, place.column() - 1);
                    int at = line.indexOf(place.written(), start);
                    if (at < 0 || at > start + 1) { // perhaps in quotes
                        throw new IllegalArgumentException("the scenario " + like.id() + " has its id in a form that"
                                + " can't be changed: copy " + like.origin().file() + " and change it");
                    }
                    lines.set(
                            place.line() - 1,
                            line.substring(0, at)
                                    + entry.getValue()
                                    + line.substring(at + place.written().length()));
                });
        return String.join("\n", lines);
    }

    /** Whatever the scenario names that is a file beside it: a recording, rules of reactions, an image, a manifest for kubectl. */
    private void addFiles(Path into, Map<Path, byte[]> files) throws IOException {
        Path folder = like.origin().folder().orElse(null);
        if (folder == null) {
            return;
        }
        Set<Path> named = new HashSet<>();
        collect(root, folder, named);
        for (Scenario scenario : catalogue.scenarios()) { // values may be in the names of recordings
            Recording recording = scenario.recording();
            if (recording != null
                    && !recording.isInline()
                    && scenario.origin().file().equals(like.origin().file())) {
                add(recording.file().toAbsolutePath().toString(), folder, named);
            }
        }
        long bytes = 0;
        for (Path file : named.stream().sorted().toList()) {
            OwnFolder.check(file);
            bytes += Files.size(file);
            if (named.size() > MAX_FILES || bytes > MAX_BYTES) {
                throw new IllegalArgumentException("the scenario " + like.id() + " names more than " + MAX_FILES
                        + " files, or more than " + (MAX_BYTES >> 20) + " MiB: copy them by hand");
            }
            Path target = into.resolve(folder.relativize(file).toString());
            if (!Files.exists(target) || Files.mismatch(file, target) >= 0) {
                files.put(target, FileToRead.bytes(file, MAX_BYTES));
            }
        }
    }

    private static void collect(YamlValue value, Path folder, Set<Path> named) {
        if (value.isMapping()) {
            YamlMapping mapping = value.settings("a scenario");
            if (mapping != null) {
                mapping.values().forEach(member -> collect(member, folder, named));
            }
        } else if (value.isList()) {
            value.items(Integer.MAX_VALUE).forEach(item -> collect(item, folder, named));
        } else {
            add(value.written(), folder, named);
        }
    }

    private static void add(String text, Path folder, Set<Path> named) {
        try {
            Path file = folder.resolve(text).normalize();
            if (!text.isEmpty() && file.startsWith(folder) && Files.isRegularFile(file)) {
                named.add(file);
            }
        } catch (InvalidPathException e) {
            // a text that is no path names no file
        }
    }
}
