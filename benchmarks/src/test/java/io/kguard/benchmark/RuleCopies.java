// SPDX-License-Identifier: Apache-2.0
package io.kguard.benchmark;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.Matching;
import io.kguard.engine.Replay;
import io.kguard.engine.RuleSet;
import io.kguard.event.FalcoVersion;
import io.kguard.rule.RuleLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Writes rule files with as many rules as asked for: Falco's public ones and those of public repositories, then copies of them
 * under other names. Each file and each copy has macros and lists of its own. Where the copies are to differ, each value that a
 * process, a file or a command line is compared with has the number of its copy at its end, so that no two copies share a comparison.
 */
final class RuleCopies {
    private static final List<String> PUBLIC = List.of(
            "falco_rules.yaml", "falco-incubating_rules.yaml", "falco-sandbox_rules.yaml", "k8s_audit_rules.yaml");
    private static final List<String> NAMED = List.of("rule", "macro", "list");
    /** A text in quotes, a word, or another sign. */
    private static final Pattern TOKEN =
            Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*'|[^\\s(),=<>!\"']+|[<>!]?=|[<>(),]");

    private static final Set<String> OPERATORS = Set.of(
            "=",
            "!=",
            "<",
            "<=",
            ">",
            ">=",
            "contains",
            "icontains",
            "startswith",
            "endswith",
            "glob",
            "iglob",
            "regex",
            "bcontains",
            "bstartswith");
    private static final Set<String> OF_LISTS = Set.of("in", "intersects", "pmatch");
    private static final Pattern TEXT_FIELD =
            Pattern.compile("(proc\\.[a-z]*(name|exe|cmdline|exepath)|fd\\.(name|filename|directory))(\\[\\d+])?");

    /** A rule with more on the capture is noisy. */
    private static final int MOST_ALERTS = 100;

    private final boolean different;
    private final List<List<Map<String, Object>>> units = new ArrayList<>();

    /**
     * The rules to copy.
     *
     * @param conformance the folder {@code conformance} of {@code ../shared}
     * @param different whether copies compare with other values
     */
    RuleCopies(Path conformance, boolean different) throws IOException {
        this.different = different;
        List<Map<String, Object>> all = new ArrayList<>();
        for (String name : PUBLIC) {
            all.addAll(items(
                    Files.readString(conformance.resolve("falco-rules/current").resolve(name))));
        }
        units.add(all);
        List<Map<String, Object>> shared =
                all.stream().filter(item -> !item.containsKey("rule")).toList();
        try (Stream<Path> files = Files.list(conformance.resolve("real-world/rules"))) {
            for (Path file : files.sorted().toList()) {
                add(file, shared);
            }
        }
    }

    /**
     * Leaves out the rules that fire at everyday work, such as one on every process that is not in a list. To write the alerts of
     * their copies would take longer than all the rest.
     */
    RuleCopies withoutNoisy(Path capture) throws IOException {
        Map<String, Integer> alerts = new HashMap<>();
        EngineOptions options = EngineOptions.of(FalcoVersion.CURRENT).withMatching(Matching.ALL);
        RuleSet rules = RuleSet.compile(
                RuleLoader.of(FalcoVersion.CURRENT)
                        .loadText("rules", text(copy(0)))
                        .orThrow(),
                options);
        Replay.of(rules)
                .run(capture, alert -> alerts.merge(alert.rule().name(), 1, Integer::sum))
                .orThrow();
        for (int i = 0; i < units.size(); i++) {
            String suffix = "_0_" + i;
            units.set(
                    i,
                    units.get(i).stream()
                            .filter(item -> alerts.getOrDefault(item.get("rule") + suffix, 0) <= MOST_ALERTS)
                            .toList());
        }
        return this;
    }

    /** Adds the rules of a file, alone or with the public macros and lists. Of the files, some are no rules of today's Falco. */
    private void add(Path file, List<Map<String, Object>> shared) throws IOException {
        RuleLoader loader = RuleLoader.of(FalcoVersion.CURRENT);
        boolean alone = loader.load(file).isSuccessful();
        if (alone || loader.loadBytes(withShared(file, shared)).isSuccessful()) {
            List<Map<String, Object>> items = items(Files.readString(file));
            units.add(alone ? items : withUsed(items, shared));
        }
    }

    /** Items with those of the public macros and lists that they use. */
    private static List<Map<String, Object>> withUsed(
            List<Map<String, Object>> items, List<Map<String, Object>> shared) {
        Set<String> used = new HashSet<>();
        items.forEach(item -> used.addAll(mentions(item)));
        for (int size = -1; size < used.size(); ) {
            size = used.size();
            shared.stream().filter(item -> isOneOf(used, item)).forEach(item -> used.addAll(mentions(item)));
        }
        return Stream.concat(shared.stream().filter(item -> isOneOf(used, item)), items.stream())
                .toList();
    }

    private static boolean isOneOf(Set<String> names, Map<String, Object> item) {
        return names.contains(String.valueOf(item.getOrDefault("macro", item.get("list"))));
    }

    private static Set<String> mentions(Map<String, Object> item) {
        Set<String> words = new HashSet<>(values(item).toList());
        words(String.valueOf(item.getOrDefault("condition", "")), (field, before, inList, word) -> {
            words.add(word);
            return word;
        });
        return words;
    }

    private static Map<String, byte[]> withShared(Path file, List<Map<String, Object>> shared) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("shared.yaml", new Yaml().dump(shared).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        files.put(file.getFileName().toString(), Files.readAllBytes(file));
        return files;
    }

    @SuppressWarnings("unchecked") // a rule file that kguard has loaded
    private static List<Map<String, Object>> items(String text) {
        List<Map<String, Object>> items = new ArrayList<>();
        for (Object document : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(text)) {
            for (Object item : (List<Object>) document) {
                if (NAMED.stream().anyMatch(((Map<String, Object>) item)::containsKey)) {
                    items.add((Map<String, Object>) item);
                }
            }
        }
        return items;
    }

    /** The files of Falco's public rules. */
    static List<Path> publicFiles(Path conformance) {
        return PUBLIC.stream()
                .map(name -> conformance.resolve("falco-rules/current").resolve(name))
                .toList();
    }

    /** Writes a file with each rule once. */
    Path writeOnce(Path file) throws IOException {
        return Files.writeString(file, text(copy(0)));
    }

    /**
     * Writes a file with copies.
     *
     * @param rules how many rules at least
     */
    Path write(Path file, int rules) throws IOException {
        List<Map<String, Object>> items = new ArrayList<>();
        for (int copy = 0; count(items) < rules; copy++) {
            items.addAll(copy(copy));
        }
        return Files.writeString(file, text(items));
    }

    private static long count(List<Map<String, Object>> items) {
        return items.stream()
                .map(item -> item.get("rule"))
                .filter(Objects::nonNull)
                .distinct()
                .count();
    }

    private List<Map<String, Object>> copy(int copy) {
        List<Map<String, Object>> items = new ArrayList<>();
        for (int unit = 0; unit < units.size(); unit++) {
            items.addAll(renamed(units.get(unit), "_" + copy + "_" + unit, copy));
        }
        return items;
    }

    private static String text(List<Map<String, Object>> items) {
        DumperOptions written = new DumperOptions();
        written.setDereferenceAliases(true);
        return new Yaml(written).dump(items);
    }

    /** What a unit names: its macros, its lists, and those of the lists that texts are compared with. */
    private record Names(Set<String> macros, Set<String> lists, Set<String> ofTexts) {
        static Names of(List<Map<String, Object>> items) {
            Names names = new Names(of(items, "macro"), of(items, "list"), new HashSet<>());
            items.forEach(item ->
                    words(String.valueOf(item.getOrDefault("condition", "")), (field, before, inList, word) -> {
                        if (inList
                                && names.lists.contains(word)
                                && TEXT_FIELD.matcher(field).matches()) {
                            names.ofTexts.add(word);
                        }
                        return word;
                    }));
            for (int size = -1; size < names.ofTexts.size(); ) {
                size = names.ofTexts.size();
                for (Map<String, Object> item : items) {
                    if (names.ofTexts.contains(String.valueOf(item.get("list")))) {
                        values(item).filter(names.lists::contains).forEach(names.ofTexts::add);
                    }
                }
            }
            return names;
        }

        private static Set<String> of(List<Map<String, Object>> items, String kind) {
            Set<String> names = new HashSet<>();
            items.stream()
                    .filter(item -> item.containsKey(kind))
                    .forEach(item -> names.add(String.valueOf(item.get(kind))));
            return names;
        }
    }

    private static Stream<String> values(Map<String, Object> list) {
        return ((List<?>) list.getOrDefault("items", List.of())).stream().map(String::valueOf);
    }

    private List<Map<String, Object>> renamed(List<Map<String, Object>> items, String suffix, int copy) {
        Names names = Names.of(items);
        boolean differs = different && copy > 0;
        List<Map<String, Object>> renamed = new ArrayList<>();
        for (Map<String, Object> item : items) {
            Map<String, Object> changed = new LinkedHashMap<>(item);
            boolean ofTexts = names.ofTexts.contains(String.valueOf(item.get("list")));
            NAMED.forEach(kind -> changed.computeIfPresent(kind, (key, name) -> name + suffix));
            changed.computeIfPresent(
                    "items",
                    (key, list) -> values(item)
                            .map(value -> names.lists.contains(value)
                                    ? value + suffix
                                    : ofTexts && differs ? differing(value, copy) : value)
                            .toList());
            changed.computeIfPresent(
                    "condition",
                    (key, text) -> words(String.valueOf(text), (field, before, inList, word) -> {
                        if ((inList ? names.lists : names.macros).contains(word) && !OPERATORS.contains(before)) {
                            return word + suffix;
                        }
                        boolean value = inList ? !word.equals(",") : OPERATORS.contains(before);
                        return value && differs && TEXT_FIELD.matcher(field).matches() ? differing(word, copy) : word;
                    }));
            renamed.add(changed);
        }
        return renamed;
    }

    /** Says what happens to a word of a condition. */
    private interface Change {
        String of(String field, String before, boolean inList, String word);
    }

    private static String words(String condition, Change change) {
        StringBuilder changed = new StringBuilder();
        Matcher token = TOKEN.matcher(condition);
        String before = "";
        String field = "";
        boolean inList = false;
        int copied = 0;
        while (token.find()) {
            String word = token.group();
            boolean opens = word.equals("(") && OF_LISTS.contains(before);
            inList = inList && !word.equals(")");
            if (!inList && (OPERATORS.contains(word) || OF_LISTS.contains(word))) {
                field = before;
            }
            changed.append(condition, copied, token.start()).append(change.of(field, before, inList, word));
            copied = token.end();
            inList |= opens;
            before = word;
        }
        return changed.append(condition.substring(copied)).toString();
    }

    private static String differing(String word, int copy) {
        boolean quoted = word.startsWith("\"") || word.startsWith("'");
        return quoted ? word.substring(0, word.length() - 1) + copy + word.charAt(0) : word + copy;
    }
}
