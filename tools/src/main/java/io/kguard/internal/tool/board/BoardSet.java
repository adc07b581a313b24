// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.board;

import io.kguard.internal.file.FileBelow;
import io.kguard.internal.report.Anchors;
import io.kguard.internal.report.OmittedCheck;
import io.kguard.internal.report.ResultsJson;
import io.kguard.internal.report.ResultsJson.Check;
import io.kguard.internal.report.ResultsJson.Rule;
import io.kguard.internal.report.ResultsJson.Word;
import io.kguard.internal.tool.evasion.EvasionReport;
import io.kguard.internal.tool.metadata.MetadataAnalysis;
import io.kguard.scenario.Expectation.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A rule set on the board: what a run of it left behind.
 *
 * @param name its name on the board
 * @param folder the folder for the reports of the run
 * @param results its checks
 * @param evasion the attacks in other ways; empty if that was not measured
 * @param metadata late or missing metadata; empty if that was not measured
 * @param recordings the scenarios that have a recording
 * @param anchors the ids on its page
 */
record BoardSet(
        SetName name,
        Path folder,
        ResultsJson results,
        Optional<EvasionReport.Results> evasion,
        Optional<MetadataAnalysis.Results> metadata,
        Set<String> recordings,
        Anchors anchors) {
    /** The folder of recordings beside the results. */
    static final String RECORDINGS = "recordings";

    static final String RECORDING = ".scap";

    /** The largest recording. */
    static final int MAX_RECORDING = 64 << 20;

    private static final String ID = "[a-z0-9]+(-[a-z0-9]+)*";

    BoardSet {
        recordings = new TreeSet<>(recordings);
    }

    /**
     * Reads what a run left behind.
     *
     * @throws IOException if a file is missing or damaged, or if they are not of one run
     */
    static BoardSet read(SetName name, Path folder) throws IOException {
        if (!Files.isRegularFile(folder.resolve(RunFiles.RESULTS), LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(folder + " has no file " + RunFiles.RESULTS
                    + ". Name a folder that a run has written (" + name + ")");
        }
        RunFiles files = new RunFiles(folder);
        ResultsJson results = files.results();
        Set<String> known = results.lists().rules().stream().map(Rule::rule).collect(Collectors.toSet());
        Optional<EvasionReport.Results> evasion = measured(folder, results, "Evasion", RunFiles.EVASION)
                ? Optional.of(files.evasion(known))
                : Optional.empty();
        Optional<MetadataAnalysis.Results> metadata = measured(folder, results, "Metadata", RunFiles.METADATA)
                ? Optional.of(files.metadata(known))
                : Optional.empty();
        return new BoardSet(name, folder, results, evasion, metadata, recordings(folder, results), new Anchors());
    }

    /** Whether a run measured something. Then its file must be there, and else it must not: it would be of another run. */
    private static boolean measured(Path folder, ResultsJson results, String heading, String file) throws IOException {
        boolean there = Files.exists(folder.resolve(file), LinkOption.NOFOLLOW_LINKS);
        if (there
                != results.lists().measured().stream()
                        .anyMatch(one -> one.name().equals(heading))) {
            throw new IOException(folder.resolve(file)
                    + (there
                            ? " is of another run: " + RunFiles.RESULTS + " beside it says that this was not measured"
                            : " is missing: " + RunFiles.RESULTS + " beside it says that this was measured"));
        }
        return there;
    }

    /** They are read now, so that nothing is written if one can't be. */
    private static Set<String> recordings(Path folder, ResultsJson results) throws IOException {
        Set<String> recordings = results.lists().checks().stream()
                .map(Check::scenario)
                .filter(scenario -> scenario.matches(ID))
                .filter(scenario -> Files.exists(
                        folder.resolve(RECORDINGS).resolve(scenario + RECORDING), LinkOption.NOFOLLOW_LINKS))
                .collect(Collectors.toSet());
        for (String scenario : recordings) {
            FileBelow.read(folder, Path.of(RECORDINGS, scenario + RECORDING), MAX_RECORDING);
        }
        return recordings;
    }

    /** Every rule of its files. */
    List<Rule> rules() {
        return results.lists().rules();
    }

    /** The checks that it made. */
    List<Check> checks() {
        return results.lists().checks();
    }

    /** The checks that it did not make, of rules that it evaluates. */
    List<Unplayed> unplayed() {
        return Arrays.stream(OmittedCheck.Kind.values())
                .filter(kind -> kind != OmittedCheck.Kind.DROPPED)
                .flatMap(
                        kind -> results.omitted().of(kind).stream().flatMap(group -> Unplayed.of(group, kind).stream()))
                .toList();
    }

    @Nullable
    Rule rule(String rule) {
        return rules().stream()
                .filter(one -> one.rule().equals(rule))
                .findFirst()
                .orElse(null);
    }

    /** What a rule saw of the attacks in other ways; empty if none took effect, or if that was not measured. */
    Optional<EvasionReport.OfRule> evasionOf(String rule) {
        return evasion.stream()
                .flatMap(of -> of.rules().stream())
                .filter(one -> one.rule().equals(rule))
                .findFirst();
    }

    /** The names of its rules, and of rules that its checks name though no file has them. */
    Set<String> ruleNames() {
        return Stream.of(
                        rules().stream().filter(Rule::counts).map(Rule::rule),
                        checks().stream().map(check -> check.subject().rule()),
                        unplayed().stream().map(check -> check.key().rule()))
                .flatMap(names -> names)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    List<Check> checks(String rule) {
        return checks().stream()
                .filter(check -> check.subject().rule().equals(rule))
                .toList();
    }

    List<Unplayed> unplayed(String rule) {
        return unplayed().stream()
                .filter(check -> check.key().rule().equals(rule))
                .toList();
    }

    CheckTally tally(String rule, Outcome expect) {
        return CheckTally.of(
                checks(rule).stream()
                        .filter(check -> check.outcome().expect() == expect)
                        .toList(),
                unplayed(rule).stream()
                        .filter(check -> check.key().expect() == expect)
                        .count());
    }

    /** The result of each check that it made; the worst, where several have the same key. */
    Map<Key, Word> verdicts() {
        Map<Key, Word> verdicts = new LinkedHashMap<>();
        checks().forEach(check -> verdicts.merge(Key.of(check), check.verdict(), CheckTally::worse));
        return verdicts;
    }

    String ruleLink(String rule) {
        return name.page() + "#" + anchors.of("rule", rule);
    }

    String checkId(Key key) {
        return anchors.of("check", key.rule() + " " + key.expect() + " in " + key.simulation());
    }

    String checkLink(Key key) {
        return name.page() + "#" + checkId(key);
    }

    /**
     * A check that a run did not make.
     *
     * @param key what it would have checked
     * @param kind why not, in a word or two
     * @param reason why not, as a clause
     */
    record Unplayed(Key key, String kind, String reason) {
        static List<Unplayed> of(OmittedCheck.Group group, OmittedCheck.Kind kind) {
            List<Unplayed> checks = new ArrayList<>();
            for (OmittedCheck.Group.Rule rule : group.rules()) {
                rule.scenarios()
                        .forEach((expect, scenarios) -> scenarios.forEach(scenario -> checks.add(
                                new Unplayed(new Key(rule.rule(), expect, scenario), kind.label(), group.reason()))));
            }
            return checks;
        }
    }

    /**
     * What is checked. The same in two sets is the same check.
     *
     * @param rule the rule's name
     * @param expect what is expected of it
     * @param simulation the id of the scenario, or the name of a rule test
     */
    record Key(String rule, Outcome expect, String simulation) {
        static Key of(Check check) {
            return new Key(
                    check.subject().rule(),
                    check.outcome().expect(),
                    check.scenario().isEmpty() ? check.origin().test() : check.scenario());
        }
    }
}
