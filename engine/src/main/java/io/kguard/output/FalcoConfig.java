// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import io.kguard.engine.Alert;
import io.kguard.engine.EngineOptions;
import io.kguard.engine.RuleOutput;
import io.kguard.event.EventSource;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.field.FieldCatalogue;
import io.kguard.internal.field.FieldException;
import io.kguard.internal.field.OutputTemplate;
import io.kguard.internal.message.Wording;
import io.kguard.internal.source.EventSources;
import io.kguard.internal.yaml.YamlProblem;
import io.kguard.internal.yaml.YamlValue;
import io.kguard.rule.Rule;
import io.kguard.rule.RuleLoader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a {@code falco.yaml} for alerts: which rules are evaluated, how alerts are formatted, and where they
 * are sent. Values of Falco's Helm chart have such settings, too, and say what Falcosidekick sends on. Settings that
 * kguard ignores are among the {@link #warnings}. Immutable.
 *
 * <p>Source: Falco's chart and Falcosidekick of August 2026.
 */
@API(status = API.Status.INTERNAL)
public final class FalcoConfig implements AlertRoute {
    private static final Path OF_FALCO = Path.of("/etc/falco");

    /** The fields that the container plugin suggests for outputs. */
    private static final List<String> SUGGESTED = List.of(
            "container.id",
            "container.name",
            "container.image.repository",
            "container.image.tag",
            "k8s.pod.name",
            "k8s.ns.name");

    private final AlertFormat format;
    private final EngineOptions options;
    private final String file;
    private final List<String> rulesFiles;
    private final List<AppendOutput> appended;
    private final List<ChannelSettings> channels;
    private final int queueCapacity;
    private final Duration timeout;
    private final List<FalcoPlugin> plugins;
    private final EventSources sources;
    private final Map<String, String> unknownPlugins;
    private final List<String> warnings;
    private final List<String> unseen;
    private final @Nullable SidekickConfig sidekick;
    private final TalonRoute talonRoute;
    private final String settings;

    FalcoConfig(FalcoConfigReader reader) {
        this.format = reader.format();
        this.options = reader.options;
        this.file = reader.name;
        this.rulesFiles = List.copyOf(reader.rulesFiles);
        this.appended = List.copyOf(reader.appended);
        this.channels = List.copyOf(reader.channels);
        this.queueCapacity = reader.queueCapacity;
        this.timeout = reader.timeout;
        this.plugins = List.copyOf(reader.plugins.loaded);
        this.sources = reader.sources;
        this.unknownPlugins = new LinkedHashMap<>();
        reader.plugins.unknown.forEach((plugin, warning) -> unknownPlugins.put(plugin, warning.render()));
        this.warnings = rendered(reader.warnings);
        this.unseen = rendered(reader.unseen);
        this.sidekick = reader.sidekick;
        this.talonRoute = reader.talonRoute();
        this.settings = reader.text;
    }

    private static List<String> rendered(List<YamlProblem> problems) {
        return problems.stream().map(YamlProblem::render).toList();
    }

    /**
     * Reads a file. <code>${NAME}</code> in its values is replaced by this process's environment variable.
     *
     * @throws FalcoConfigException if it can't be used; it lists all problems with their positions
     * @throws IOException if it can't be read
     */
    public static FalcoConfig read(Path file, FalcoVersion version) throws IOException {
        return read(file, version, System::getenv);
    }

    /** Reads a file for the version of a loader, where what is added to outputs may have fields of its sources. */
    public static FalcoConfig read(Path file, RuleLoader loader) throws IOException {
        return new FalcoConfigReader(loader, System::getenv).read(file);
    }

    /**
     * Reads a file with another environment: a function from a variable's name to its value, or null if it is not set.
     */
    public static FalcoConfig read(Path file, FalcoVersion version, Function<String, @Nullable String> environment)
            throws IOException {
        return new FalcoConfigReader(RuleLoader.of(version), environment).read(file);
    }

    /**
     * Reads a file that is not on this machine.
     *
     * @param name its name, for messages
     * @param bytes its bytes, or so many of them that it is refused
     * @param loader for whose version it is read
     * @param environment from a variable's name to its value, or null if it is not set
     * @throws FalcoConfigException if it can't be used; it lists all problems with their positions
     * @throws IOException if this machine's name can't be found out
     */
    public static FalcoConfig of(
            String name, byte[] bytes, RuleLoader loader, Function<String, @Nullable String> environment)
            throws IOException {
        return new FalcoConfigReader(loader, environment).read(name, bytes);
    }

    /**
     * Reads only the plugins that a file has Falco load: their sources must be known before the rest can be read.
     *
     * @throws IOException if it can't be read
     */
    public static List<FalcoPlugin> pluginsOf(Path file, FalcoVersion version) throws IOException {
        return new FalcoConfigReader(RuleLoader.of(version), System::getenv).plugins(file);
    }

    /** The format of alerts. */
    public AlertFormat format() {
        return format;
    }

    /**
     * The {@code rules_files} as written; empty if the file names none. For values of Falco's chart it is the file itself,
     * if it has {@code customRules}.
     */
    public List<String> rulesFiles() {
        return rulesFiles;
    }

    /**
     * The existing {@code rules_files}. As in Falco, missing ones are left out.
     *
     * @param warnings receives a sentence for each missing one
     * @throws IllegalArgumentException if the file names some, but none exists, or one is a broken link, or the file is below the
     *     current folder and one is not
     */
    public List<Path> existingRulesFiles(Consumer<String> warnings) {
        List<Path> existing = new ArrayList<>();
        for (String name : rulesFiles) {
            Path path = Path.of(name);
            if (Files.exists(path)) {
                requireOwn(path);
                existing.add(path);
            } else if (Files.isSymbolicLink(path)) {
                throw new IllegalArgumentException(
                        "rules_files: " + path + " is a broken link, so Falco would leave its rules out");
            } else {
                warnings.accept("rules_files: " + path + " does not exist and is left out, as Falco does");
            }
        }
        if (existing.isEmpty() && !rulesFiles.isEmpty()) {
            throw new IllegalArgumentException("none of the rules_files exists: " + String.join(", ", rulesFiles)
                    + ". Name rule files with " + Wording.given("rules") + "=A,B");
        }
        return existing;
    }

    /** The file of a checkout could name any file of the machine, parts of which messages then show. */
    private void requireOwn(Path rules) {
        Path start = Path.of("").toAbsolutePath();
        Path config = Path.of(file).toAbsolutePath().normalize();
        Path place = rules.toAbsolutePath().normalize();
        boolean isOwn = Stream.of(start, config.resolveSibling(""), OF_FALCO).anyMatch(place::startsWith);
        if (config.startsWith(start) && !isOwn) {
            throw new IllegalArgumentException(file + " names the rules " + rules + ", which are neither below " + start
                    + " nor in " + OF_FALCO + ". If you trust them, name all rule files with " + Wording.given("rules")
                    + "=A,B");
        }
    }

    /** What the file has that kguard does not know or do: each with its place, its line and a caret. */
    public List<String> warnings() {
        return warnings;
    }

    /**
     * The {@link #warnings} but for those that some plugins are not loaded.
     *
     * @param loaded the names of plugins that are
     */
    public List<String> warnings(Collection<String> loaded) {
        List<String> others = new ArrayList<>(warnings);
        loaded.forEach(plugin -> others.remove(unknownPlugins.get(plugin)));
        return others;
    }

    /** The plugins that Falco loads, in its order. */
    public List<FalcoPlugin> plugins() {
        return plugins;
    }

    /** Those of the {@link #warnings} for which Falco would miss events that kguard sees live. */
    public List<String> unseen() {
        return unseen;
    }

    /** All that the file has besides {@code customRules}, as JSON, with variables of the environment in their places. */
    public String settings() {
        return settings;
    }

    /**
     * The options for evaluating rules: {@code priority}, {@code rule_matching}, {@code rules}, {@code append_output}.
     */
    public EngineOptions options() {
        return options.withOutputs(this::output);
    }

    /**
     * The output of a rule's alerts.
     *
     * @throws FieldException if a template of {@code append_output} can't be formatted
     */
    RuleOutput output(Rule rule) {
        StringBuilder template = new StringBuilder(rule.output());
        Map<String, String> extraFields = new LinkedHashMap<>();
        List<String> rawFields = new ArrayList<>();
        for (AppendOutput entry : appended) {
            if (entry.matches(rule)) {
                if (!entry.extraOutput().isEmpty()) {
                    template.append(' ').append(completed(entry.extraOutput()));
                }
                if (entry.suggested()) {
                    template.append(suggested(rule));
                }
                extraFields.putAll(entry.extraFields());
                rawFields.addAll(entry.rawFields());
            }
        }
        return new RuleOutput(template.toString(), extraFields, rawFields);
    }

    private String completed(String template) {
        return template.replace(OutputTemplate.CONTAINER_INFO, OutputTemplate.containerInfo(format.version()));
    }

    /** Falco 0.40 has no suggestions for system calls. */
    private String suggested(Rule rule) {
        List<String> names;
        if (!rule.source().equals("syscall")) {
            names = sources.named(rule.source())
                    .map(source -> sources.documents(source).suggested())
                    .orElse(List.of());
        } else {
            names = format.version().atLeast(FalcoVersion.V0_41) ? SUGGESTED : List.of();
        }
        StringBuilder fields = new StringBuilder();
        for (String field : names) {
            fields.append(' ').append(field.replace('.', '_')).append("=%").append(field);
        }
        return fields.toString();
    }

    /** Checks the templates of {@code append_output}, to report mistakes with their position. */
    static void checkTemplate(
            YamlValue node, String template, String source, EventSources known, FalcoVersion version) {
        check(
                node,
                source,
                known,
                version,
                catalogue -> OutputTemplate.compile(template.replace(OutputTemplate.CONTAINER_INFO, "-"), catalogue));
    }

    /**
     * Tries the fields of the sources that the entry applies to, until it works with one.
     *
     * @param source the source; if it is empty or unknown, rules of any source
     * @param known the sources that are known
     */
    static boolean check(
            YamlValue node, String source, EventSources known, FalcoVersion version, Consumer<FieldCatalogue> attempt) {
        List<EventSource> sources = known.named(source).map(List::of).orElse(known.all());
        FieldException first = null;
        for (EventSource candidate : sources) {
            try {
                attempt.accept(FieldCatalogue.of(known, candidate, version));
                return true;
            } catch (FieldException e) {
                first = first == null ? e : first;
            }
        }
        node.problem(node.path() + ": " + Objects.requireNonNull(first).getMessage(), "");
        return false;
    }

    /** Whether this says what Falcosidekick sends: it is read from values of Falco's chart. */
    @Override
    public boolean knowsSidekick() {
        return sidekick != null;
    }

    /**
     * The way of an alert to people: what Falco writes, what Falcosidekick receives, and the messages that it sends. Nothing
     * leaves the process.
     */
    @Override
    public SentAlert send(Alert alert) {
        return sidekick == null
                ? SidekickConfig.unknown(
                        alert, format.line(alert), "a falco.yaml does not say what Falcosidekick sends")
                : sidekick.send(format, alert);
    }

    /** How alerts get to Falco Talon by a configuration; {@link TalonRoute#DIRECT} if there is none. */
    public static TalonRoute talonRoute(@Nullable FalcoConfig config) {
        return config == null ? TalonRoute.DIRECT : config.talonRoute;
    }

    /**
     * The alerts as Sidekick receives them if {@code http_output} leads to it.
     *
     * @throws IllegalArgumentException if the file does not enable {@code http_output}, so nothing would arrive at
     *     Sidekick
     * @throws IOException if the alerts could not be sent
     */
    public SidekickReceiver sendToSidekick(List<Alert> alerts) throws IOException {
        if (sidekick != null && sidekick.unreached().isEmpty()) {
            return SidekickReceiver.receive(format, alerts);
        }
        for (ChannelSettings channel : channels) {
            if (channel instanceof ChannelSettings.ToHttp) {
                return SidekickReceiver.receive(format, alerts);
            }
        }
        throw new IllegalArgumentException("http_output is not enabled, so no alert arrives at Sidekick");
    }

    /**
     * Opens the channels that the file enables.
     *
     * @param stdout the target of {@code stdout_output}
     * @param warnings receives a sentence for each problem of a channel during the run
     * @throws IOException if a channel can't be opened
     */
    public AlertOutputs openOutputs(OutputStream stdout, Consumer<String> warnings) throws IOException {
        return AlertOutputs.open(format, channels, stdout, queueCapacity, timeout, warnings);
    }
}
