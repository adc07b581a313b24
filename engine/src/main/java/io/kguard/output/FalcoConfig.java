// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import io.kguard.engine.Alert;
import io.kguard.engine.EngineOptions;
import io.kguard.engine.Matching;
import io.kguard.engine.RuleOutput;
import io.kguard.engine.Selection;
import io.kguard.event.EventSource;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.field.FieldCatalogue;
import io.kguard.internal.field.FieldException;
import io.kguard.internal.field.OutputTemplate;
import io.kguard.internal.yaml.YamlProblem;
import io.kguard.internal.yaml.YamlValue;
import io.kguard.rule.Priority;
import io.kguard.rule.Rule;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * A user's {@code falco.yaml}, as far as it decides on alerts: which rules are evaluated, what alerts say, and where they go.
 * What of it kguard does not do is among the {@link #warnings}. Immutable.
 */
@API(status = API.Status.EXPERIMENTAL)
public final class FalcoConfig {
    private static final String CONTAINER_INFO = "%container.info";
    private static final String CONTAINER_FIELDS = "container_id=%container.id container_name=%container.name";

    /** The fields that the container plugin suggests for outputs. */
    private static final List<String> SUGGESTED = List.of(
            "container.id",
            "container.name",
            "container.image.repository",
            "container.image.tag",
            "k8s.pod.name",
            "k8s.ns.name");

    private final AlertFormat format;
    private final Priority minimum;
    private final Matching matching;
    private final List<Selection> selections;
    private final List<String> rulesFiles;
    private final List<AppendOutput> appended;
    private final List<ChannelSettings> channels;
    private final int queueCapacity;
    private final Duration timeout;
    private final List<String> warnings;
    private final List<String> unseen;

    FalcoConfig(FalcoConfigReader reader) {
        this.format = reader.format();
        this.minimum = reader.minimum;
        this.matching = reader.matching;
        this.selections = List.copyOf(reader.selections);
        this.rulesFiles = List.copyOf(reader.rulesFiles);
        this.appended = List.copyOf(reader.appended);
        this.channels = List.copyOf(reader.channels);
        this.queueCapacity = reader.queueCapacity;
        this.timeout = reader.timeout;
        this.warnings = rendered(reader.warnings);
        this.unseen = rendered(reader.unseen);
    }

    private static List<String> rendered(List<YamlProblem> problems) {
        return problems.stream().map(YamlProblem::render).toList();
    }

    /**
     * Reads a file; <code>${NAME}</code> in its values is replaced from the environment of this process.
     *
     * @throws FalcoConfigException if it can't be used; with all its problems and their places
     * @throws IOException if it can't be read
     */
    public static FalcoConfig read(Path file, FalcoVersion version) throws IOException {
        return read(file, version, System::getenv);
    }

    /** The same with another environment: a function from a variable's name to its value, null if it is not set. */
    public static FalcoConfig read(Path file, FalcoVersion version, Function<String, @Nullable String> environment)
            throws IOException {
        return new FalcoConfigReader(version, environment).read(file);
    }

    /** How alerts become lines. */
    public AlertFormat format() {
        return format;
    }

    /** The {@code rules_files}, as they are written; empty if the file names none. */
    public List<String> rulesFiles() {
        return rulesFiles;
    }

    /**
     * Those of the {@code rules_files} that exist, as Falco leaves out the others.
     *
     * @param warnings takes a sentence for each that is left out
     * @throws IllegalArgumentException if the file names some, but none exists
     */
    public List<Path> existingRulesFiles(Consumer<String> warnings) {
        List<Path> existing = new ArrayList<>();
        for (String name : rulesFiles) {
            Path path = Path.of(name);
            if (Files.exists(path)) {
                existing.add(path);
            } else {
                warnings.accept("rules_files: " + path + " does not exist and is left out, as Falco does");
            }
        }
        if (existing.isEmpty() && !rulesFiles.isEmpty()) {
            throw new IllegalArgumentException("none of the rules_files exists: " + String.join(", ", rulesFiles)
                    + ". Name rule files with -Dkguard.rules=A,B");
        }
        return existing;
    }

    /** What the file has that kguard does not know or do: each with its place, its line and a caret. */
    public List<String> warnings() {
        return warnings;
    }

    /** Those of the {@link #warnings} for which Falco would miss what kguard sees live. */
    public List<String> unseen() {
        return unseen;
    }

    /** How rules are to be evaluated: {@code priority}, {@code rule_matching}, {@code rules}, {@code append_output}. */
    public EngineOptions options() {
        EngineOptions options = EngineOptions.of(format.version())
                .withMatching(matching)
                .withMinimum(minimum)
                .withOutputs(this::output);
        for (Selection selection : selections) {
            options = options.with(selection);
        }
        return options;
    }

    /**
     * What an alert of a rule says.
     *
     * @throws FieldException if a template that {@code append_output} adds can't be formatted
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
        return template.replace(CONTAINER_INFO, format.version().atLeast(FalcoVersion.V0_41) ? "" : CONTAINER_FIELDS);
    }

    /** Falco 0.40 has no suggestions for system calls. */
    private String suggested(Rule rule) {
        if (!format.version().atLeast(FalcoVersion.V0_41) || !rule.source().equals("syscall")) {
            return "";
        }
        StringBuilder fields = new StringBuilder();
        for (String field : SUGGESTED) {
            fields.append(' ').append(field.replace('.', '_')).append("=%").append(field);
        }
        return fields.toString();
    }

    /** Checks the templates of {@code append_output}, so that a mistake in them is told at its place. */
    static void checkTemplate(YamlValue node, String template, String source, FalcoVersion version) {
        check(
                node,
                source,
                version,
                catalogue -> OutputTemplate.compile(template.replace(CONTAINER_INFO, "-"), catalogue));
    }

    /**
     * Tries something with the fields of the sources whose rules it is for, until it works with one.
     *
     * @param source the source; of rules of any source if it is empty or not known
     */
    static boolean check(YamlValue node, String source, FalcoVersion version, Consumer<FieldCatalogue> attempt) {
        List<EventSource> sources = EventSource.of(source).map(List::of).orElse(List.of(EventSource.values()));
        FieldException first = null;
        for (EventSource candidate : sources) {
            try {
                attempt.accept(FieldCatalogue.of(candidate, version));
                return true;
            } catch (FieldException e) {
                first = first == null ? e : first;
            }
        }
        node.problem(node.path() + ": " + Objects.requireNonNull(first).getMessage(), "");
        return false;
    }

    /**
     * What Sidekick receives of alerts if {@code http_output} leads to it.
     *
     * @throws IllegalArgumentException if the file does not enable {@code http_output}: nothing arrives at Sidekick then
     * @throws IOException if the alerts could not be sent
     */
    public SidekickReceiver sendToSidekick(List<Alert> alerts) throws IOException {
        for (ChannelSettings channel : channels) {
            if (channel instanceof ChannelSettings.ToHttp http) {
                return SidekickReceiver.receive(format, http.compress(), alerts);
            }
        }
        throw new IllegalArgumentException("http_output is not enabled, so no alert arrives at Sidekick");
    }

    /**
     * Opens the channels that the file enables.
     *
     * @param stdout where {@code stdout_output} writes
     * @param warnings takes a sentence for each thing that goes wrong with a channel while the run goes on
     * @throws IOException if a channel can't be opened
     */
    public AlertOutputs openOutputs(OutputStream stdout, Consumer<String> warnings) throws IOException {
        return AlertOutputs.open(format, channels, stdout, queueCapacity, timeout, warnings);
    }
}
