// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.board;

import io.kguard.internal.file.FileBelow;
import io.kguard.internal.report.Anchors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
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
        RunResults results,
        Optional<EvasionResults> evasion,
        Optional<MetadataResults> metadata,
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
        if (!Files.isRegularFile(folder.resolve(RunResults.FILE), LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(folder + " has no file " + RunResults.FILE
                    + ". Name a folder that a run has written (" + name + ")");
        }
        RunResults results = RunResults.read(folder);
        Set<String> known = new LinkedHashSet<>();
        results.rules().forEach(rule -> known.add(rule.name()));
        Optional<EvasionResults> evasion = measured(folder, results, "Evasion", EvasionResults.FILE)
                ? Optional.of(EvasionResults.read(folder, known))
                : Optional.empty();
        Optional<MetadataResults> metadata = measured(folder, results, "Metadata", MetadataResults.FILE)
                ? Optional.of(MetadataResults.read(folder, known))
                : Optional.empty();
        return new BoardSet(name, folder, results, evasion, metadata, recordings(folder, results), new Anchors());
    }

    /** Whether a run measured something. Then its file must be there, and else it must not: it would be of another run. */
    private static boolean measured(Path folder, RunResults results, String heading, String file) throws IOException {
        boolean there = Files.exists(folder.resolve(file), LinkOption.NOFOLLOW_LINKS);
        if (there != results.measured().contains(heading)) {
            throw new IOException(folder.resolve(file)
                    + (there
                            ? " is of another run: " + RunResults.FILE + " beside it says that this was not measured"
                            : " is missing: " + RunResults.FILE + " beside it says that this was measured"));
        }
        return there;
    }

    /** They are read now, so that nothing is written if one can't be. */
    private static Set<String> recordings(Path folder, RunResults results) throws IOException {
        Set<String> recordings = results.checks().stream()
                .map(check -> check.about().scenario())
                .filter(scenario -> scenario.matches(ID))
                .filter(scenario -> Files.exists(
                        folder.resolve(RECORDINGS).resolve(scenario + RECORDING), LinkOption.NOFOLLOW_LINKS))
                .collect(Collectors.toSet());
        for (String scenario : recordings) {
            FileBelow.read(folder, Path.of(RECORDINGS, scenario + RECORDING), MAX_RECORDING);
        }
        return recordings;
    }

    @Nullable
    RuleResult rule(String name) {
        return results.rules().stream()
                .filter(rule -> rule.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** The names of its rules, and of rules that its checks name though no file has them. */
    Set<String> ruleNames() {
        return Stream.of(
                        results.rules().stream().filter(RuleResult::counts).map(RuleResult::name),
                        results.checks().stream().map(check -> check.key().rule()),
                        results.unplayed().stream().map(check -> check.key().rule()))
                .flatMap(names -> names)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    List<CheckOutcome> checks(String rule) {
        return results.checks().stream()
                .filter(check -> check.key().rule().equals(rule))
                .toList();
    }

    List<UnplayedCheck> unplayed(String rule) {
        return results.unplayed().stream()
                .filter(check -> check.key().rule().equals(rule))
                .toList();
    }

    CheckTally tally(String rule, String expect) {
        return CheckTally.of(
                checks(rule).stream()
                        .filter(check -> check.key().expect().equals(expect))
                        .toList(),
                unplayed(rule).stream()
                        .filter(check -> check.key().expect().equals(expect))
                        .count());
    }

    /** The result of each check that it made; the worst, where several have the same key. */
    Map<BoardKey, String> verdicts() {
        Map<BoardKey, String> verdicts = new LinkedHashMap<>();
        results.checks()
                .forEach(check ->
                        verdicts.merge(check.key(), check.verdict(), (one, other) -> CheckTally.worse(one, other)));
        return verdicts;
    }

    String ruleLink(String rule) {
        return name.page() + "#" + anchors.of("rule", rule);
    }

    String checkId(BoardKey key) {
        return anchors.of("check", key.rule() + " " + key.expect() + " in " + key.simulation());
    }

    String checkLink(BoardKey key) {
        return name.page() + "#" + checkId(key);
    }
}
