// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.internal.file.OwnFolder;
import io.kguard.internal.yaml.YamlDocument;
import io.kguard.internal.yaml.YamlFormat;
import io.kguard.internal.yaml.YamlMapping;
import io.kguard.internal.yaml.YamlValue;
import io.kguard.rule.IgnoredYamlFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of a folder with scenarios, and of the folders in it. One that is left out would not be checked. So links are followed,
 * and what looks like a scenario and is not read is a mistake.
 *
 * @param files files named {@code *.yaml} or {@code *.yml}, sorted by path
 * @param manifests those that are Kubernetes manifests, which scenarios may apply
 * @param problems what looks like a scenario and is not read
 */
record ScenarioFolder(List<Path> files, List<Path> manifests, List<ScenarioProblem> problems) {
    private static final int MAX_FILES = 10_000;
    private static final int MAX_MANIFEST = 1 << 20;
    private static final Pattern YAML = Pattern.compile(".*\\.ya?ml", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern API_VERSION = keyAtTop("apiVersion");
    private static final Pattern KIND = keyAtTop("kind");
    private static final Pattern SCENARIO = keyAtTop("scenario");
    private static final YamlFormat MANIFEST = new YamlFormat("manifest", "", MAX_MANIFEST, 40, 20, 20_000).ofSeveral();

    ScenarioFolder {
        files = List.copyOf(files);
        manifests = List.copyOf(manifests);
        problems = List.copyOf(problems);
    }

    private static Pattern keyAtTop(String key) {
        return Pattern.compile("^(?:\u00ef\u00bb\u00bf)?[\"']?" + key + "[\"']?\\s*:", Pattern.MULTILINE);
    }

    static ScenarioFolder of(Path directory) throws IOException {
        return of(directory, ScenarioIndex.NONE);
    }

    /** The files of a folder, of which an index knows some as scenarios. */
    static ScenarioFolder of(Path directory, ScenarioIndex index) throws IOException {
        List<Path> files = new ArrayList<>();
        List<Path> manifests = new ArrayList<>();
        List<Path> others = new ArrayList<>();
        for (Path path : walk(directory)) {
            if (!YAML.matcher(path.toString()).matches()) {
                others.add(path);
                continue;
            }
            OwnFolder.check(directory, path);
            (index.find(path).isEmpty() && isManifest(path) ? manifests : files).add(path);
            if (files.size() > MAX_FILES) {
                throw new ScenarioException("the directory " + directory + " holds more than " + MAX_FILES
                        + " files named *.yaml or *.yml; that is more than kguard reads");
            }
        }
        Set<Path> withScenarios = new HashSet<>(Set.of(directory));
        files.forEach(file -> withScenarios.add(file.getParent()));
        List<ScenarioProblem> problems = new ArrayList<>();
        for (Path other : others) {
            if (!Files.exists(other)) {
                if (withScenarios.contains(other.getParent())) { // an image may have links that lead nowhere here
                    problems.add(problem(other, "this is a broken link", "mend it, or remove it"));
                }
            } else if (IgnoredYamlFiles.isMeant(other, "scenario:")) {
                problems.add(problem(
                        other,
                        "this file is not read, because its name does not end with .yaml or .yml",
                        "rename it, or move it out of the folder"));
            }
        }
        return new ScenarioFolder(files, manifests, problems);
    }

    private static ScenarioProblem problem(Path file, String what, String advice) {
        return new ScenarioProblem(new Origin(file.toString(), 1, 1), what, advice, "");
    }

    private static List<Path> walk(Path directory) throws IOException {
        try (Stream<Path> walk = Files.walk(directory, FileVisitOption.FOLLOW_LINKS)) {
            return walk.filter(path -> !Files.isDirectory(path) && !isBehindConfigMap(directory.relativize(path)))
                    .sorted()
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static boolean isBehindConfigMap(Path path) {
        for (Path name : path) {
            if (IgnoredYamlFiles.isBehindConfigMap(name.toString())) {
                return true;
            }
        }
        return false;
    }

    static boolean isManifest(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return false; // the reader of scenarios says what is wrong
        }
        try (InputStream in = Files.newInputStream(file)) {
            String text = new String(in.readNBytes(MAX_MANIFEST), ISO_8859_1);
            return API_VERSION.matcher(text).find()
                            && KIND.matcher(text).find()
                            && !SCENARIO.matcher(text).find()
                    || beginsWithBrace(text) && isManifestInBraces(file, new String(text.getBytes(ISO_8859_1), UTF_8));
        }
    }

    private static boolean beginsWithBrace(String text) {
        return text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#") && !line.equals("---"))
                .findFirst()
                .filter(line -> line.startsWith("{"))
                .isPresent();
    }

    /** A manifest may be in braces, as JSON is. Then its keys are at no line's begin. */
    private static boolean isManifestInBraces(Path file, String text) {
        YamlValue root = YamlDocument.of(file.toString(), text, MANIFEST, (value, written) -> written)
                .root();
        YamlMapping object = root == null ? null : root.settings("a manifest");
        return object != null
                && object.keys().containsAll(Set.of("apiVersion", "kind"))
                && !object.keys().contains("scenario");
    }
}
