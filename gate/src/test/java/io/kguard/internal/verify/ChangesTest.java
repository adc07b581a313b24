// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.internal.ruletest.DeclaredRuleTest;
import io.kguard.requirement.Share;
import io.kguard.scenario.Expectation;
import io.kguard.scenario.Scenario;
import io.kguard.verdict.CheckResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The checks that {@code kguard.only=changes} makes, compared with the results of all checks before and after random small changes.
 * {@code -Dkguard.changes=5000} tries more of them, {@code -Dkguard.seed=N} others.
 */
@Tag("trust")
class ChangesTest {
    private static final int CHANGES = Integer.getInteger("kguard.changes", Share.isLarge() ? 100 : 30);
    private static final long SEED = Long.getLong("kguard.seed", 20_261_127);
    private static final int CHANGES_OF_A_COMMIT = 10;
    private static final String TEST = "test of ";

    @TempDir
    Path temporary;

    private Path folder;
    private final Random random = new Random(SEED);
    private boolean withIgnoredRules;

    /** What all checks say; or that none can be made. */
    private record Results(
            Map<String, String> byCheck, @Nullable String impossible) {}

    @BeforeEach
    void folder() throws IOException {
        folder = Files.createDirectories(temporary.resolve("project"));
    }

    @Test
    void everyCheckWhoseResultChangesIsChosen() throws Exception {
        RandomProject project = new RandomProject(folder, random);
        git("init", "-q");
        int differed = 0;
        int impossible = 0;
        long chosen = 0;
        long all = 0;
        long tests = 0;
        List<String> missed = new ArrayList<>();
        Results before = commit(project);
        assertThat(before.impossible()).isNull();
        project.mark();
        for (int i = 0; i < CHANGES; i++) {
            StringBuilder what = new StringBuilder();
            for (int n = random.nextInt(3); n >= 0; n--) {
                what.append(project.change()).append("; ");
            }
            project.save();
            Results after = results(project);
            if (after.impossible() == null) {
                Set<String> made = chosen(project);
                boolean withTests = made.stream().anyMatch(check -> check.startsWith(TEST));
                int ofTests = RandomProject.READ_BY_TESTS.size();
                tests += withTests ? 1 : 0;
                chosen += made.size() - (withTests ? ofTests : 0);
                all += after.byCheck().size() - ofTests;
                for (Map.Entry<String, String> check : after.byCheck().entrySet()) {
                    boolean same = before.impossible() == null
                            && check.getValue().equals(before.byCheck().get(check.getKey()));
                    differed += same ? 0 : 1;
                    if (!same && !made.contains(check.getKey())) {
                        missed.add("change " + i + " (" + what + "): " + check.getKey() + " was "
                                + before.byCheck().get(check.getKey()) + " and is " + check.getValue());
                    }
                }
            } else {
                impossible++;
            }
            if (i % CHANGES_OF_A_COMMIT == CHANGES_OF_A_COMMIT - 1) {
                before = commit(
                        project); // also if nothing can be judged there: then every check is one whose result changes
                if (before.impossible() == null) {
                    project.mark();
                }
            }
            if (random.nextInt(4) > 0 || after.impossible() != null) {
                project.back();
            }
        }
        System.out.printf(
                "%d changes of a project (seed %d), %d of which do not load: %d results differ; of %d checks of scenarios %d are chosen"
                        + " (%.1f %%), rule tests %d times; %d missed%n",
                CHANGES, SEED, impossible, differed, all, chosen, 100.0 * chosen / all, tests, missed.size());
        assertThat(missed).isEmpty();
        assertThat(differed).isPositive();
        assertThat(chosen)
                .as("not simply all")
                .isLessThan(all * 3 / 4); // of a hundred changes many concern every check
    }

    private Results commit(RandomProject project) throws Exception {
        withIgnoredRules = random.nextInt(8) == 0;
        project.save();
        git("add", "-A");
        git("-c", "user.name=n", "-c", "user.email=e", "commit", "-q", "--allow-empty", "-m", "c");
        return results(project);
    }

    private Results results(RandomProject project) throws IOException {
        Map<String, String> byCheck = new LinkedHashMap<>();
        try {
            VerifyOptions options = project.options(random.nextBoolean(), withIgnoredRules);
            SuitePlan plan = SuitePlan.of(options);
            SuitePlan recorded = plan.part(only(plan.checks(), true), plan.refused(), List.of(), test -> true);
            for (CheckResult check :
                    new Suite(options, recorded).run(result -> {}).checks()) {
                CheckResult judged = options.baseline().judge(check);
                byCheck.put(
                        key(check.scenario(), check.expectation()),
                        judged.verdict().word()
                                + check.findings().fired().get(check.rule())
                                + check.findings().alerts().stream()
                                        .filter(alert -> alert.rule().equals(check.rule()))
                                        .map(alert -> alert.priority() + alert.message() + alert.event())
                                        .toList());
            }
            only(plan.checks(), false)
                    .forEach((scenario, expectations) -> expectations.forEach(
                            expectation -> byCheck.put(key(scenario.id(), expectation), played(project, scenario))));
        } catch (RuntimeException e) {
            return new Results(Map.of(), String.valueOf(e.getMessage()));
        }
        for (String file : RandomProject.READ_BY_TESTS) {
            byCheck.put(TEST + file, project.text(file));
        }
        return new Results(byCheck, null);
    }

    /** What decides a scenario that is played: it takes too long to be played thousands of times. */
    private static String played(RandomProject project, Scenario scenario) {
        String own = project.text("sc/" + scenario.id() + ".yaml");
        return switch (scenario.id()) {
            case "live" -> own + project.texts("sc/image/");
            case "cluster" -> own + project.texts("sc/image/") + project.texts("sc/a1.log");
            case "filled" -> own + scenario.pods().get(0).getMetadata().getNamespace();
            default -> own;
        };
    }

    private static Map<Scenario, List<Expectation>> only(Map<Scenario, List<Expectation>> checks, boolean recorded) {
        Map<Scenario, List<Expectation>> some = new LinkedHashMap<>();
        checks.forEach((scenario, expectations) -> {
            if (recorded == (scenario.recording() != null)) {
                some.put(scenario, expectations);
            }
        });
        return some;
    }

    private static String key(String scenario, Expectation expectation) {
        return scenario + ": " + expectation;
    }

    private Set<String> chosen(RandomProject project) throws IOException {
        SuitePlan plan = SuitePlan.of(
                project.options(random.nextBoolean(), withIgnoredRules).with(Choice.of("changes", "HEAD", false)));
        Set<String> chosen = new TreeSet<>();
        plan.checks()
                .forEach((scenario, expectations) ->
                        expectations.forEach(expectation -> chosen.add(key(scenario.id(), expectation))));
        plan.refused().forEach(check -> chosen.add(key(check.scenario(), check.expectation())));
        for (String file : RandomProject.READ_BY_TESTS) {
            DeclaredRuleTest test =
                    new DeclaredRuleTest("T", "m", "m()", Expectation.fires("Shadow read"), "", false, "");
            if (plan.chosen().tests().test(test)) {
                chosen.add(TEST + file);
            }
        }
        return chosen;
    }

    private void git(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }
}
