// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.goal;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.Matching;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.cluster.AuditPolicy;
import io.kguard.internal.cluster.AuditPolicyFile;
import io.kguard.internal.field.SourceTables;
import io.kguard.internal.message.Wording;
import io.kguard.internal.option.AllowedUnloaded;
import io.kguard.internal.option.EvaluationSettings;
import io.kguard.internal.option.GoalParameter;
import io.kguard.internal.option.RuleBase;
import io.kguard.internal.option.Settings;
import io.kguard.internal.pluginhost.LoadedPlugins;
import io.kguard.internal.report.RepeatCommand;
import io.kguard.internal.result.Thresholds;
import io.kguard.internal.source.EventSources;
import io.kguard.internal.verify.Choice;
import io.kguard.internal.verify.InputFiles;
import io.kguard.internal.verify.PlayOptions;
import io.kguard.internal.verify.RuleOptions;
import io.kguard.internal.verify.ScenarioOptions;
import io.kguard.internal.verify.Sharding;
import io.kguard.internal.verify.VerifyOptions;
import io.kguard.output.FalcoConfig;
import io.kguard.reaction.Reaction;
import io.kguard.reaction.ReactionFiles;
import io.kguard.rule.RuleLoader;
import io.kguard.simulation.SimulatorOptions;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What several goals read from their settings. Each method is for the parameters with its name. */
final class GoalInputs {
    /** What decides how a scenario ends, besides the scenario. */
    private static final List<String> OF_A_RUN = List.of("""
            rules base sources config plugins reactions auditPolicy scenarios catalogue falco matching enable allowUnloaded""".split("\\s+", -1));

    private final Settings settings;
    private final Workplace place;
    private @Nullable LoadedPlugins plugins;
    private @Nullable EventSources sources;

    GoalInputs(Settings settings, Workplace place) {
        this.settings = settings;
        this.place = place;
    }

    /** What is given of a parameter that takes some words only; empty if nothing is. */
    static String oneOf(Settings settings, String name, List<String> words) {
        String given = settings.text(name);
        if (given.isEmpty() || words.contains(given)) {
            return given;
        }
        throw new IllegalArgumentException(Wording.option(name) + " is \"" + given + "\"; it can be "
                + words.stream().map(word -> '"' + word + '"').collect(Collectors.joining(" or ")));
    }

    FalcoVersion falco() {
        return FalcoVersion.of(settings.text("falco"));
    }

    /**
     * What loads the rules, with the sources of events that the user describes.
     *
     * @throws io.kguard.internal.source.TableReader.SourceTableException if a table has a mistake
     */
    RuleLoader loader() throws IOException {
        return loader(falco());
    }

    RuleLoader loader(FalcoVersion version) throws IOException {
        return RuleLoader.of(version).withSources(sources());
    }

    /**
     * The sources of events, with those that the user describes, and those of the plugins that he names.
     *
     * @throws io.kguard.internal.source.SourcePlugin.PluginException if a plugin can't be used
     * @throws IllegalArgumentException if there is no falco.yaml that has it
     */
    EventSources sources() throws IOException {
        if (sources == null) {
            sources = plugins().sources(SourceTables.read(settings.files("sources")));
        }
        return sources;
    }

    /** What the plugin that the user names opens, as its falco.yaml says; empty for nothing. */
    String openParams() throws IOException {
        return plugins().openParams();
    }

    /** The files that say what events have. */
    private List<Path> sourceFiles() throws IOException {
        List<Path> files = new ArrayList<>(settings.files("sources"));
        if (!namedPlugins().isEmpty()) {
            files.addAll(plugins().libraries());
            settings.file("config").ifPresent(files::add);
        }
        return files;
    }

    private List<String> namedPlugins() {
        return settings.goal().parameter("plugins").isPresent() && settings.isGiven("plugins")
                ? List.of(settings.text("plugins").split(","))
                : List.of();
    }

    /** The plugins, which end when the goal ends. */
    private LoadedPlugins plugins() throws IOException {
        if (plugins == null) {
            List<String> named = namedPlugins();
            Path file = named.isEmpty() ? null : settings.file("config").orElse(null);
            if (file == null && !named.isEmpty()) {
                throw new IllegalArgumentException(Wording.option("plugins")
                        + " names plugins of a falco.yaml: give it with " + Wording.given("config") + "=falco.yaml");
            }
            LoadedPlugins loaded = new LoadedPlugins();
            settings.atEnd(() -> {
                loaded.failures().forEach(place::warn);
                loaded.close();
            });
            if (file != null) {
                loaded.load(named, FalcoConfig.pluginsOf(file, falco()));
            }
            plugins = loaded;
        }
        return plugins;
    }

    /**
     * How scenarios are played.
     *
     * @throws io.kguard.internal.sandbox.SandboxException if a value is not known
     */
    SimulatorOptions simulator() {
        return SimulatorOptions.of(property -> settings.text(property.substring(GoalParameter.PREFIX.length())));
    }

    @Nullable
    Matching matching() {
        String matching = settings.text("matching");
        return matching.isEmpty() ? null : Matching.of(matching);
    }

    /** How rules are evaluated. */
    EngineOptions evaluated(@Nullable FalcoConfig config) {
        return EvaluationSettings.of(falco(), config, matching(), enableAll());
    }

    boolean enableAll() {
        return !oneOf(settings, "enable", List.of("all")).isEmpty();
    }

    /**
     * The rule files: the given ones, or else the project's own.
     *
     * @throws IllegalArgumentException if there are none
     */
    List<Path> rules() {
        List<Path> given = settings.files("rules");
        if (!given.isEmpty()) {
            return StockRules.resolve(given, StockRules.INSTALLED);
        }
        Path own = place.file("src/kguard/rules");
        if (Files.isDirectory(own)) {
            return List.of(own);
        }
        throw new IllegalArgumentException("there are no rules: " + own + " does not exist. Name rule files with "
                + Wording.given("rules") + "=A,B");
    }

    /** The rule files: the given ones, or else those of the falco.yaml, or else the project's own. */
    List<Path> rules(@Nullable FalcoConfig config) {
        if (config != null && namesRules(config)) {
            return config.existingRulesFiles(place::warn);
        }
        return rules();
    }

    /** The same, or else the files that a goal is about. */
    List<Path> rules(@Nullable FalcoConfig config, List<Path> only) {
        boolean named = settings.isGiven("rules") || config != null && namesRules(config);
        return only.isEmpty() || named || Files.isDirectory(place.file("src/kguard/rules")) ? rules(config) : only;
    }

    /** The rules of others, on which own ones build. */
    RuleBase base() {
        return new RuleBase(StockRules.resolve(settings.files("base"), StockRules.INSTALLED));
    }

    private boolean namesRules(FalcoConfig config) {
        return !settings.isGiven("rules") && !config.rulesFiles().isEmpty();
    }

    /**
     * The falco.yaml, or null if none is given. Warns of settings that are ignored.
     *
     * @throws io.kguard.output.FalcoConfigException if it can't be used
     */
    @Nullable
    FalcoConfig config() throws IOException {
        Path file = settings.file("config").orElse(null);
        if (file == null) {
            return null;
        }
        FalcoConfig config = FalcoConfig.read(file, loader());
        config.warnings(namedPlugins()).forEach(place::warn);
        return config;
    }

    /** The scenario files, without those of jars. */
    List<Path> scenarios() {
        List<Path> given = settings.files("scenarios");
        if (!given.isEmpty()) {
            return given;
        }
        Path own = place.file("src/kguard/scenarios");
        return Files.isDirectory(own) ? List.of(own) : List.of();
    }

    /** The recordings: the given ones, or else those beside the project's scenarios, sorted by path. */
    List<Path> recordings() throws IOException {
        List<Path> given = settings.files("recordings");
        Path own = place.file("src/kguard/scenarios");
        if (!given.isEmpty() || !Files.isDirectory(own)) {
            return given;
        }
        try (Stream<Path> files = Files.walk(own, FileVisitOption.FOLLOW_LINKS)) {
            return files.filter(file -> file.toString().matches(".*(\\.scap|\\.log|\\.events\\.yaml)"))
                    .sorted()
                    .toList();
        }
    }

    /**
     * What alerts trigger, from files of Falco Talon. Warns of what Falco Talon does not heed in them.
     *
     * @throws io.kguard.reaction.ReactionException if Falco Talon would refuse the files
     */
    List<Reaction> reactions() throws IOException {
        List<Path> files = settings.files("reactions");
        if (files.isEmpty()) {
            return List.of();
        }
        ReactionFiles read = ReactionFiles.read(files, sources());
        read.warnings().forEach(place::warn);
        return read.reactions();
    }

    /**
     * What the API servers of clusters log.
     *
     * @throws io.kguard.diagnostic.KguardException if an API server would refuse the file
     */
    private AuditPolicy auditPolicy() throws IOException {
        Path file = settings.file("auditPolicy").orElse(null);
        return file == null ? AuditPolicy.EVERYTHING : AuditPolicyFile.read(file);
    }

    /**
     * The folder for the reports.
     *
     * @throws IOException if nothing can be written in it
     */
    Path reports() throws IOException {
        return settings.folderToWrite("reports").orElseGet(() -> place.report(""));
    }

    /** What the checks must cover. */
    Thresholds thresholds() {
        return new Thresholds(
                settings.decimal("minRuleCoverage"),
                settings.decimal("minClauseCoverage"),
                settings.isOn("failOnUntestedRule"),
                settings.number("minChecks"),
                place.thresholds());
    }

    /** Which part of the checks is made. */
    Sharding sharding() throws IOException {
        return Sharding.of(
                settings.textOrNull("shard"), settings.file("shardTimes").orElse(null));
    }

    /** What a user gives to make the same again; empty in a build, which has it in its file. */
    String asGiven() {
        if (place.program().isEmpty()) {
            return "";
        }
        Map<String, String> given = new LinkedHashMap<>();
        for (String name : OF_A_RUN) {
            if (settings.goal().parameter(name).isPresent() && settings.isGiven(name)) {
                given.put(name, settings.text(name));
            }
        }
        return RepeatCommand.options(given);
    }

    /** The options that all goals have that play scenarios against rules. */
    VerifyOptions options(String only, String against) throws IOException {
        FalcoConfig config = config();
        RuleBase base = base();
        return new VerifyOptions(
                        new RuleOptions(
                                base.before(rules(config)),
                                base,
                                new AllowedUnloaded(settings.text("allowUnloaded")),
                                loader(),
                                matching(),
                                enableAll(),
                                config),
                        new ScenarioOptions(scenarios(), place.catalogue(), Choice.of(only, against, withCatalogue())),
                        new PlayOptions(
                                simulator().withAuditPolicy(auditPolicy()),
                                settings.isGiven("parallel")
                                        ? settings.number("parallel")
                                        : PlayOptions.defaultParallel()))
                .from(new InputFiles(
                        settings.file("config").orElse(null),
                        config != null && namesRules(config),
                        sourceFiles(),
                        List.of(),
                        settings.file("auditPolicy").orElse(null),
                        null));
    }

    private boolean withCatalogue() {
        String catalogue = settings.text("catalogue");
        return switch (catalogue) {
            case "on", "true" -> true;
            case "off", "false" -> false; // YAML and Maven read "off" as they like
            default ->
                throw new IllegalArgumentException(
                        Wording.option("catalogue") + " is \"" + catalogue + "\"; it can be \"on\" or \"off\"");
        };
    }
}
