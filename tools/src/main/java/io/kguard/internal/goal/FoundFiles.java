// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.goal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.kguard.rule.RuleLoader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a folder has for kguard. Links and hidden folders are not followed.
 *
 * @param kinds the files of which kguard knows what they are, by paths from the folder on
 * @param others the other YAML files
 * @param notes files that were passed over, with the reason
 */
record FoundFiles(Map<Path, Kind> kinds, Set<Path> others, List<String> notes) {
    private static final int MAX_FILES = 50_000;
    private static final Set<String> NOT_SEARCHED = Set.of("target", "node_modules");
    private static final Pattern ITEM = Pattern.compile("(?m)^ *- +[\"']?(?:rule|macro|list)[\"']? *:");
    private static final Pattern FALCO_ITEM = Pattern.compile(
            "(?m)^- +[\"']?(?:rule|macro|list|required_engine_version|required_plugin_versions)[\"']? *:");
    /** Falco loads its own files before those of users. */
    private static final Comparator<Path> LOADING_ORDER =
            Comparator.comparingInt(FoundFiles::rank).thenComparing(Comparator.naturalOrder());

    /** What a file is. */
    enum Kind {
        RULES("rules of Falco", FALCO_ITEM),
        VALUES("values of Falco's Helm chart with customRules", Pattern.compile("(?m)^(?: {2}| {4})?customRules *:")),
        CONFIG_MAP("a ConfigMap with rules", Pattern.compile("(?m)^kind: *[\"']?ConfigMap\\b")),
        FALCO_YAML("a falco.yaml", Pattern.compile("(?m)^rules_files? *:")),
        REACTIONS("rules of Falco Talon", Pattern.compile("(?m)^ +(?:- +)?(?:actions|actionner) *:")),
        SCENARIO("scenarios", Pattern.compile("(?m)^scenario *:"));

        private final String words;
        private final Pattern sign;

        Kind(String words, Pattern sign) {
            this.words = words;
            this.sign = sign;
        }

        @Override
        public String toString() {
            return words;
        }

        private boolean isOf(String text) {
            return sign.matcher(text).find();
        }
    }

    /**
     * Looks at the files of a folder.
     *
     * @throws IOException if one can't be read, or there are too many
     */
    static FoundFiles in(Path folder) throws IOException {
        FoundFiles found = new FoundFiles(new TreeMap<>(LOADING_ORDER), new TreeSet<>(), new ArrayList<>());
        Path start = folder.toAbsolutePath().normalize();
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(start, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                String name = String.valueOf(directory.getFileName());
                boolean passed = name.startsWith(".") || NOT_SEARCHED.contains(name);
                return passed && !directory.equals(start) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile() && file.toString().matches("(?s).*\\.ya?ml")) {
                    files.add(file);
                }
                if (files.size() > MAX_FILES) {
                    throw new IOException("the folder has more than " + MAX_FILES + " YAML files: call "
                            + "init in the folder of your rules");
                }
                return FileVisitResult.CONTINUE;
            }
        });
        for (Path file : files) {
            found.add(start.relativize(file), file);
        }
        return found;
    }

    private void add(Path name, Path file) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(RuleLoader.MAX_FILE_SIZE + 1);
        }
        if (bytes.length > RuleLoader.MAX_FILE_SIZE) {
            notes.add(name + " was not looked at: it is larger than " + (RuleLoader.MAX_FILE_SIZE >> 20) + " MiB");
            return;
        }
        String text = new String(bytes, ISO_8859_1);
        Kind kind = kind(text);
        if (kind == null) {
            others.add(name);
        } else if (kind != Kind.SCENARIO
                && text.contains("{{")
                && name.toString().contains("templates/")) {
            notes.add(name + " was not taken: it is a template of Helm. Take what helm template makes of it");
        } else {
            kinds.put(name, kind);
        }
    }

    private static @Nullable Kind kind(String text) {
        if (Kind.SCENARIO.isOf(text)) {
            return Kind.SCENARIO;
        }
        boolean rules = ITEM.matcher(text).find();
        if (Kind.CONFIG_MAP.isOf(text)) {
            return rules ? Kind.CONFIG_MAP : null;
        }
        for (Kind kind : List.of(Kind.VALUES, Kind.FALCO_YAML)) {
            if (kind.isOf(text)) {
                return kind;
            }
        }
        if (!Kind.RULES.isOf(text)) {
            return null;
        }
        return Kind.REACTIONS.isOf(text) && !text.contains("condition:") ? Kind.REACTIONS : Kind.RULES;
    }

    private static int rank(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.equals("falco_rules.yaml") ? 0 : name.matches("falco-(incubating|sandbox)_rules\\.yaml") ? 1 : 2;
    }

    /** The files of a kind, in the order in which Falco would load them. */
    List<Path> of(Kind kind) {
        return kinds.entrySet().stream()
                .filter(file -> file.getValue() == kind)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The rule files, as the folder that has nothing else, so that a new file in it is loaded, too; or one by one. */
    List<Path> rules() {
        Set<Path> named = new LinkedHashSet<>();
        for (Path file : of(Kind.RULES)) {
            Path parent = file.getParent();
            named.add(parent != null && rank(file) == 2 && isWhole(parent) ? parent : file);
        }
        named.addAll(of(Kind.CONFIG_MAP));
        return List.copyOf(named);
    }

    private boolean isWhole(Path folder) {
        return Stream.concat(kinds.keySet().stream(), others.stream())
                .filter(file -> folder.equals(file.getParent()))
                .allMatch(file -> kinds.get(file) == Kind.RULES && rank(file) == 2);
    }

    /** The folders of scenarios, without those within others of them. */
    List<Path> scenarioFolders() {
        Set<Path> folders = new TreeSet<>();
        of(Kind.SCENARIO).forEach(file -> folders.add(file.getParent() == null ? file : file.getParent()));
        return folders.stream()
                .filter(folder ->
                        folders.stream().noneMatch(other -> !other.equals(folder) && folder.startsWith(other)))
                .toList();
    }

    /** What was found, a line for each kind. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            List<Path> files = of(kind);
            if (!files.isEmpty()) {
                String more = files.size() > 3 ? " and " + (files.size() - 3) + " more" : "";
                lines.add("Found " + kind + ": "
                        + String.join(
                                ", ",
                                files.stream().limit(3).map(Path::toString).toList()) + more);
            }
        }
        lines.addAll(notes);
        return lines;
    }
}
