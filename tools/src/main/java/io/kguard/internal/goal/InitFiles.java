// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.goal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.event.JsonWriter;
import io.kguard.internal.file.FileToRead;
import io.kguard.internal.file.OwnFolder;
import io.kguard.internal.goal.FoundFiles.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The files that {@code init} writes.
 *
 * @param found what the folder has
 * @param base the line that loads Falco's own rules first; empty if none is needed
 */
record InitFiles(FoundFiles found, List<String> base) {
    static final String SETTINGS = "kguard.yaml";
    static final String OF_GITLAB = ".gitlab-ci.yml";

    private static final String OF_GITHUB = ".github/workflows/kguard.yml";
    private static final String TESTS = "src/kguard/scenarios";
    private static final String DERIVED = "derived";
    private static final int MAX_CONFIG = 1 << 20;

    /** The rule files in loading order: those alone, or in ConfigMaps, and those of the one file of values beside others. */
    List<Path> rules() {
        List<Path> rules = new ArrayList<>(found.rules());
        if (!rules.isEmpty()) {
            values().ifPresent(rules::add);
        }
        return rules;
    }

    /** The values that count: the first. Others are for another cluster. */
    private Optional<Path> values() {
        return found.of(Kind.VALUES).stream().findFirst();
    }

    /** What decides which rules are evaluated. */
    Optional<Path> config() {
        return values().or(() -> found.of(Kind.FALCO_YAML).stream().findFirst());
    }

    /** The text of kguard.yaml. */
    String settings() {
        StringBuilder text = new StringBuilder("""
                # The options of kguard for this folder. Every goal reads them; the command line wins. kguard init wrote
                # this file, and does not change it any more.
                """);
        List<Path> rules = rules();
        base.stream()
                .filter(line -> line.startsWith("#"))
                .forEach(line -> text.append(line).append('\n'));
        if (!rules.isEmpty()) {
            text.append("\n# Rule files, in the order in which they are loaded.\nrules:\n");
            base.stream()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> text.append("  - ").append(line).append('\n'));
            rules.forEach(file -> text.append("  - ").append(quoted(file)).append('\n'));
        }
        config().ifPresent(
                        file -> text.append("\n# It decides which rules are evaluated, and what alerts say.\nconfig: ")
                                .append(quoted(file))
                                .append('\n'));
        others(found.of(Kind.VALUES), text);
        others(found.of(Kind.FALCO_YAML), text);
        list(text, "\n# What alerts trigger.\nreactions:\n", found.of(Kind.REACTIONS));
        List<Path> tests = found.scenarioFolders();
        if (!tests.equals(List.of(Path.of(TESTS)))) {
            list(text, "\n# Your tests.\nscenarios:\n", tests);
        }
        if (!tests.isEmpty() && !derived().startsWith(TESTS)) {
            text.append("\nderive:\n  # The folder for tests that kguard derives of rules.\n  into: ")
                    .append(quoted(derived()))
                    .append('\n');
        }
        return text.append("""

                verify:
                  # Fewer checks are an error: rules or tests got lost. Put in how many you have.
                  # minChecks: 1
                  # Falco's own rules need no test of yours; without them in "rules", this asks for a test of each rule.
                  # failOnUntestedRule: true
                """).toString();
    }

    private void others(List<Path> files, StringBuilder text) {
        Path taken = config().orElse(null);
        files.stream()
                .filter(file -> !file.equals(taken))
                .forEach(file -> text.append("# config: ").append(quoted(file)).append('\n'));
    }

    private static void list(StringBuilder text, String head, List<Path> files) {
        if (!files.isEmpty()) {
            text.append(head);
            files.forEach(file -> text.append("  - ").append(quoted(file)).append('\n'));
        }
    }

    /** The folder for derived tests. */
    private Path derived() {
        List<Path> tests = found.scenarioFolders();
        Path folder = tests.stream()
                .filter(path -> !path.toString().endsWith(".yaml"))
                .findFirst()
                .orElse(Path.of(TESTS));
        return folder.endsWith(DERIVED) ? folder : folder.resolve(DERIVED);
    }

    private static String quoted(Path path) {
        String text = path.toString();
        return text.matches("[A-Za-z_][\\w./-]*")
                ? text
                : JsonWriter.compact().value(text).json();
    }

    /** The pipelines for the code hosts whose repository a folder is, by their paths. */
    static Map<String, String> pipelines(Workplace place, String version) throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        if (!isThere(place, ".git")) {
            return files;
        }
        String remotes = remotes(place);
        if (isThere(place, ".github") || remotes.contains("github.com")) {
            files.put(OF_GITHUB, """
                    name: kguard
                    on:
                      push: {branches: [main]}
                      pull_request:
                    permissions: {contents: read}
                    jobs:
                      verify:
                        runs-on: ubuntu-24.04
                        steps:
                          - uses: actions/checkout@v5
                          - uses: kguard/kguard@vVERSION
                    """.replace("VERSION", version));
        }
        if (isThere(place, OF_GITLAB) || remotes.contains("gitlab")) {
            files.put(OF_GITLAB, """
                    include:
                      - project: GROUP/kguard # put in where kguard is on your GitLab
                        file: pipelines/gitlab.yml # which says how to set up the runner
                        inputs: {image: "$CI_REGISTRY_IMAGE/kguard:VERSION"}
                    """.replace("VERSION", version));
        }
        return files;
    }

    private static boolean isThere(Workplace place, String name) {
        return Files.exists(place.file(name), LinkOption.NOFOLLOW_LINKS);
    }

    private static String remotes(Workplace place) throws IOException {
        Path config = place.file(".git/config");
        if (!Files.isRegularFile(config)) {
            return "";
        }
        OwnFolder.check(config);
        try (InputStream in = Files.newInputStream(FileToRead.of(config))) {
            return new String(in.readNBytes(MAX_CONFIG), UTF_8);
        }
    }
}
