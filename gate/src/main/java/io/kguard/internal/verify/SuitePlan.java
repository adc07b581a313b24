// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.Measures;
import io.kguard.engine.RuleSet;
import io.kguard.internal.condition.Variants;
import io.kguard.internal.message.Wording;
import io.kguard.internal.option.EvaluationSettings;
import io.kguard.internal.option.RuleBase;
import io.kguard.internal.report.OmittedCheck;
import io.kguard.internal.report.OmittedCheck.Kind;
import io.kguard.internal.result.RuleFacts;
import io.kguard.internal.ruletest.DeclaredRuleTest;
import io.kguard.lint.AttackTechniques;
import io.kguard.rule.LoadResult;
import io.kguard.rule.Rule;
import io.kguard.rule.Unloaded;
import io.kguard.scenario.Expectation;
import io.kguard.scenario.IndexedFile;
import io.kguard.scenario.IndexedScenario;
import io.kguard.scenario.MissingSettings;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioCatalogue;
import io.kguard.verdict.CheckResult;
import io.kguard.verdict.RecordedScenario;
import io.kguard.verdict.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The checks of a suite: each scenario with those rules of its expectations that are evaluated.
 *
 * @param rules the rules
 * @param evaluated the rules that can be judged, and why others can't
 * @param made what is judged in each scenario
 * @param omitted the checks that are not made
 * @param unchecked the scenarios in which nothing is checked
 * @param chosen which of the checks are made
 * @param catalogue all scenarios, for these rules
 */
public record SuitePlan(
        RuleSet rules,
        EvaluatedRules evaluated,
        Made made,
        OmittedChecks omitted,
        Unchecked unchecked,
        Chosen chosen,
        ScenarioCatalogue catalogue) {
    private static final Pattern DERIVED_FROM = Pattern.compile("# derived from: rule ([0-9a-f]{16}),");
    private static final String NONE_PROVEN =
            "There was nothing to check: no attack that was played proves its effect. What was observed is listed.";
    private static final String OF_BASE =
            Wording.option("base") + ", as own files leave these rules as the base has them";
    private static final String NO_CATALOGUE = Wording.option("catalogue") + "=off";

    /**
     * The checks that are made.
     *
     * @param checks what is judged in each scenario, without scenarios that have no evaluated rule
     * @param refused checks of the project's own scenarios whose rule is not evaluated; they are errors
     */
    public record Made(Map<Scenario, List<Expectation>> checks, List<CheckResult> refused) {
        public Made {
            refused = List.copyOf(refused);
        }
    }

    /**
     * The scenarios in which nothing is checked.
     *
     * @param workloads everyday workloads
     * @param unproven attacks that don't prove their effect
     * @param unplayable everyday workloads for which this machine lacks something
     */
    public record Unchecked(List<Scenario> workloads, List<Scenario> unproven, List<Scenario> unplayable) {
        private static final Unchecked NONE = new Unchecked(List.of(), List.of(), List.of());

        public Unchecked {
            workloads = List.copyOf(workloads);
            unproven = List.copyOf(unproven);
            unplayable = List.copyOf(unplayable);
        }
    }

    /** What is judged in each scenario. */
    public Map<Scenario, List<Expectation>> checks() {
        return made.checks();
    }

    /** Checks that are errors, because their rule is not evaluated. */
    public List<CheckResult> refused() {
        return made.refused();
    }

    /** Checks that can't be made. */
    public List<OmittedCheck> dropped() {
        return omitted.dropped();
    }

    /** Checks that are not chosen. */
    public List<OmittedCheck> leftOut() {
        return omitted.leftOut();
    }

    /** Everyday workloads that can be played. Of those that can't, some are named in {@link #unplayable()}. */
    public List<Scenario> workloads() {
        return unchecked.workloads();
    }

    /** Which everyday workloads can't be played here, and why, in sentences. */
    public List<String> unplayable() {
        Map<String, List<String>> byReason = unchecked.unplayable().stream()
                .collect(Collectors.groupingBy(
                        scenario -> String.valueOf(scenario.requirement()),
                        LinkedHashMap::new,
                        Collectors.mapping(Scenario::id, Collectors.toList())));
        return byReason.entrySet().stream()
                .map(each -> "Not played, because this machine lacks " + each.getKey() + ": "
                        + String.join(", ", each.getValue()))
                .toList();
    }

    /** Attacks that don't prove their effect. */
    public List<Scenario> unproven() {
        return unchecked.unproven();
    }

    /**
     * Loads rules and scenarios, and pairs them.
     *
     * @throws io.kguard.rule.RuleLoadException if the rules do not load, or Falco leaves some out that must load
     * @throws io.kguard.scenario.ScenarioException if the scenarios do not load
     * @throws IllegalArgumentException if the choice names something that there is not
     * @throws IOException if what is compared with can't be read
     */
    public static SuitePlan of(VerifyOptions options) throws IOException {
        return of(options, (choice, loaded) -> file -> true);
    }

    /**
     * The same for who only makes the checks. What they do not need of jars is not read: everyday workloads, and scenarios none of
     * whose rules is loaded.
     */
    static SuitePlan ofChecks(VerifyOptions options) throws IOException {
        return of(options, SuitePlan::needed);
    }

    /** Which files of jars are read. */
    private interface Asked {
        Predicate<IndexedFile> of(Choice choice, LoadResult loaded);
    }

    private static Predicate<IndexedFile> needed(Choice choice, LoadResult loaded) {
        Set<String> rules = Stream.concat(
                        loaded.rules().stream().map(Rule::name),
                        loaded.unloaded().stream().map(Unloaded::name))
                .collect(Collectors.toSet());
        return file -> file.scenarios().stream()
                .anyMatch(scenario -> choice.mayChoose(scenario)
                        || scenario.checks().stream().anyMatch(check -> rules.contains(check.rule())));
    }

    private static SuitePlan of(VerifyOptions options, Asked asked) throws IOException {
        RuleBase.Loaded base = options.base().load(options.loader());
        LoadResult loaded = base.without(options.loader().load(options.rules()));
        EngineOptions engine = EvaluationSettings.of(
                        options.falco(), options.config(), options.matching(), options.enableAll())
                .withExplanations(true);
        RuleSet rules = RuleSet.compile(loaded, engine);
        options.allowUnloaded().check(loaded);
        ScenarioCatalogue catalogue = options.scenariosFor(loaded, asked.of(options.choice(), loaded));
        Chosen chosen = options.choice().among(new RulesAndScenarios(options, loaded, rules, catalogue));
        EvaluatedRules evaluated = EvaluatedRules.of(loaded, rules, base.untouched(options.rules(), rules));
        return pair(options, evaluated, rules, catalogue, chosen);
    }

    private static SuitePlan pair(
            VerifyOptions options,
            EvaluatedRules evaluated,
            RuleSet rules,
            ScenarioCatalogue catalogue,
            Chosen chosen) {
        boolean jars = options.choice().catalogue();
        Reasons reasons = new Reasons(evaluated);
        Map<Scenario, List<Expectation>> checks = new LinkedHashMap<>();
        List<CheckResult> refused = new ArrayList<>();
        List<OmittedCheck> dropped = new ArrayList<>();
        List<OmittedCheck> leftOut = new ArrayList<>();
        for (Scenario scenario : catalogue.scenarios()) {
            List<Expectation> judged = new ArrayList<>();
            for (Expectation expectation : scenario.expectations()) {
                boolean judgeable = evaluated.evaluated().contains(expectation.rule());
                String requirement = scenario.requirement();
                Optional<MissingSettings> unset =
                        evaluated.loaded().rule(expectation.rule()).flatMap(scenario::unset);
                boolean unwanted = catalogue.isOfJar(scenario) && !jars;
                if (catalogue.isOfJar(scenario) && jars && !evaluated.isOwn(expectation.rule())) {
                    leftOut.add(omitted(Kind.LEFT_OUT, scenario, expectation, OF_BASE));
                } else if (unwanted || !chosen.checks().test(scenario, expectation.rule())) {
                    if (judgeable && requirement == null) {
                        leftOut.add(
                                omitted(Kind.LEFT_OUT, scenario, expectation, unwanted ? NO_CATALOGUE : chosen.why()));
                    }
                } else if (judgeable && !options.live().takes(isLive(scenario))) {
                    leftOut.add(omitted(
                            Kind.OTHER_HALF,
                            scenario,
                            expectation,
                            options.live().why()));
                } else if (judgeable && requirement != null) {
                    String why = "it requires " + requirement;
                    if (catalogue.isOfJar(scenario) || scenario.isSkippable()) {
                        dropped.add(omitted(Kind.SKIPPED, scenario, expectation, why));
                    } else {
                        refused.add(unplayable(scenario, expectation, why, options.lacksImage(scenario)));
                    }
                } else if (judgeable && unset.isPresent()) {
                    if (catalogue.isOfJar(scenario)) {
                        dropped.add(new OmittedCheck(
                                Kind.UNSET,
                                scenario.id(),
                                expectation.rule(),
                                expectation.outcome().toString(),
                                unset.get().why(),
                                unset.get().overrides()));
                    } else {
                        refused.add(unset(scenario, expectation, unset.get()));
                    }
                } else if (judgeable) {
                    judged.add(expectation);
                } else if (catalogue.isOfJar(scenario)) {
                    dropped.add(omitted(Kind.DROPPED, scenario, expectation, reasons.get(expectation.rule())));
                } else {
                    refused.add(refusal(scenario, expectation, reasons.get(expectation.rule())));
                }
            }
            if (!judged.isEmpty()) {
                checks.put(scenario, List.copyOf(judged));
            }
        }
        if (jars && !chosen.isPartial()) {
            for (IndexedScenario scenario : catalogue.unread()) {
                for (IndexedScenario.Check check : scenario.checks()) {
                    dropped.add(new OmittedCheck(
                            Kind.DROPPED,
                            scenario.id(),
                            check.rule(),
                            check.outcome().toString(),
                            reasons.get(check.rule())));
                }
            }
        }
        List<Scenario> others = catalogue.scenarios().stream()
                .filter(scenario -> jars || !catalogue.isOfJar(scenario))
                .filter(chosen.scenarios())
                .toList();
        List<Scenario> unproven = ofKind(others, Scenario.Kind.UNPROVEN);
        Map<Boolean, List<Scenario>> workloads = ofKind(others, Scenario.Kind.WORKLOAD).stream()
                .collect(Collectors.partitioningBy(scenario ->
                        scenario.requirement() == null || !catalogue.isOfJar(scenario) && !scenario.isSkippable()));
        OmittedChecks omitted = new OmittedChecks(dropped, leftOut, chosen);
        if (!omitted.otherHalf().isEmpty()) {
            omitted = omitted.orNone(
                    "There was nothing to check: " + options.live().why() + " leaves out every check.");
        }
        return new SuitePlan(
                rules,
                evaluated,
                new Made(checks, refused),
                unproven.isEmpty() ? omitted : omitted.orNone(NONE_PROVEN),
                new Unchecked(
                        workloads.getOrDefault(true, List.of()), unproven, workloads.getOrDefault(false, List.of())),
                chosen,
                catalogue);
    }

    /** Why rules can't be judged. Each is asked for once: many scenarios name a rule, and near names are searched. */
    private record Reasons(EvaluatedRules evaluated, Map<String, String> known) {
        Reasons(EvaluatedRules evaluated) {
            this(evaluated, new HashMap<>());
        }

        String get(String rule) {
            return known.computeIfAbsent(
                    rule, name -> evaluated.reasonAgainst(name).orElseThrow());
        }
    }

    private static List<Scenario> ofKind(List<Scenario> scenarios, Scenario.Kind kind) {
        return scenarios.stream().filter(scenario -> scenario.kind() == kind).toList();
    }

    private static OmittedCheck omitted(Kind kind, Scenario scenario, Expectation expectation, String reason) {
        return new OmittedCheck(
                kind, scenario.id(), expectation.rule(), expectation.outcome().toString(), reason);
    }

    private static CheckResult refusal(Scenario scenario, Expectation expectation, String reason) {
        return CheckResult.withoutSimulation(
                scenario.id(),
                RecordedScenario.originOf(scenario),
                expectation,
                "Rule \"" + expectation.rule() + "\" can't be judged in scenario " + scenario.id() + ": " + reason
                        + "\n  The scenario at " + scenario.origin()
                        + " names it. Only scenarios of catalogue jars may"
                        + " name rules that you do not have.");
    }

    private static CheckResult unset(Scenario scenario, Expectation expectation, MissingSettings settings) {
        return CheckResult.withoutSimulation(
                scenario.id(),
                RecordedScenario.originOf(scenario),
                expectation,
                "Rule \"" + expectation.rule() + "\" needs your settings before scenario " + scenario.id()
                        + " can check it: " + settings.why() + "\n  The scenario at " + scenario.origin()
                        + " says so. Only for scenarios of catalogue jars may settings be missing. In a rule file that is"
                        + " loaded after the others, something like this:\n"
                        + String.join("", settings.overrides())
                                .stripTrailing()
                                .indent(4)
                                .stripTrailing());
    }

    private static CheckResult unplayable(Scenario scenario, Expectation expectation, String why, boolean lacksImage) {
        CheckResult error = CheckResult.withoutSimulation(
                scenario.id(),
                RecordedScenario.originOf(scenario),
                expectation,
                "The scenario " + scenario.id() + " can't be played: " + why + "\n  The scenario at "
                        + scenario.origin() + " says so. Only scenarios of catalogue jars may be skipped.");
        return lacksImage ? error.withVerdict(new Verdict.NotRun(error.verdict().reason())) : error;
    }

    /** The rules. Clauses are counted, and closest events kept, of those that the checks of a scenario are about. */
    RuleSet measuredRules(Scenario scenario) {
        Map<String, Variants> none = new LinkedHashMap<>();
        checks().getOrDefault(scenario, List.of()).forEach(expectation -> none.put(expectation.rule(), Variants.NONE));
        return rules.measuring(new Measures(none)).explaining(none.keySet());
    }

    /**
     * The scenarios that are played, each with the rules that detected its steps.
     *
     * @param results the results of the checks
     */
    public Map<Scenario, List<String>> detected(List<CheckResult> results) {
        Map<Scenario, List<String>> detected = new LinkedHashMap<>();
        checks().forEach((scenario, expectations) -> {
            List<String> by = results.stream()
                    .filter(check -> check.scenario().equals(scenario.id())
                            && check.test().isEmpty()
                            && check.isPassed()
                            && expectations.contains(check.expectation())
                            && check.expectation().outcome() == Expectation.Outcome.FIRES
                            && check.expectation().from() == Expectation.From.STEPS)
                    .map(CheckResult::rule)
                    .toList();
            if (!by.isEmpty()) {
                detected.put(scenario, by);
            }
        });
        return detected;
    }

    /** Whether the scenario with an id was derived from a rule. */
    public boolean isDerived(String id) {
        return catalogue.find(id).filter(Scenario::isDerived).isPresent();
    }

    /** Every scenario that is played. */
    List<Scenario> scenarios() {
        return Stream.of(checks().keySet(), workloads(), unproven())
                .flatMap(Collection::stream)
                .toList();
    }

    /** A plan of some checks alone. */
    public SuitePlan only(Map<Scenario, List<Expectation>> some) {
        return new SuitePlan(
                rules,
                evaluated,
                new Made(some, List.of()),
                new OmittedChecks(List.of(), List.of(), chosen),
                Unchecked.NONE,
                chosen,
                catalogue);
    }

    /** This plan without the rule tests that the choice of live checks leaves out. */
    SuitePlan withTestsOf(Live live, List<DeclaredRuleTest> tests) {
        List<OmittedCheck> more = new ArrayList<>(leftOut());
        tests.stream()
                .filter(test -> !live.takes(test.played()))
                .map(DeclaredRuleTest::check)
                .forEach(check -> more.add(new OmittedCheck(
                        Kind.OTHER_HALF,
                        check.test(),
                        check.rule(),
                        check.expectation().outcome().toString(),
                        live.why())));
        return new SuitePlan(
                rules,
                evaluated,
                made,
                omitted.withLeftOut(more),
                unchecked,
                chosen.withTests(test -> live.takes(test.played())),
                catalogue);
    }

    private static boolean isLive(Scenario scenario) {
        return scenario.recording() == null;
    }

    /** A part of this plan: some of its checks, and of its rule tests. */
    SuitePlan part(
            Map<Scenario, List<Expectation>> some,
            List<CheckResult> someRefused,
            List<Scenario> someUnproven,
            Predicate<DeclaredRuleTest> tests) {
        return new SuitePlan(
                rules,
                evaluated,
                new Made(some, someRefused),
                omitted,
                new Unchecked(List.of(), someUnproven, List.of()),
                chosen.withTests(tests),
                catalogue);
    }

    /** This plan for a changed set of the same rules. */
    public SuitePlan with(RuleSet changed) {
        return new SuitePlan(changed, evaluated, made, omitted, unchecked, chosen, catalogue);
    }

    /** What was found beside rules and scenarios and is neither, techniques that there are not, and derived files of other rules. */
    public List<String> notes() {
        List<String> notes = new ArrayList<>(catalogue.others());
        for (Scenario scenario : catalogue.scenarios()) {
            scenario.techniques().stream()
                    .filter(technique -> !scenario.isTwin() && !AttackTechniques.isKnown(technique))
                    .map(technique -> scenario.origin() + ": the scenario " + scenario.id() + " names " + technique
                            + ", and no technique of ATT&CK up to version " + AttackTechniques.VERSION
                            + " has this number.")
                    .forEach(notes::add);
        }
        Map<String, Set<String>> derived = new LinkedHashMap<>(); // a file has its near misses, too, and is read once
        checks().forEach((scenario, expectations) -> {
            if (scenario.isDerived() && scenario.origin().folder().isPresent()) {
                Set<String> names = derived.computeIfAbsent(scenario.origin().file(), file -> new HashSet<>());
                expectations.forEach(expectation -> names.add(expectation.rule()));
            }
        });
        derived.forEach((file, names) -> derivedFrom(Path.of(file))
                .filter(digest -> !digests(names).contains(digest))
                .ifPresent(digest -> notes.add(
                        file + ": it was derived from another text of the rule. kguard derive writes it anew.")));
        return notes;
    }

    private static Optional<String> derivedFrom(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.findFirst()
                    .map(DERIVED_FROM::matcher)
                    .filter(Matcher::lookingAt)
                    .map(line -> line.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Set<String> digests(Set<String> names) {
        return rules.rules().stream()
                .filter(rule -> names.contains(rule.name()))
                .map(RuleFacts::digest)
                .collect(Collectors.toSet());
    }

    /** What the thresholds of coverage are about. */
    List<RuleFacts> counted() {
        return evaluated.counted(rules.rules());
    }

    /** The number of checks, including refused ones. */
    public int size() {
        return refused().size()
                + checks().values().stream().mapToInt(List::size).sum();
    }
}
