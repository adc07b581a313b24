// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.Matching;
import io.kguard.engine.Selection;
import io.kguard.event.EventSource;
import io.kguard.event.FalcoVersion;
import io.kguard.event.VersionRange;
import io.kguard.internal.message.Nearest;
import io.kguard.internal.source.EventSources;
import io.kguard.internal.yaml.Keys;
import io.kguard.internal.yaml.YamlDocument;
import io.kguard.internal.yaml.YamlFormat;
import io.kguard.internal.yaml.YamlMapping;
import io.kguard.internal.yaml.YamlProblem;
import io.kguard.internal.yaml.YamlValue;
import io.kguard.rule.RuleLoader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a {@code falco.yaml}, or the values of Falco's Helm chart that become one. */
final class FalcoConfigReader {
    private static final YamlFormat FORMAT =
            new YamlFormat("falco.yaml", "a mapping of Falco's settings is expected", 1 << 20, 32, 32, 1 << 20);

    /** Where Falco has the {@code customRules} of the chart's values. */
    private static final String CUSTOM_RULES = "/etc/falco/rules.d";

    /** The chart names Falco's host after the node. */
    private static final String NODE = "kguard-node";

    private static final int LARGEST_QUEUE = 1 << 16;
    private static final int DEFAULT_TIMEOUT_MILLIS = 2000;

    /** What {@code engine.kind} can be with which Falco sees the system calls of containers. */
    private static final Set<String> DRIVERS = Set.of("modern_ebpf", "ebpf", "kmod");

    /** What else it can be, and what Falco sees then. */
    private static final Map<String, String> WITHOUT_SYSTEM_CALLS = Map.of(
            "nodriver", "Falco sees no system call",
            "gvisor", "Falco sees only what gVisor tells it of its own sandboxes",
            "replay", "Falco sees only the events of a capture");

    private final FalcoVersion version;
    final EventSources sources;
    private final Function<String, @Nullable String> environment;
    private String hostname = "";
    final List<YamlProblem> warnings = new ArrayList<>();
    final List<YamlProblem> unseen = new ArrayList<>();
    final List<String> rulesFiles = new ArrayList<>();
    final List<AppendOutput> appended = new ArrayList<>();
    final List<ChannelSettings> channels = new ArrayList<>();
    PluginsReader plugins = new PluginsReader(null);
    EngineOptions options;
    int queueCapacity = LARGEST_QUEUE;
    Duration timeout = Duration.ofMillis(DEFAULT_TIMEOUT_MILLIS);
    private boolean json;
    private boolean includeOutput = true;
    private boolean includeMessage;
    private boolean includeTags = true;
    private boolean includeOutputFields = true;
    private boolean iso8601Time;
    private @Nullable YamlMapping top;
    private @Nullable HelmValues values;

    @Nullable
    SidekickConfig sidekick;

    private Duration window = TalonSettings.DEFAULTS.window();
    String name = "";
    String text = "";

    FalcoConfigReader(RuleLoader loader, Function<String, @Nullable String> environment) {
        this.version = loader.version();
        this.options = EngineOptions.of(version);
        this.sources = loader.sources();
        this.environment = environment;
    }

    /** The plugins alone. What is wrong with them is said when all is read. */
    List<FalcoPlugin> plugins(Path file) throws IOException {
        YamlValue root =
                YamlDocument.read(file.toString(), file, FORMAT, this::string).root();
        YamlMapping settings = root == null ? null : root.settings("a falco.yaml");
        HelmValues chart = settings == null ? null : HelmValues.in(settings);
        YamlMapping falco = chart == null ? settings : chart.falco();
        if (falco == null) {
            return List.of();
        }
        PluginsReader reader = new PluginsReader(file.toAbsolutePath().getParent());
        reader.read(falco::get);
        return List.copyOf(reader.loaded);
    }

    FalcoConfig read(Path file) throws IOException {
        name = file.toString();
        plugins = new PluginsReader(file.toAbsolutePath().getParent());
        return read(YamlDocument.read(name, file, FORMAT, this::string));
    }

    /** Reads a file that is not on this machine, so that nothing is beside it. */
    FalcoConfig read(String file, byte[] bytes) throws IOException {
        name = file;
        return read(YamlDocument.of(name, bytes, FORMAT, this::string));
    }

    private FalcoConfig read(YamlDocument document) throws IOException {
        YamlValue root = document.root();
        YamlMapping settings = root == null ? null : root.settings("a falco.yaml");
        if (settings != null) {
            values = HelmValues.in(settings);
            if (values == null) {
                read(settings);
            } else {
                read(values);
            }
        }
        if (document.mistakes() > 0) {
            throw new FalcoConfigException(document.problems());
        }
        warnings.addAll(document.problems());
        if (settings != null) {
            this.text = HelmValues.withoutRules(settings.place());
        }
        hostname = findHostname();
        return new FalcoConfig(this);
    }

    /** Falco replaces variables of the environment. Helm does not, nor does Falcosidekick. */
    private String string(YamlValue value, String written) {
        if (value.path().contains("append_output")) {
            return written; // alerts are in reports, which must not show what only this process may know
        }
        return values == null || values.isOfFalco(value) ? ConfigValues.substituted(written, environment) : written;
    }

    /** Reads values of the chart: what it does not find in them is as in the chart's own. */
    private void read(HelmValues chart) {
        YamlMapping settings = chart.falco();
        SidekickConfig receiver = SidekickReader.read(chart, name);
        sidekick = receiver;
        if (settings.get("stdout_output") == null) {
            channels.add(new ChannelSettings.Stdout());
        }
        if (settings.get("append_output") == null) {
            appended.add(new AppendOutput("", List.of(), "", "", Map.of(), List.of(), true));
        }
        boolean deployed = receiver.unreached().isEmpty();
        if (deployed) {
            forced(settings.get("json_output"));
            forced(settings.get("json_include_output_property"));
            YamlValue url = ConfigValues.in(settings.get("http_output"), "url");
            if (url != null && !url.written().isEmpty() && !url.written().contains(HelmValues.SIDEKICK)) {
                url.warn(url.path() + " is taken for the address of the chart's own Falcosidekick", "");
            }
        }
        read(settings);
        driver(chart);
        json = json || deployed;
        includeOutput = includeOutput || deployed;
        window = chart.talonWindow();
        rulesFiles(settings, chart.hasRules());
        chart.nameOthers();
    }

    private static void forced(@Nullable YamlValue setting) {
        if (setting != null && !ConfigValues.bool(setting, true)) {
            setting.warn(
                    setting.path() + " has no effect: the chart makes it true, because falcosidekick is enabled", "");
        }
    }

    /** The files that the values name are in Falco's container. Those of {@code customRules} are in the values. */
    private void rulesFiles(YamlMapping settings, boolean inValues) {
        YamlValue named = settings.get("rules_files");
        if (named != null && inValues && rulesFiles.stream().noneMatch(name -> name.startsWith(CUSTOM_RULES))) {
            named.problem(
                    named.path() + " does not have " + CUSTOM_RULES + ", so Falco does not load the customRules",
                    "add " + CUSTOM_RULES);
        }
        rulesFiles.clear();
        if (inValues) {
            rulesFiles.add(name);
        }
    }

    private void read(YamlMapping settings) {
        top = settings;
        plugins.read(this::take);
        alerts();
        rules();
        new ChannelsReader(json, channels).read(this::take);
        queue();
        notDone();
        seesLess();
        Keys keys = ConfigValues.keys("falco.yaml");
        settings.warnOfUnknownKeys(keys.names());
        keys.all().forEach((key, row) -> {
            if (!VersionRange.parse(row.need()).contains(version)) {
                settings.warnOfKey(key, "Falco " + version + " has no setting " + key + " and ignores it", "");
            }
        });
        if (channels.isEmpty()
                && Stream.of("syslog_output", "grpc_output").noneMatch(this::isEnabled)
                && (sidekick == null || !sidekick.unreached().isEmpty())) {
            settings.place()
                    .problem(
                            "No output configured, please make sure at least one output is configured and enabled.",
                            "for example stdout_output: {enabled: true}");
        }
    }

    AlertFormat format() {
        return new AlertFormat(
                version,
                hostname,
                json,
                new AlertFormat.Included(includeOutput, includeMessage, includeTags, includeOutputFields),
                iso8601Time);
    }

    TalonRoute talonRoute() {
        SidekickConfig receiver = sidekick;
        boolean deployed = receiver != null && receiver.unreached().isEmpty();
        TalonSettings settings = receiver != null && deployed ? receiver.talon() : TalonSettings.DEFAULTS;
        return new TalonRoute(
                format(),
                receiver != null && deployed ? receiver.changes() : PayloadChanges.NONE,
                settings.withWindow(window),
                withoutTalon(deployed, settings));
    }

    /** Why no alert arrives at Falco Talon. Of a Falcosidekick that the chart does not start nothing is known. */
    private String withoutTalon(boolean deployed, TalonSettings settings) {
        if (!deployed) {
            boolean sends = channels.stream()
                    .anyMatch(channel ->
                            channel instanceof ChannelSettings.ToHttp || channel instanceof ChannelSettings.ToProgram);
            if (!sends) {
                return sidekick != null
                        ? sidekick.unreached()
                        : "http_output is not enabled in " + name + ", so no alert leaves Falco for Falcosidekick";
            }
            if (!json) {
                return "json_output is not true in " + name + ", and Falcosidekick reads nothing but JSON";
            }
        }
        if (!includeOutputFields) {
            return "json_include_output_fields_property is false in " + name
                    + ", and Falcosidekick refuses alerts without output fields";
        }
        return settings.absent();
    }

    /** Falco's host name, or that of the chart's node. */
    private String findHostname() throws IOException {
        Optional<String> given = HostName.given(environment);
        if (given.isPresent()) {
            return given.get();
        }
        return values == null ? HostName.ofMachine() : NODE;
    }

    /** The value of a key; null if absent. */
    private @Nullable YamlValue take(String key) {
        return top == null ? null : top.get(key);
    }

    private boolean take(String key, boolean otherwise) {
        return ConfigValues.bool(take(key), otherwise);
    }

    private void alerts() {
        json = take("json_output", false);
        includeOutput = take("json_include_output_property", true);
        includeMessage = take("json_include_message_property", false);
        includeTags = take("json_include_tags_property", true);
        boolean fields = take("json_include_output_fields_property", true);
        includeOutputFields = fields || !version.atLeast(FalcoVersion.V0_41);
        iso8601Time = take("time_format_iso_8601", false);
        ConfigValues.items(take("append_output")).forEach(this::append);
    }

    private void append(YamlValue entry) {
        YamlValue match = ConfigValues.in(entry, "match");
        YamlValue ofSource = ConfigValues.in(match, "source");
        String source = ConfigValues.text(ofSource);
        if (ofSource != null && !source.isEmpty() && sources.named(source).isEmpty()) {
            List<String> known = sources.all().stream().map(EventSource::label).toList();
            ofSource.warn(
                    "there is no source \"" + source + "\", so this is added to nothing", Nearest.hint(source, known));
        }
        List<String> tags = ConfigValues.items(ConfigValues.in(match, "tags")).stream()
                .map(ConfigValues::text)
                .toList();
        YamlValue extra = ConfigValues.in(entry, "extra_output");
        String extraOutput = ConfigValues.text(extra);
        if (extra != null && !extraOutput.isEmpty()) {
            FalcoConfig.checkTemplate(extra, extraOutput, source, sources, version);
        }
        Map<String, String> fields = new LinkedHashMap<>();
        List<String> raw = new ArrayList<>();
        for (YamlValue field : ConfigValues.items(ConfigValues.in(entry, "extra_fields"))) {
            extraField(field, source, fields, raw);
        }
        boolean suggested = ConfigValues.bool(ConfigValues.in(entry, "suggested_output"), false);
        appended.add(new AppendOutput(
                source, tags, ConfigValues.text(ConfigValues.in(match, "rule")), extraOutput, fields, raw, suggested));
        YamlMapping settings = entry.settings(entry.path());
        if (settings != null) {
            settings.warnOfUnknownKeys(ConfigValues.keys("append_output").names());
        }
    }

    private void extraField(YamlValue field, String source, Map<String, String> fields, List<String> raw) {
        YamlMapping templates = field.isMapping() ? field.mapping("an extra field") : null;
        if (templates != null) {
            for (YamlValue template : templates.values()) {
                String text = ConfigValues.text(template);
                if (fields.put(template.key(), text) != null) {
                    template.problem("the extra field " + template.key() + " is there twice", "");
                }
                FalcoConfig.checkTemplate(template, text, source, sources, version);
            }
            return;
        }
        String name = ConfigValues.text(field);
        if (raw.contains(name)) {
            field.problem("the extra field " + name + " is there twice", "");
        }
        if (FalcoConfig.check(field, source, sources, version, catalogue -> catalogue.resolve(name))) {
            raw.add(name);
        }
    }

    private void rules() {
        YamlValue priority = take("priority");
        if (priority != null) {
            options = options.withMinimum(ConfigValues.priority(priority));
        }
        YamlValue rule = take("rule_matching");
        if (rule != null) {
            try {
                options = options.withMatching(Matching.of(ConfigValues.text(rule)));
            } catch (IllegalArgumentException e) {
                rule.problem(String.valueOf(e.getMessage()), "");
            }
        }
        YamlValue files = take("rules_files");
        YamlValue file = take("rules_file");
        if (files != null && file != null) {
            file.problem("rules_file is the old name of rules_files", "keep one of them");
        }
        for (YamlValue entry : ConfigValues.items(files != null ? files : file)) {
            rulesFiles.add(ConfigValues.text(entry));
        }
        for (YamlValue entry : ConfigValues.items(take("rules"))) {
            ConfigValues.entries(entry).forEach(this::select);
        }
    }

    private void select(YamlValue what) {
        boolean enable = what.key().equals("enable");
        if (!enable && !what.key().equals("disable")) {
            what.problem("rules can be selected by enable and disable, not by " + what.key(), "");
            return;
        }
        for (YamlValue pattern : ConfigValues.entries(what)) {
            switch (pattern.key()) {
                case "rule" -> select(enable, Selection.Kind.RULE, pattern);
                case "tag" -> select(enable, Selection.Kind.TAG, pattern);
                default -> pattern.problem("rules can be selected by rule and tag, not by " + pattern.key(), "");
            }
        }
    }

    private void select(boolean enable, Selection.Kind kind, YamlValue pattern) {
        options = options.with(new Selection(enable, kind, ConfigValues.text(pattern)));
    }

    private void queue() {
        timeout = Duration.ofMillis(ConfigValues.number(take("output_timeout"), 1, DEFAULT_TIMEOUT_MILLIS));
        int wanted = ConfigValues.number(ConfigValues.in(take("outputs_queue"), "capacity"), 0, 0);
        queueCapacity = wanted == 0 ? LARGEST_QUEUE : Math.min(wanted, LARGEST_QUEUE);
    }

    /** Warns of settings that change alerts or their destinations in Falco but not here. */
    private void notDone() {
        warnIfEnabled("syslog_output", "alerts do not go to syslog");
        warnIfEnabled("grpc_output", "alerts do not go out by gRPC");
        warnIfEnabled("capture", "alerts start no captures");
        YamlValue base64 = take("buffer_format_base64");
        if (base64 != null && ConfigValues.bool(base64, false)) {
            notSupported(base64, "bytes are written as text, with dots for what is none");
        }
        YamlValue others = take("config_files");
        if (others != null && !ConfigValues.items(others).isEmpty()) {
            notSupported(others, "what it names is not loaded");
        }
        YamlValue fields = take("static_fields");
        if (fields != null && !ConfigValues.entries(fields).isEmpty()) {
            notSupported(fields, "a rule that uses a static field does not load");
        }
    }

    private boolean isEnabled(String key) {
        return ConfigValues.bool(ConfigValues.in(take(key), "enabled"), false);
    }

    private void warnIfEnabled(String key, String consequence) {
        YamlValue enabled = ConfigValues.in(take(key), "enabled");
        if (enabled != null && ConfigValues.bool(enabled, false)) {
            enabled.warn(key + " is not supported: " + consequence, "");
        }
    }

    /** Warns of settings that hide events from Falco that kguard sees. */
    private void seesLess() {
        YamlValue set = ConfigValues.in(take("base_syscalls"), "custom_set");
        if (set != null && !ConfigValues.items(set).isEmpty()) {
            unseen.add(
                    notSupported(set, "kguard sees all system calls that rules look at, and Falco those of this set"));
        }
        YamlValue engine = take("engine");
        driver(ConfigValues.in(engine, "kind"));
        for (YamlValue kind : ConfigValues.entries(engine)) {
            YamlValue failed = kind.isMapping() ? ConfigValues.in(kind, "drop_failed_exit") : null;
            if (failed != null && ConfigValues.bool(failed, false)) {
                unseen.add(notSupported(failed, "kguard sees calls that failed, and Falco does not"));
            }
        }
    }

    /** Notes a driver by which Falco sees no system call of a container. One that there is not keeps Falco from starting. */
    private void driver(@Nullable YamlValue kind) {
        String name = ConfigValues.text(kind);
        String without = WITHOUT_SYSTEM_CALLS.get(name);
        if (kind == null || kind.isNothing()) {
            return;
        }
        if (without != null) {
            unseen.add(kind.warn(kind.path() + " is " + name + ": " + without, ""));
        } else if (!DRIVERS.contains(name)) {
            kind.problem(
                    kind.path() + " can't be \"" + name + "\"", "one of " + String.join(", ", new TreeSet<>(DRIVERS)));
        }
    }

    /** Notes what the values of the chart say of the driver, and arguments of Falco that turn system calls off. */
    private void driver(HelmValues chart) {
        YamlValue driver = chart.values().get("driver");
        YamlValue enabled = ConfigValues.in(driver, "enabled");
        YamlValue kind = ConfigValues.in(driver, "kind");
        if (enabled != null && !ConfigValues.bool(enabled, true)) {
            unseen.add(enabled.warn(
                    enabled.path() + " is false: " + WITHOUT_SYSTEM_CALLS.getOrDefault("nodriver", ""), ""));
        }
        String without = WITHOUT_SYSTEM_CALLS.get(ConfigValues.text(kind));
        if (kind != null && without != null) {
            unseen.add(kind.warn(kind.path() + " is " + ConfigValues.text(kind) + ": " + without, ""));
        }
        YamlValue arguments = ConfigValues.in(chart.values().get("extra"), "args");
        List<String> words = ConfigValues.items(arguments).stream()
                .flatMap(argument ->
                        Stream.of(ConfigValues.text(argument).strip().split("[\\s=]+")))
                .toList();
        if (arguments != null && turnOff(words)) {
            unseen.add(
                    arguments.warn(arguments.path() + " turns the source syscall off: Falco sees no system call", ""));
        }
    }

    /** Whether arguments of Falco leave it without system calls: {@code --disable-source syscall}, {@code -o engine.kind=nodriver}. */
    private static boolean turnOff(List<String> words) {
        boolean others = false;
        boolean own = false;
        for (int i = 0; i + 1 < words.size(); i++) {
            String value = words.get(i + 1);
            boolean isSyscall = value.equals(EventSource.SYSCALL.label());
            switch (words.get(i)) {
                case "--disable-source" -> {
                    if (isSyscall) {
                        return true;
                    }
                }
                case "--enable-source" -> {
                    own |= isSyscall;
                    others |= !isSyscall;
                }
                case "engine.kind", "-oengine.kind" -> {
                    if (WITHOUT_SYSTEM_CALLS.containsKey(value)) {
                        return true;
                    }
                }
                default -> {}
            }
        }
        return others && !own || words.contains("--nodriver") || words.contains("--gvisor-config");
    }

    static YamlProblem notSupported(YamlValue value, String consequence) {
        return value.warn(value.path() + " is not supported: " + consequence, "");
    }
}
