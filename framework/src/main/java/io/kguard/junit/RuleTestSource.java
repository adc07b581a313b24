// SPDX-License-Identifier: Apache-2.0
package io.kguard.junit;

import io.kguard.capture.EventBuilder;
import io.kguard.capture.EventScript;
import io.kguard.diagnostic.KguardException;
import io.kguard.engine.Alert;
import io.kguard.engine.EngineOptions;
import io.kguard.engine.Matching;
import io.kguard.engine.RuleSet;
import io.kguard.event.EventSource;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.file.FileFault;
import io.kguard.output.AlertFormat;
import io.kguard.output.FalcoConfig;
import io.kguard.output.SidekickReceiver;
import io.kguard.reaction.Reaction;
import io.kguard.reaction.ReactionFiles;
import io.kguard.rule.LoadResult;
import io.kguard.rule.RuleLoader;
import io.kguard.scenario.Expectation;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioCatalogue;
import io.kguard.verdict.CaptureReplay;
import io.kguard.verdict.Detections;
import io.kguard.verdict.LogReplay;
import io.kguard.verdict.RecordedScenario;
import io.kguard.verdict.ScenarioPlayer;
import io.kguard.verdict.UntrustedException;
import io.kguard.verdict.WrittenReplay;
import io.kguard.workload.AllowedFolders;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Produces the detections of a rule test. What is expensive is created once per test run and kept in the root store,
 * which JUnit closes at the end of the run.
 *
 * @param store the root store
 * @param type the test class: its scenarios can be played, and its methods write events
 * @param suite the settings of the class
 * @param test the test
 * @param values the values of this test
 */
record RuleTestSource(Store store, Class<?> type, KGuard suite, RuleTestAnnotation test, TestValues values) {
    private static final Namespace NAMESPACE = Namespace.create(RuleTestSource.class);

    private record RulesKey(List<String> rules, LoaderKey loader, Matching matching, String config) {}

    private record LoaderKey(String falco, List<String> sources) {}

    private record LoadedRules(LoadResult files, RuleSet rules) {}

    private record CatalogueKey(ClassLoader loader, List<String> scenarios, List<String> allow, List<String> sources) {}

    private record PlayerKey(LoaderKey loader, List<String> allow, String config) {}

    static RuleTestSource of(ExtensionContext context, RuleTestAnnotation test, TestValues values) {
        Class<?> type = context.getRequiredTestClass();
        KGuard suite = suite(context)
                .orElseThrow(() -> new ExtensionConfigurationException("the class " + type.getSimpleName()
                        + " has a @RuleTest but no @KGuard; name its rules: @KGuard(rules = \"src/kguard/rules\")"));
        return new RuleTestSource(context.getRoot().getStore(NAMESPACE), type, suite, test, values);
    }

    /** The annotation of the test class, or else of an enclosing class. */
    private static Optional<KGuard> suite(ExtensionContext context) {
        Optional<KGuard> found = Optional.empty();
        for (Optional<ExtensionContext> at = Optional.of(context); at.isPresent() && found.isEmpty(); ) {
            found = at.get().getTestClass().flatMap(type -> AnnotationSupport.findAnnotation(type, KGuard.class));
            at = at.get().getParent();
        }
        return found;
    }

    boolean isDisabledWithoutLive() {
        return suite.disabledWithoutLive();
    }

    Detections detections() {
        return raw().sentBy(config(suite.config(), loaderKey()));
    }

    private Detections raw() {
        String name = test.source().name();
        return switch (test.source().kind()) {
            case SCENARIO -> played();
            case CAPTURE -> CaptureReplay.run(Path.of(file(name)), rules());
            case AUDIT_LOG -> LogReplay.run(Path.of(file(name)), EventSource.K8S_AUDIT, rules());
            case LOG -> LogReplay.run(Path.of(file(name)), null, rules());
            case EVENT_SCRIPT -> WrittenReplay.run(file(name), script(Path.of(file(name))), rules());
            case EVENT_METHOD -> {
                WritingMethod method = WritingMethod.find(type, values.in(name), valuesBeyond(name));
                yield WrittenReplay.run(method.toString(), method.write(FalcoVersion.of(suite.falco())), rules());
            }
        };
    }

    private Detections played() {
        FalcoConfig config = config(suite.config(), loaderKey());
        if (config != null && !config.unseen().isEmpty() && seesSystemCalls()) {
            throw new UntrustedException("a scenario proves nothing, because Falco sees less than kguard:\n"
                    + String.join("\n", config.unseen()));
        }
        Scenario scenario = scenario().withReactions(reactions());
        if (scenario.recording() != null) {
            return RecordedScenario.run(scenario, rules());
        }
        ScenarioPlayer player;
        try {
            player = player();
        } catch (KguardException e) { // the machine can't run containers, or not the sensor
            return Detections.notPlayed(scenario.id(), String.valueOf(e.getMessage()));
        }
        return player.run(scenario, rules());
    }

    /** Whether the rule is about system calls, and not about what the API server says. */
    private boolean seesSystemCalls() {
        return rules().rules().stream()
                .noneMatch(rule -> rule.name().equals(values.in(test.rule()))
                        && !rule.source().equals(EventSource.SYSCALL.label()));
    }

    private List<Reaction> reactions() {
        List<Path> files = paths(Arrays.asList(suite.reactions()));
        return files.isEmpty()
                ? List.of()
                : ReactionFiles.read(files, rules().sources()).reactions();
    }

    /** The scenario. Of jars that have an index only its own file is read. */
    private Scenario scenario() {
        String name = test.source().name();
        String id = values.in(name);
        return catalogue().reading(id).forRules(loaded().files()).get(id, valuesBeyond(name));
    }

    /** The values that stand neither in the rule's name nor in that of the source. */
    private Map<String, String> valuesBeyond(String source) {
        return values.notIn(test.rule() + source);
    }

    /** A file's name with the values in their places. There is nowhere else that they could have an effect. */
    private String file(String name) {
        Map<String, String> unused = valuesBeyond(name);
        if (!unused.isEmpty()) {
            String first = unused.keySet().iterator().next();
            throw new ExtensionConfigurationException("the value " + first + " has no effect: neither the rule nor "
                    + name + " has ${" + first + "} in its name");
        }
        return values.in(name);
    }

    /** What the test expects of its rule. If the scenario expects the same, its conditions apply too. */
    Expectation expectation() {
        Expectation plain = test.expectation(values);
        if (!test.isPlayed()) {
            return plain;
        }
        return scenario().expectations().stream()
                .filter(other ->
                        plain.isSame(other) || test.silent() && plain.blind().isSame(other))
                .findFirst()
                .orElse(plain);
    }

    private EventBuilder script(Path events) {
        try {
            return EventScript.read(events, FalcoVersion.of(suite.falco()));
        } catch (IOException e) {
            throw new ExtensionConfigurationException(
                    "the events can't be read: " + e.getMessage()
                            + "; name a file by @EventScriptSource, and a method of the test class by @EventMethodSource",
                    e);
        }
    }

    private RuleSet rules() {
        return loaded().rules();
    }

    private LoadedRules loaded() {
        RulesKey key = new RulesKey(Arrays.asList(suite.rules()), loaderKey(), suite.matching(), suite.config());
        return store.getOrComputeIfAbsent(key, RuleTestSource::load, LoadedRules.class);
    }

    private static LoadedRules load(RulesKey key) {
        RuleLoader loader = loader(key.loader());
        FalcoConfig config = config(key.config(), key.loader());
        EngineOptions options = config == null ? EngineOptions.of(loader.version()) : config.options();
        if (key.matching() == Matching.ALL) {
            options = options.withMatching(Matching.ALL);
        }
        LoadResult files = loader.load(paths(key.rules()));
        return new LoadedRules(files, RuleSet.compile(files, options.withExplanations(true)));
    }

    private LoaderKey loaderKey() {
        return new LoaderKey(suite.falco(), Arrays.asList(suite.sources()));
    }

    private static RuleLoader loader(LoaderKey key) {
        try {
            return RuleLoader.of(FalcoVersion.of(key.falco())).withSourceTables(paths(key.sources()));
        } catch (IOException e) {
            throw new ExtensionConfigurationException("a table of a source can't be read: " + FileFault.of(e), e);
        }
    }

    /** What a file says; null if none is named. */
    private static @Nullable FalcoConfig config(String file, LoaderKey loader) {
        try {
            return file.isEmpty() ? null : FalcoConfig.read(Path.of(file), loader(loader));
        } catch (IOException e) {
            throw new ExtensionConfigurationException("the config can't be read: " + FileFault.of(e), e);
        }
    }

    /** The alerts as Falcosidekick receives them. */
    SidekickReceiver sidekick(List<Alert> alerts) {
        FalcoVersion version = FalcoVersion.of(suite.falco());
        try {
            FalcoConfig config = config(suite.config(), loaderKey());
            return config == null
                    ? SidekickReceiver.receive(AlertFormat.json(version, "kguard"), alerts)
                    : config.sendToSidekick(alerts);
        } catch (IllegalArgumentException e) {
            throw new ExtensionConfigurationException(suite.config() + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UntrustedException("the alerts could not be sent to the test's Sidekick: " + e.getMessage());
        }
    }

    private ScenarioCatalogue catalogue() {
        CatalogueKey key = new CatalogueKey(
                type.getClassLoader(),
                Arrays.asList(suite.scenarios()),
                Arrays.asList(suite.allow()),
                Arrays.asList(suite.sources()));
        return store.getOrComputeIfAbsent(
                key,
                k -> ScenarioCatalogue.load(
                        k.loader(),
                        paths(k.scenarios()),
                        AllowedFolders.defaults()
                                .and(System.getProperty(AllowedFolders.ALLOW, ""))
                                .and(paths(k.allow())),
                        rules().sources(),
                        file -> false),
                ScenarioCatalogue.class);
    }

    /** One player for each version of Falco, each set of allowed folders and each configuration. */
    private ScenarioPlayer player() {
        PlayerKey key = new PlayerKey(loaderKey(), Arrays.asList(suite.allow()), suite.config());
        return Stored.in(store, key, RuleTestSource::open);
    }

    private static ScenarioPlayer open(PlayerKey key) {
        FalcoConfig config = config(key.config(), key.loader());
        return ServiceLoader.load(ScenarioPlayer.Provider.class, ScenarioPlayer.class.getClassLoader())
                .findFirst()
                .orElseThrow(() -> new ExtensionConfigurationException(
                        "a scenario is played by io.kguard:kguard-sandbox, which is not among the test dependencies;"
                                + " add it in the version of kguard-framework"))
                .open(FalcoVersion.of(key.loader().falco()), paths(key.allow()), FalcoConfig.talonRoute(config));
    }

    private static List<Path> paths(List<String> names) {
        return names.stream().map(Path::of).toList();
    }
}
