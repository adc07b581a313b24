// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.internal.console.Console;
import io.kguard.internal.result.Baseline;
import io.kguard.internal.result.SuiteResult;
import io.kguard.internal.result.Thresholds;
import io.kguard.internal.ruletest.RuleTestClasses;
import io.kguard.internal.shard.Axis;
import io.kguard.internal.tool.mutation.Mutation;
import io.kguard.internal.tool.mutation.MutationThresholds;
import io.kguard.requirement.Share;
import io.kguard.verdict.CheckResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an earlier run found counts only if nothing changed that it depends on: after random small changes of a project, parts of a run
 * before and after them become no run, and mutation with a history finds what it finds without one.
 * {@code -Dkguard.changes=5000} tries more of them, {@code -Dkguard.seed=N} others.
 */
@Tag("trust")
class ReuseTest {
    private static final int CHANGES = Integer.getInteger("kguard.changes", Share.isLarge() ? 25 : 16);
    private static final long SEED = Long.getLong("kguard.seed", 20_261_127);
    private static final int CHANGES_OF_A_STATE = 4;

    @TempDir
    Path folder;

    private final Random random = new Random(SEED);
    private final List<String> lines = new ArrayList<>();
    private RandomProject project;

    @BeforeEach
    void write() throws IOException {
        project = new RandomProject(Files.createDirectories(folder.resolve("project")), random)
                .without("live", "cluster", "plain", "filled");
        project.mark();
    }

    /** Changes the project. */
    private String change() throws IOException {
        project.back();
        StringBuilder what = new StringBuilder();
        for (int n = random.nextInt(3); n >= 0; n--) {
            what.append(project.change()).append("; ");
        }
        return what.toString();
    }

    private @Nullable SuiteResult verify(String reports, String shard) throws IOException {
        lines.clear();
        try {
            VerifyOptions options = project.options(false, false).with(Sharding.of(shard, null));
            SuiteResult result = new Verification(options, null, folder.resolve(reports), lines::add).run();
            return result.problem().isEmpty() ? result : null;
        } catch (RuntimeException e) {
            return null; // the project does not load
        }
    }

    private static Map<String, String> verdicts(SuiteResult result) {
        Map<String, String> verdicts = new TreeMap<>();
        for (CheckResult check : result.checks()) {
            verdicts.put(
                    check.scenario() + check.expectation(),
                    check.verdict().word() + check.findings().fired().get(check.rule()));
        }
        return verdicts;
    }

    @Test
    void partsBeforeAndAfterAChangeAreNoRun() throws IOException {
        int merged = 0;
        int refused = 0;
        int needed = 0;
        for (int i = 0; i < CHANGES; i++) {
            project.back();
            project.save();
            SuiteResult before = verify("before", "");
            assertThat(before).isNotNull();
            assertThat(verify("parts", "1/2")).isNotNull();
            String what = change();
            project.save();
            SuiteResult after = verify("after", "");
            if (after == null || verify("parts", "2/2") == null) {
                continue;
            }
            if (i % CHANGES_OF_A_STATE == 0) {
                project.mark();
            }
            boolean same = verdicts(before).equals(verdicts(after));
            needed += same ? 0 : 1;
            try {
                Baseline baseline = project.options(false, false).baseline();
                SuiteResult made = new Merge(
                                Set.<Axis>of(),
                                Thresholds.NONE,
                                baseline,
                                ReportOptions.in(folder.resolve("merged")),
                                Console.plain(line -> {}))
                        .run(List.of(folder.resolve("parts")));
                merged++;
                assertThat(verdicts(made)).as("change %d: %s", i, what).isEqualTo(verdicts(after));
            } catch (IllegalArgumentException e) {
                refused++;
            }
        }
        System.out.printf(
                "%d changes between two parts (seed %d): %d merged, %d refused; %d change a result%n",
                CHANGES, SEED, merged, refused, needed);
        assertThat(needed).isPositive();
        assertThat(merged).as("not simply refused").isPositive();
    }

    @Test
    void mutationWithAHistoryFindsWhatItFindsWithout() throws IOException {
        int runs = 0;
        int passed = 0;
        int reused = 0;
        Path history = folder.resolve("history.txt");
        project.without("e2", "e3").mark(); // whose checks do not pass
        for (int i = 0; i < CHANGES; i++) {
            String what = i == 0 ? "" : change();
            project.save();
            Mutation.End with = mutate("with", history);
            reused += lines.stream().anyMatch(line -> line.contains("were evaluated by an earlier run")) ? 1 : 0;
            List<String> found = List.copyOf(lines);
            Mutation.End without = mutate("without", null);
            if (with != null && without != null) {
                runs++;
                assertThat(with)
                        .as("change %d: %s%n%s%n%s", i, what, found, lines)
                        .isEqualTo(without);
                if (with == Mutation.End.PASSED) {
                    passed++;
                    if (i % CHANGES_OF_A_STATE == 0) {
                        project.mark();
                    }
                    assertThat(folder.resolve("with/" + Mutation.FILE))
                            .as("change %d: %s", i, what)
                            .hasSameTextualContentAs(folder.resolve("without/" + Mutation.FILE));
                }
            }
        }
        System.out.printf(
                "%d changes between mutations (seed %d): %d runs find with a history what they find without; %d find changes that checks"
                        + " notice, %d use the history%n",
                CHANGES, SEED, runs, passed, reused);
        assertThat(reused).isPositive();
    }

    private Mutation.@Nullable End mutate(String reports, @Nullable Path history) throws IOException {
        lines.clear();
        try {
            Mutation.Options options = new Mutation.Options(
                    project.options(false, false),
                    MutationThresholds.NONE,
                    history,
                    RuleTestClasses.NONE,
                    folder.resolve(reports));
            return new Mutation(options, Console.plain(lines::add)).run();
        } catch (RuntimeException e) {
            return null; // the project does not load
        }
    }
}
