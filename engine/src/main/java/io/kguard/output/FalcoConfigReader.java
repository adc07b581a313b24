// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.engine.Matching;
import io.kguard.engine.Selection;
import io.kguard.event.FalcoVersion;
import io.kguard.event.VersionRange;
import io.kguard.internal.field.Nearest;
import io.kguard.rule.Priority;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/** Reads a {@code falco.yaml}. */
final class FalcoConfigReader {
    private static final int LARGEST_FILE = 1 << 20;
    private static final int DEEPEST = 32;
    private static final int LARGEST_QUEUE = 1 << 16;
    private static final int DEFAULT_TIMEOUT_MILLIS = 2000;

    /** What concerns how Falco itself runs and not its alerts. */
    private static final Set<String> OF_NO_CONCERN = Set.of(
            "watch_config_files",
            "plugins",
            "plugins_hostinfo",
            "log_level",
            "log_stderr",
            "log_syslog",
            "libs_logger",
            "webserver",
            "grpc",
            "metrics",
            "falco_libs",
            "container_engines",
            "syscall_event_drops",
            "syscall_event_timeouts",
            "buffered_outputs");

    /** Settings that not every version has, and the versions that have them. */
    private static final Map<String, Set<FalcoVersion>> OF_VERSIONS = Map.of(
            "json_include_output_fields_property", VersionRange.parse("since 0.41"),
            "capture", VersionRange.parse("since 0.42"),
            "static_fields", VersionRange.parse("since 0.42"),
            "grpc", VersionRange.parse("until 0.43"),
            "grpc_output", VersionRange.parse("until 0.43"),
            "container_engines", VersionRange.parse("until 0.44"));

    private final FalcoVersion version;
    private final Function<String, @Nullable String> environment;
    private final Set<String> known = new TreeSet<>();
    final List<ConfigProblem> problems = new ArrayList<>();
    final List<ConfigProblem> unseen = new ArrayList<>();
    final List<Selection> selections = new ArrayList<>();
    final List<String> rulesFiles = new ArrayList<>();
    final List<AppendOutput> appended = new ArrayList<>();
    final List<ChannelSettings> channels = new ArrayList<>();
    Priority minimum = Priority.DEBUG;
    Matching matching = Matching.FIRST;
    int queueCapacity = LARGEST_QUEUE;
    Duration timeout = Duration.ofMillis(DEFAULT_TIMEOUT_MILLIS);
    private boolean json;
    private boolean includeOutput = true;
    private boolean includeMessage;
    private boolean includeTags = true;
    private boolean includeOutputFields = true;
    private boolean iso8601Time;
    private Map<String, ConfigNode> top = Map.of();

    FalcoConfigReader(FalcoVersion version, Function<String, @Nullable String> environment) {
        this.version = version;
        this.environment = environment;
    }

    FalcoConfig read(Path file) throws IOException {
        if (Files.size(file) > LARGEST_FILE) {
            throw failed(file, 1, 1, "larger than " + (LARGEST_FILE >> 20) + " MiB: this is no falco.yaml");
        }
        Node root = compose(file, text(file));
        ConfigNode node = root == null
                ? null
                : new ConfigNode(new ConfigNode.Source(file.toString(), environment, problems), root, "");
        if (node == null || !node.isMap()) {
            throw failed(file, 1, 1, "a mapping of Falco's settings is expected");
        }
        top = node.map();
        alerts();
        rules();
        new ChannelsReader(json, channels).read(this::take);
        queue();
        notDone();
        seesLess();
        unknown();
        if (channels.isEmpty()) {
            node.error("No output configured, please make sure at least one output is configured and enabled.");
        }
        if (problems.stream().anyMatch(ConfigProblem::error)) {
            throw new FalcoConfigException(problems);
        }
        return new FalcoConfig(this);
    }

    private static String text(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        CharBuffer text = CharBuffer.allocate(bytes.remaining());
        if (UTF_8.newDecoder().decode(bytes, text, true).isError()) {
            String before = text.flip().toString();
            int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
            throw failed(file, line, before.length() - before.lastIndexOf('\n'), "the text is not UTF-8");
        }
        return text.flip().toString();
    }

    private static @Nullable Node compose(Path file, String text) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(LARGEST_FILE);
        options.setNestingDepthLimit(DEEPEST);
        options.setMaxAliasesForCollections(DEEPEST);
        try {
            return new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
        } catch (MarkedYAMLException e) {
            var mark = e.getProblemMark();
            throw failed(
                    file,
                    mark == null ? 1 : mark.getLine() + 1,
                    mark == null ? 1 : mark.getColumn() + 1,
                    "not YAML: " + e.getProblem());
        } catch (YAMLException e) {
            throw failed(file, 1, 1, "not YAML: " + e.getMessage());
        }
    }

    private static FalcoConfigException failed(Path file, int line, int column, String message) {
        return new FalcoConfigException(List.of(new ConfigProblem(file.toString(), line, column, true, message)));
    }

    AlertFormat format() {
        return new AlertFormat(
                version,
                hostname(),
                json,
                includeOutput,
                includeMessage,
                includeTags,
                includeOutputFields,
                iso8601Time);
    }

    /** Falco's: what the environment says, else this machine's name. */
    private String hostname() {
        for (String variable : new String[] {"FALCO_HOSTNAME", "FALCO_GRPC_HOSTNAME"}) {
            String name = environment.apply(variable);
            if (name != null) {
                return name;
            }
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost"; // a machine whose own name does not resolve
        }
    }

    /** The value of a key, which is thereby known; null if the file does not have it. */
    private @Nullable ConfigNode take(String key) {
        known.add(key);
        return top.get(key);
    }

    private boolean take(String key, boolean otherwise) {
        ConfigNode node = take(key);
        return node == null ? otherwise : node.bool(otherwise);
    }

    private void alerts() {
        json = take("json_output", false);
        includeOutput = take("json_include_output_property", true);
        includeMessage = take("json_include_message_property", false);
        includeTags = take("json_include_tags_property", true);
        boolean fields = take("json_include_output_fields_property", true);
        includeOutputFields = fields || !version.atLeast(FalcoVersion.V0_41);
        iso8601Time = take("time_format_iso_8601", false);
        ConfigNode append = take("append_output");
        if (append != null) {
            append.list().forEach(this::append);
        }
    }

    private void append(ConfigNode entry) {
        Map<String, ConfigNode> keys = entry.map();
        Map<String, ConfigNode> match =
                keys.containsKey("match") ? keys.get("match").map() : Map.of();
        List<String> tags = new ArrayList<>();
        if (match.containsKey("tags")) {
            match.get("tags").list().forEach(tag -> tags.add(tag.text()));
        }
        String extraOutput = text(keys, "extra_output");
        ConfigNode extra = keys.get("extra_output");
        if (extra != null && !extraOutput.isEmpty()) {
            FalcoConfig.checkTemplate(extra, extraOutput, text(match, "source"), version);
        }
        Map<String, String> fields = new LinkedHashMap<>();
        List<String> raw = new ArrayList<>();
        if (keys.containsKey("extra_fields")) {
            for (ConfigNode field : keys.get("extra_fields").list()) {
                extraField(field, text(match, "source"), fields, raw);
            }
        }
        boolean suggested = keys.containsKey("suggested_output")
                && keys.get("suggested_output").bool(false);
        appended.add(new AppendOutput(
                text(match, "source"), tags, text(match, "rule"), extraOutput, fields, raw, suggested));
        unknownIn(entry, keys, Set.of("match", "extra_output", "extra_fields", "suggested_output"));
    }

    private void extraField(ConfigNode field, String source, Map<String, String> fields, List<String> raw) {
        if (field.isMap()) {
            field.map().forEach((name, template) -> {
                if (fields.put(name, template.text()) != null) {
                    template.error("the extra field " + name + " is there twice");
                }
                FalcoConfig.checkTemplate(template, template.text(), source, version);
            });
            return;
        }
        String name = field.text();
        if (raw.contains(name)) {
            field.error("the extra field " + name + " is there twice");
        }
        if (FalcoConfig.check(field, source, version, catalogue -> catalogue.resolve(name))) {
            raw.add(name);
        }
    }

    private static String text(Map<String, ConfigNode> keys, String key) {
        ConfigNode node = keys.get(key);
        return node == null ? "" : node.text();
    }

    private void rules() {
        ConfigNode priority = take("priority");
        if (priority != null) {
            minimum = priority.priority();
        }
        ConfigNode rule = take("rule_matching");
        if (rule != null) {
            try {
                matching = Matching.of(rule.text());
            } catch (IllegalArgumentException e) {
                rule.error(String.valueOf(e.getMessage()));
            }
        }
        ConfigNode files = take("rules_files");
        ConfigNode file = take("rules_file");
        if (files != null && file != null) {
            file.error("rules_file is the old name of rules_files: keep one of them");
        }
        ConfigNode either = files != null ? files : file;
        if (either != null) {
            either.list().forEach(entry -> rulesFiles.add(entry.text()));
        }
        ConfigNode choice = take("rules");
        if (choice != null) {
            choice.list().forEach(entry -> entry.map().forEach(this::select));
        }
    }

    private void select(String verb, ConfigNode what) {
        boolean enable = verb.equals("enable");
        if (!enable && !verb.equals("disable")) {
            what.error("rules can be selected by enable and disable, not by " + verb);
            return;
        }
        what.map().forEach((by, pattern) -> {
            switch (by) {
                case "rule" -> selections.add(new Selection(enable, Selection.Kind.RULE, pattern.text()));
                case "tag" -> selections.add(new Selection(enable, Selection.Kind.TAG, pattern.text()));
                default -> pattern.error("rules can be selected by rule and tag, not by " + by);
            }
        });
    }

    private void queue() {
        ConfigNode outputTimeout = take("output_timeout");
        if (outputTimeout != null) {
            timeout = Duration.ofMillis(outputTimeout.number(1, Integer.MAX_VALUE, DEFAULT_TIMEOUT_MILLIS));
        }
        ConfigNode queue = take("outputs_queue");
        ConfigNode capacity = queue == null ? null : queue.map().get("capacity");
        if (capacity != null) {
            long wanted = capacity.number(0, Integer.MAX_VALUE, 0);
            queueCapacity = wanted == 0 ? LARGEST_QUEUE : (int) Math.min(wanted, LARGEST_QUEUE);
        }
    }

    /** What would change alerts and where they arrive, but not here. */
    private void notDone() {
        warnIfEnabled("syslog_output", "alerts do not go to syslog");
        warnIfEnabled("grpc_output", "alerts do not go out by gRPC");
        warnIfEnabled("capture", "alerts start no captures");
        ConfigNode base64 = take("buffer_format_base64");
        if (base64 != null && base64.bool(false)) {
            base64.warn("buffer_format_base64 is not supported: bytes are written as text, with dots for what is none");
        }
        for (String key : new String[] {"config_files", "load_plugins"}) {
            ConfigNode node = take(key);
            if (node != null && !node.list().isEmpty()) {
                node.warn(key + " is not supported: what it names is not loaded");
            }
        }
        ConfigNode fields = take("static_fields");
        if (fields != null && !fields.map().isEmpty()) {
            fields.warn("static_fields is not supported: a rule that uses a static field does not load");
        }
    }

    /** What keeps events from Falco that kguard sees. */
    private void seesLess() {
        ConfigNode calls = take("base_syscalls");
        ConfigNode set = calls == null ? null : calls.map().get("custom_set");
        if (set != null && !set.list().isEmpty()) {
            seesLess(set, "kguard sees all system calls that rules look at, and Falco those of this set");
        }
        ConfigNode engine = take("engine");
        if (engine != null) {
            engine.map().forEach((kind, settings) -> {
                ConfigNode failed = settings.isMap() ? settings.map().get("drop_failed_exit") : null;
                if (failed != null && failed.bool(false)) {
                    seesLess(failed, "kguard sees calls that failed, and Falco does not");
                }
            });
        }
    }

    private void seesLess(ConfigNode node, String how) {
        node.warn(node.path() + " is not supported: " + how);
        unseen.add(problems.get(problems.size() - 1));
    }

    private void warnIfEnabled(String key, String consequence) {
        ConfigNode node = take(key);
        ConfigNode enabled = node == null ? null : node.map().get("enabled");
        if (enabled != null && enabled.bool(false)) {
            enabled.warn(key + " is not supported: " + consequence);
        }
    }

    private void unknown() {
        known.addAll(OF_NO_CONCERN);
        top.forEach((key, node) -> {
            if (!known.contains(key)) {
                node.warn("unknown setting " + key + meant(key, known));
            } else if (OF_VERSIONS.containsKey(key) && !OF_VERSIONS.get(key).contains(version)) {
                node.warn("Falco " + version + " has no setting " + key + " and ignores it");
            }
        });
    }

    static void unknownIn(ConfigNode node, Map<String, ConfigNode> keys, Set<String> known) {
        keys.forEach((key, value) -> {
            if (!known.contains(key)) {
                value.warn("unknown setting " + value.path() + meant(key, known));
            }
        });
    }

    private static String meant(String key, Set<String> known) {
        String nearest = Nearest.of(key, known);
        return nearest == null ? "" : "; did you mean " + nearest + "?";
    }

    /** The path that a text is; an error, and null, if it can't be one. */
    static @Nullable Path path(ConfigNode node) {
        try {
            return Path.of(node.text());
        } catch (InvalidPathException e) {
            node.error(node.path() + ": " + e.getMessage());
            return null;
        }
    }

    /** The URL that a text is; an error, and null, if it is none that HTTP can go to. */
    static @Nullable URI url(ConfigNode node) {
        try {
            URI url = new URI(node.text());
            if (("http".equals(url.getScheme()) || "https".equals(url.getScheme())) && url.getHost() != null) {
                return url;
            }
        } catch (java.net.URISyntaxException e) {
            // reported below, with an example
        }
        node.error(node.path() + " must be a URL like http://localhost:2801, not \"" + node.text() + "\"");
        return null;
    }
}
