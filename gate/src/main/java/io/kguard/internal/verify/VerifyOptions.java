// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.engine.Matching;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.image.PackageImages;
import io.kguard.internal.message.Wording;
import io.kguard.internal.option.AllowedUnloaded;
import io.kguard.internal.option.RuleBase;
import io.kguard.internal.result.Baseline;
import io.kguard.internal.result.Thresholds;
import io.kguard.internal.sandbox.SandboxException;
import io.kguard.output.FalcoConfig;
import io.kguard.rule.LoadResult;
import io.kguard.rule.RuleLoader;
import io.kguard.scenario.IndexedFile;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioCatalogue;
import io.kguard.simulation.Simulator;
import io.kguard.simulation.SimulatorOptions;
import io.kguard.workload.PodImages;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a suite.
 *
 * @param ruleOptions the rules
 * @param scenarioOptions the scenarios
 * @param playOptions how checks are made
 * @param thresholds how much the checks must cover
 * @param baseline the checks that may fail for some time
 * @param analyses what is told besides the verdicts of the checks
 * @param files the files that the configuration and the reactions are from
 */
public record VerifyOptions(
        RuleOptions ruleOptions,
        ScenarioOptions scenarioOptions,
        PlayOptions playOptions,
        Thresholds thresholds,
        Baseline baseline,
        List<Analysis> analyses,
        InputFiles files) {
    public VerifyOptions {
        analyses = List.copyOf(analyses);
        if (playOptions.sharding().isPart()) {
            String whole = analyses.stream()
                    .filter(analysis -> !analysis.canBeParted())
                    .map(analysis -> Wording.option(analysis.name()))
                    .collect(Collectors.joining(", "));
            if (!whole.isEmpty()) {
                throw new IllegalArgumentException(
                        Wording.option("shard") + " does not go together with " + whole + ", which needs a whole run");
            }
        }
    }

    /** Options for all checks and nothing else. */
    public VerifyOptions(RuleOptions rules, ScenarioOptions scenarios, PlayOptions play) {
        this(rules, scenarios, play, Thresholds.NONE, Baseline.NONE, List.of(), InputFiles.NONE);
    }

    /** Rule files and directories, in the order in which they are loaded. */
    public List<Path> rules() {
        return ruleOptions.files();
    }

    /** The rules of others, on which own ones build. Their files are the first of {@link #rules()}. */
    public RuleBase base() {
        return ruleOptions.base();
    }

    /** The version of Falco to imitate. */
    public FalcoVersion falco() {
        return ruleOptions.falco();
    }

    /** What loads the rules, with the sources of events that are known. */
    public RuleLoader loader() {
        return ruleOptions.loader();
    }

    /** A user's {@code falco.yaml}; null for none. */
    public @Nullable FalcoConfig config() {
        return ruleOptions.config();
    }

    /** Whether an event triggers one rule or every rule that matches; null for what the {@code falco.yaml} says. */
    public @Nullable Matching matching() {
        return ruleOptions.matching();
    }

    /** Whether rules are evaluated, too, that their files or the {@code falco.yaml} disable. */
    public boolean enableAll() {
        return ruleOptions.enableAll();
    }

    /** What may stay unloaded. */
    public AllowedUnloaded allowUnloaded() {
        return ruleOptions.allowUnloaded();
    }

    /** Scenario files and directories, without those on the class path. */
    public List<Path> scenarios() {
        return scenarioOptions.files();
    }

    ClassLoader catalogue() {
        return scenarioOptions.catalogue();
    }

    /** Which checks are made. */
    public Choice choice() {
        return scenarioOptions.choice();
    }

    /** Options of simulations. */
    public SimulatorOptions simulator() {
        return playOptions.simulator();
    }

    /** How many simulations run in parallel. */
    public int parallel() {
        return playOptions.parallel();
    }

    /** Which part of the checks is made. */
    public Sharding sharding() {
        return playOptions.sharding();
    }

    Live live() {
        return playOptions.live();
    }

    int repeat() {
        return playOptions.repeat();
    }

    /**
     * All scenarios, for loaded rules and for the images of this machine.
     *
     * @throws io.kguard.scenario.ScenarioException if a file can't be used
     */
    public ScenarioCatalogue scenariosFor(LoadResult loaded) {
        return scenariosFor(loaded, file -> true);
    }

    /** The same, without files of jars that nobody asks for. */
    ScenarioCatalogue scenariosFor(LoadResult loaded, Predicate<IndexedFile> asked) {
        return ScenarioCatalogue.load(
                        catalogue(), scenarios(), simulator().sandbox().setup().folders(), loaded.sources(), asked)
                .forRules(loaded)
                .without(this::missing);
    }

    private Optional<String> missing(String image) {
        return PackageImages.missing(simulator().sandbox().imageCache(), image);
    }

    /** Whether all that keeps a scenario from being played is an image that can be made. */
    boolean lacksImage(Scenario scenario) {
        return scenario.pods().stream()
                .flatMap(pod -> PodImages.sources(pod).stream())
                .anyMatch(image -> missing(image).isPresent());
    }

    /**
     * Opens what plays the scenarios.
     *
     * @throws io.kguard.internal.sensor.SensorException if this machine can't run the sensor
     * @throws io.kguard.internal.sandbox.SandboxException if this machine can't run containers
     */
    public Simulator openSimulator() {
        if (!playOptions.lacking().isEmpty()) {
            throw new SandboxException(SandboxException.Reason.NOT_SUPPORTED, playOptions.lacking());
        }
        return Simulator.open(simulator().withFalco(falco()).withRoute(FalcoConfig.talonRoute(config())));
    }

    /** These options with a configuration. */
    public VerifyOptions with(@Nullable FalcoConfig other) {
        return with(ruleOptions.with(other));
    }

    /** These options with rules of others before these, on which these build. */
    public VerifyOptions with(RuleBase other) {
        return with(ruleOptions.with(other));
    }

    /** These options with other rules that may stay unloaded. */
    public VerifyOptions with(AllowedUnloaded other) {
        return with(ruleOptions.with(other));
    }

    /** These options with other rule files. */
    public VerifyOptions withRules(List<Path> other) {
        return with(ruleOptions.withFiles(other));
    }

    private VerifyOptions with(RuleOptions other) {
        return new VerifyOptions(other, scenarioOptions, playOptions, thresholds, baseline, analyses, files);
    }

    /** These options for other checks. */
    public VerifyOptions with(Choice other) {
        return with(scenarioOptions.with(other));
    }

    /** These options with other scenario files. */
    VerifyOptions withScenarios(List<Path> paths) {
        return with(scenarioOptions.withFiles(paths));
    }

    private VerifyOptions with(ScenarioOptions other) {
        return new VerifyOptions(ruleOptions, other, playOptions, thresholds, baseline, analyses, files);
    }

    /** These options with other ones of simulations. */
    public VerifyOptions with(SimulatorOptions other) {
        return with(playOptions.with(other));
    }

    /** These options for a part of the checks. */
    public VerifyOptions with(Sharding other) {
        return with(playOptions.with(other));
    }

    /**
     * These options for live checks, or for the others.
     *
     * @param word on, off or only
     * @throws IllegalArgumentException if it is none of these
     */
    public VerifyOptions live(String word) {
        return with(Live.of(word));
    }

    VerifyOptions with(Live other) {
        return with(playOptions.with(other));
    }

    /** These options, where nothing can be played, for a reason that says what to do. */
    public VerifyOptions lacking(String what) {
        return with(playOptions.lacking(what));
    }

    /** These options, where each check is made several times. */
    public VerifyOptions repeated(int times) {
        return with(playOptions.repeated(times));
    }

    private VerifyOptions with(PlayOptions other) {
        return new VerifyOptions(ruleOptions, scenarioOptions, other, thresholds, baseline, analyses, files);
    }

    /** These options with other thresholds. */
    public VerifyOptions with(Thresholds other) {
        return new VerifyOptions(ruleOptions, scenarioOptions, playOptions, other, baseline, analyses, files);
    }

    /** These options with known failures. */
    public VerifyOptions with(Baseline other) {
        return new VerifyOptions(ruleOptions, scenarioOptions, playOptions, thresholds, other, analyses, files);
    }

    /** These options with something to tell besides the verdicts. */
    public VerifyOptions with(List<Analysis> other) {
        return new VerifyOptions(ruleOptions, scenarioOptions, playOptions, thresholds, baseline, other, files);
    }

    /** These options, with the files that they are from. */
    public VerifyOptions from(InputFiles other) {
        return new VerifyOptions(ruleOptions, scenarioOptions, playOptions, thresholds, baseline, analyses, other);
    }
}
