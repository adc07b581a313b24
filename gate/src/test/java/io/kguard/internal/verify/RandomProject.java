// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.capture.EventBuilder;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.result.Baseline;
import io.kguard.internal.result.BaselineFile;
import io.kguard.output.FalcoConfig;
import io.kguard.simulation.SimulatorOptions;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A project in a git repository: rules, Helm values, known failures, scenarios with recordings, images and manifests, and files that
 * rule tests in Java read. Each step changes a little of it at random.
 */
final class RandomProject {
    private static final String VALUES = "deploy/values.yaml";
    private static final String BASELINE = "kguard-baseline.yaml";

    /** What rule tests in Java read, one file each. */
    static final List<String> READ_BY_TESTS = List.of(
            "src/test/java/ShellTest.java",
            "src/test/resources/shell.scap",
            "src/test/resources/target/shell.scap",
            "captures/only-here.scap",
            "target/left.log",
            "README.md",
            "docs/target/notes.md",
            "sc/image/etc/motd",
            "rules/20-own.yaml");

    private static final List<String> PROGRAMS = List.of("cat", "bash", "sh", "curl", "nginx", "kubectl", "head");
    private static final List<String> FILES =
            List.of("/etc/shadow", "/etc/passwd", "/etc/hosts", "/root/.ssh/id_rsa", "/var/log/syslog", "/tmp/x");
    private static final List<String> RULE_NAMES = List.of(
            "Shell started", "Shadow read", "Keys read", "Anything read", "Outbound", "Exec into pod", "Odd read");
    private static final List<String> PRIORITIES = List.of("DEBUG", "INFO", "NOTICE", "WARNING", "ERROR");
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9/._-]{2,}");

    private final Path folder;
    private final Random random;
    private final TreeMap<String, byte[]> files = new TreeMap<>();
    private final TreeMap<String, byte[]> marked = new TreeMap<>();
    private final TreeMap<String, byte[]> onDisk = new TreeMap<>();
    private int fresh;

    RandomProject(Path folder, Random random) throws IOException {
        this.folder = folder;
        this.random = random;
        write();
    }

    private void write() throws IOException {
        put(".gitignore", "/target/\n*.local.events.yaml\n/ignored/\n");
        put("rules/10-base.yaml", """
                - list: shells
                  items: [bash, sh]
                - list: readers
                  items: [cat, head]
                - list: namespaces
                  items: [payments]
                - macro: started
                  condition: evt.type in (execve, execveat)
                - macro: opened
                  condition: evt.type in (open, openat, openat2)
                - rule: Shell started
                  desc: d
                  condition: started and proc.name in (shells)
                  output: shell %proc.name
                  priority: NOTICE
                  tags: [shell]
                - rule: Shadow read
                  desc: d
                  condition: opened and fd.name = /etc/shadow
                  output: read %fd.name by %proc.name
                  priority: WARNING
                  exceptions:
                    - {name: programs, fields: [proc.name], comps: [in], values: [[[nginx]]]}
                """);
        put("rules/20-own.yaml", """
                - rule: Keys read
                  desc: d
                  condition: opened and fd.name startswith /root/.ssh
                  output: keys %fd.name
                  priority: ERROR
                - rule: Anything read
                  desc: d
                  condition: opened and proc.name in (readers)
                  output: any %fd.name
                  priority: INFO
                  tags: [noise]
                - rule: Outbound
                  desc: d
                  condition: evt.type = connect and fd.sport = 4444
                  output: out %fd.name
                  priority: NOTICE
                - rule: Exec into pod
                  desc: d
                  condition: ka.verb = create and ka.target.subresource = exec
                  output: exec by %ka.user.name
                  priority: NOTICE
                  source: k8s_audit
                - rule: Odd read
                  desc: d
                  condition: opened and fd.name contains tmp and not proc.name in (shells)
                    and not k8s.ns.name in (namespaces)
                  output: odd
                  priority: DEBUG
                """);
        put("rules/30-override.yaml", """
                - rule: Shadow read
                  condition: and not proc.name = kubectl
                  override: {condition: append}
                """);
        put("ignored/40.yaml", "- rule: Outbound\n  priority: NOTICE\n  override: {priority: replace}\n");
        put(VALUES, """
                falco:
                  priority: debug
                  rule_matching: first
                  json_output: true
                  append_output:
                    - {match: {rule: Keys read}, extra_output: node}
                resources: {cpu: 1}
                falcosidekick:
                  enabled: true
                  config:
                    slack: {webhookurl: "https://hooks.slack.com/services/T/B/x", minimumpriority: notice}
                """);
        put(
                BASELINE,
                "known-failures:\n  - {scenario: e2, rule: Keys read, expect: fires, reason: r, expires: 2999-12-31}\n");
        events("e1", "Shell started", "", "nginx", "{spawns: [/bin/bash, -i]}");
        events("e2", "Keys read", "", "cat", "{reads: /etc/hosts}");
        events("e3", "Shadow read", ", Anything read", "cat", "{reads: /etc/shadow}");
        events("e4", "Keys read", "", "curl", "{reads: /root/.ssh/id_rsa}");
        events("e5", "Outbound", "", "curl", "{connects: \"203.0.113.7:4444\"}");
        events("e6", "Odd read", "", "nginx", "{reads: /tmp/x}");
        events("e7", "Anything read", "", "head", "{reads: /etc/hosts}");
        put("sc/e8.yaml", """
                scenario: e8
                title: t
                attack: [T1003]
                events: e8.local.events.yaml
                fires: [Shadow read]
                """);
        put("sc/e8.local.events.yaml", script("cat", "{reads: /etc/shadow}"));
        put("sc/e9.yaml", """
                scenario: e9
                title: t
                attack: [T1003]
                events: e9.events.yaml
                fires:
                  - {rule: Shell started, reaches: [slack]}
                """);
        put("sc/e9.events.yaml", script("nginx", "{spawns: [/bin/sh, -c, id]}"));
        put("sc/a1.yaml", "scenario: a1\ntitle: t\nattack: [T1609]\naudit: a1.log\nfires: [Exec into pod]\n");
        put("sc/a1.log", audit("create"));
        put("sc/target/c1.yaml", "scenario: c1\ntitle: t\nattack: [T1003]\ncapture: c1.scap\nfires: [Shadow read]\n");
        put("sc/target/c1.scap", capture("/etc/shadow"));
        put("sc/live.yaml", live("live", "rootfs:image", ""));
        put("sc/cluster.yaml", live("cluster", "base", "cluster: {}\n"));
        put("sc/plain.yaml", live("plain", "base", ""));
        put(
                "sc/filled.yaml",
                live("filled", "base", "needs: {list: namespaces, value: namespace}\nvalues: {namespace: default}\n")
                        .replace("{name: web}, spec", "{name: web, namespace: \"${namespace}\"}, spec"));
        put("sc/image/etc/motd", "hello");
        put("sc/image/bin/run", "#!/bin/sh\n");
        READ_BY_TESTS.stream()
                .filter(file -> !files.containsKey(file))
                .forEach(file -> put(file, "content of " + file));
    }

    /** Leaves out scenarios: those that are played, for example, which takes long. */
    RandomProject without(String... ids) {
        for (String id : ids) {
            files.keySet().removeIf(name -> name.startsWith("sc/" + id + ".") || name.startsWith("sc/" + id + "-"));
        }
        return this;
    }

    /**
     * How the checks of the project are made.
     *
     * @param relative whether the paths of scenarios are relative
     * @param withIgnoredRules whether rules that git ignores are loaded, too
     */
    VerifyOptions options(boolean relative, boolean withIgnoredRules) throws IOException {
        Path here = Path.of("").toAbsolutePath();
        Path scenarios = folder.resolve("sc");
        Path config = folder.resolve(VALUES);
        Path baseline = folder.resolve(BASELINE);
        List<Path> rules = new ArrayList<>(List.of(folder.resolve("rules")));
        if (withIgnoredRules && files.containsKey("ignored/40.yaml")) {
            rules.add(folder.resolve("ignored/40.yaml"));
        }
        return new VerifyOptions(
                        new RuleOptions(rules, FalcoVersion.CURRENT, null, false),
                        new ScenarioOptions(
                                List.of(relative ? here.relativize(scenarios) : scenarios),
                                new URLClassLoader(new URL[0], null)),
                        new PlayOptions(SimulatorOptions.configured(), 2))
                .with(FalcoConfig.read(config, FalcoVersion.CURRENT))
                .with(files.containsKey(BASELINE) ? BaselineFile.read(baseline) : Baseline.NONE)
                .from(new InputFiles(config, false, List.of(), List.of(), null, baseline));
    }

    private void events(String id, String rule, String more, String program, String action) {
        put("sc/" + id + ".yaml", """
                scenario: %1$s
                title: t
                attack: [T1003]
                events: %1$s.events.yaml
                fires: [%2$s%3$s]
                twin: {scenario: %1$s-twin, title: t, events: %1$s-twin.events.yaml}
                """.formatted(id, rule, more));
        put("sc/" + id + ".events.yaml", script(program, action));
        put(
                "sc/" + id + "-twin.events.yaml",
                script("nginx", "{reads: /etc/hosts}")
                        + "  - p: {spawns: [/usr/bin/curl, x]}\n  - p: {connects: \"203.0.113.7:80\"}\n");
    }

    private static String script(String program, String action) {
        return "containers: [{name: c, image: \"nginx:1\", pod: web, namespace: shop}]\nprocesses:\n  - {name: p, path: /usr/bin/"
                + program + ", container: c}\nactions:\n  - p: " + action + "\n";
    }

    private static String live(String id, String image, String more) {
        return """
                scenario: %s
                title: t
                attack: [T1003]
                %spods: [{metadata: {name: web}, spec: {containers: [{name: web, image: "%s"}]}}]
                steps: [{exec: {pod: web, command: [cat, /etc/shadow], output: "root:"}}]
                fires: [Shadow read]
                """.formatted(id, more, image);
    }

    private static String audit(String verb) {
        return "{\"kind\":\"Event\",\"auditID\":\"1\",\"stageTimestamp\":\"2026-11-24T17:35:48Z\",\"verb\":\"" + verb
                + "\",\"user\":{\"username\":\"jane\"},\"objectRef\":{\"resource\":\"pods\",\"namespace\":\"ci\","
                + "\"name\":\"jenkins-0\",\"subresource\":\"exec\"}}\n";
    }

    private byte[] capture(String file) throws IOException {
        Path written = folder.resolveSibling("written.scap");
        EventBuilder events = new EventBuilder(FalcoVersion.CURRENT);
        events.process("/usr/bin/cat").reads(file);
        events.writeTo(written);
        return Files.readAllBytes(written);
    }

    private void put(String name, String text) {
        files.put(name, text.getBytes(UTF_8));
    }

    private void put(String name, byte[] content) {
        files.put(name, content);
    }

    String text(String name) {
        byte[] content = files.get(name);
        return content == null ? "(none)" : new String(content, UTF_8);
    }

    /** What is in the files whose names begin with something, with their names. */
    String texts(String prefix) {
        StringBuilder all = new StringBuilder();
        files.forEach((name, content) -> {
            if (name.startsWith(prefix)) {
                all.append(name).append(Arrays.hashCode(content));
            }
        });
        return all.toString();
    }

    /** Makes the files on the disk what they are here. */
    void save() throws IOException {
        for (String gone : new ArrayList<>(onDisk.keySet())) {
            if (!files.containsKey(gone)) {
                Files.delete(folder.resolve(gone));
                onDisk.remove(gone);
            }
        }
        for (var file : files.entrySet()) {
            if (!Arrays.equals(file.getValue(), onDisk.get(file.getKey()))) {
                Path path = folder.resolve(file.getKey());
                Files.createDirectories(path.getParent());
                assertThat(Files.isSymbolicLink(path)).isFalse();
                Files.write(path, file.getValue());
                onDisk.put(file.getKey(), file.getValue());
            }
        }
        assertThat(Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)).isTrue();
    }

    /** Remembers how the files are. */
    void mark() {
        marked.clear();
        marked.putAll(files);
    }

    /** Goes back to what was remembered. */
    void back() {
        files.clear();
        files.putAll(marked);
    }

    /** Changes something, and says what. */
    String change() throws IOException {
        return switch (random.nextInt(23)) {
            case 0, 1 -> word(any("rules/10-base.yaml", "rules/20-own.yaml", "rules/30-override.yaml"), rulesWord());
            case 2 ->
                edit(
                        rules(),
                        text -> text.replace(
                                any("opened and", "started and", "evt.type = connect and"),
                                any("opened and", "started and", "evt.type = connect and", "evt.type != close and")));
            case 3 -> edit(rules(), text -> text.replaceFirst("priority: [A-Z]+", "priority: " + any(PRIORITIES)));
            case 4 -> edit(rules(), text -> "# " + random.nextInt() + "\n" + text + "\n# end\n");
            case 5 -> {
                String name = "rules/" + any("00", "15", "25", "99") + "-" + fresh++ + ".yaml";
                put(
                        name,
                        "- rule: New " + fresh + "\n  desc: d\n  condition: evt.type in ("
                                + any("open, openat", "execve", "connect", "ptrace") + ") and proc.name = "
                                + any(PROGRAMS) + "\n  output: new\n  priority: " + any(PRIORITIES) + "\n");
                yield "add " + name;
            }
            case 6 -> override();
            case 7 -> move(rules(), "rules/" + any("05", "12", "35", "90") + "-" + fresh++ + ".yaml");
            case 8 -> word(VALUES, any(any(PRIORITIES).toLowerCase(Locale.ROOT), "first", "all", "true", "false", "2"));
            case 9 ->
                edit(
                        VALUES,
                        text -> text.replace(
                                "falco:\n  priority",
                                "falco:\n  rules: [{" + any("disable", "enable") + ": {rule: \""
                                        + any(any(RULE_NAMES), "*", "S*") + "\"}}]\n  priority"));
            case 10 ->
                edit(VALUES, text -> text.replaceFirst("rule_matching: \\w+", "rule_matching: " + any("first", "all")));
            case 11, 12 -> word(script(), any(any(PROGRAMS), any(FILES)));
            case 13 -> edit(script(), text -> text + any("", "# c\n", "  - p: {reads: " + any(FILES) + "}\n"));
            case 14 -> edit(scenario(), text -> text.replaceFirst("\\[" + any(RULE_NAMES), "[" + any(RULE_NAMES)));
            case 15 ->
                edit(
                        scenario(),
                        text -> text.replaceFirst(
                                any("title: \\w+", "e\\d.events", "fires"),
                                any("title: other", "e3.events", "silent", "e5.events")));
            case 16 -> {
                String id = "n" + fresh++;
                events(id, any(RULE_NAMES), "", any(PROGRAMS), "{reads: " + any(FILES) + "}");
                yield "add scenario " + id;
            }
            case 17 -> {
                put("sc/target/c1.scap", capture(any(FILES)));
                yield "capture";
            }
            case 18 -> edit("sc/a1.log", text -> audit(any("create", "get", "delete")));
            case 19 ->
                edit(
                        BASELINE,
                        text -> any(
                                "known-failures: []\n",
                                text.replace("e2", any("e1", "e4", "e2-twin")),
                                text.replace("Keys", "Shadow"),
                                text.replace("2999", "2001")));
            case 20 -> edit(any(READ_BY_TESTS), text -> text + "\n# " + random.nextInt(9) + "\n");
            case 21 ->
                edit(
                        "rules/10-base.yaml",
                        text -> text.replaceFirst(
                                "(list: namespaces\n +items: )\\[.*]",
                                "$1" + any("[shop]", "[payments]", "[payments, shop]", "[]", "[Shop_1]")));
            default -> {
                String name = any(List.copyOf(files.keySet()));
                if (random.nextInt(4) == 0 && !name.equals(".gitignore") && !name.equals(VALUES)) {
                    files.remove(name);
                    yield "remove " + name;
                }
                yield edit(name, text -> text + any("# more\n", " ", "\n"));
            }
        };
    }

    private String override() {
        String part = any(
                "condition: and not fd.name = " + any(FILES) + "\n  override: {condition: append}",
                "enabled: false\n  override: {enabled: replace}",
                "output: other %proc.name\n  override: {output: replace}",
                "tags: [new]\n  override: {tags: append}",
                "exceptions: [{name: programs, values: [[[" + any(PROGRAMS)
                        + "]]]}]\n  override: {exceptions: append}");
        String file = any("rules/30-override.yaml", "ignored/40.yaml");
        return edit(file, text -> text + "- rule: " + any(RULE_NAMES) + "\n  " + part + "\n");
    }

    private String rulesWord() {
        return any(
                any(PROGRAMS),
                any(FILES),
                any(RULE_NAMES),
                any("shells", "readers", "opened", "started", "4444", "and", "or"));
    }

    private String rules() {
        return any(files.keySet().stream()
                .filter(name -> name.startsWith("rules/") || name.startsWith("ignored/"))
                .toList());
    }

    private String script() {
        return any(files.keySet().stream()
                .filter(name -> name.startsWith("sc/") && name.matches(".*events.yaml"))
                .toList());
    }

    private String scenario() {
        return any(files.keySet().stream()
                .filter(name -> name.startsWith("sc/") && name.endsWith(".yaml") && !name.matches(".*events.yaml"))
                .toList());
    }

    /** Puts another word in the place of one. */
    private String word(String file, String other) {
        return edit(file, text -> {
            List<MatchResult> words = WORD.matcher(text).results().toList();
            if (words.isEmpty()) {
                return text;
            }
            MatchResult word = words.get(random.nextInt(words.size()));
            return text.substring(0, word.start()) + other + text.substring(word.end());
        });
    }

    private String edit(String file, UnaryOperator<String> change) {
        byte[] content = files.get(file);
        if (content == null) {
            return "nothing";
        }
        boolean binary = file.endsWith(".scap");
        if (!binary) {
            put(file, change.apply(new String(content, UTF_8)));
        }
        return "edit " + file;
    }

    private String move(String from, String to) {
        byte[] content = files.remove(from);
        files.put(to, content);
        return "move " + from + " to " + to;
    }

    @SafeVarargs
    private <T> T any(T... some) {
        return some[random.nextInt(some.length)];
    }

    private <T> T any(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }
}
