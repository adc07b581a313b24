// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.mutation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.engine.Matching;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.console.Console;
import io.kguard.internal.result.RuleScope;
import io.kguard.internal.ruletest.RuleTestClasses;
import io.kguard.internal.verify.PlayOptions;
import io.kguard.internal.verify.RuleOptions;
import io.kguard.internal.verify.ScenarioOptions;
import io.kguard.internal.verify.VerifyOptions;
import io.kguard.junit.CaptureSource;
import io.kguard.junit.RuleTest;
import io.kguard.rule.Priority;
import io.kguard.simulation.SimulatorOptions;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code kguard:mutate} takes from an earlier run, what it never takes, and for which rules it has thresholds. */
class MutationHistoryTest {
    private static final String RULES = """
            - list: readers
              items: [cat, head]
            - rule: Passwords read
              desc: d
              condition: evt.type in (open, openat, openat2) and fd.name = /etc/shadow and proc.name in (readers)
              output: read
              priority: WARNING
              tags: [passwords]
            - rule: Keys read
              desc: d
              condition: evt.type in (open, openat, openat2) and fd.name startswith /root/.ssh and proc.name != sshd
              output: read
              priority: INFO
            """;

    @TempDir
    Path folder;

    private final List<String> lines = new ArrayList<>();
    private @Nullable Path history;

    @BeforeEach
    void write() throws IOException {
        history = folder.resolve("reports/mutation-history.txt");
        Files.writeString(folder.resolve("rules.yaml"), RULES);
        scenario("passwords", "Passwords read", "cat", "/etc/shadow", "cat", "/etc/hosts");
        scenario("keys", "Keys read", "cat", "/root/.ssh/id_rsa", "sshd", "/root/.ssh/id_rsa");
    }

    private void scenario(String id, String rule, String program, String file, String twinProgram, String twinFile)
            throws IOException {
        Files.createDirectories(folder.resolve("scenarios"));
        Files.writeString(folder.resolve("scenarios/" + id + ".yaml"), """
                scenario: %1$s
                title: Reads a file
                attack: [T1003.008]
                events: %1$s.events.yaml
                fires: [%2$s]
                twin:
                  scenario: %1$s-twin
                  title: Does it otherwise
                  events: %1$s-twin.events.yaml
                """.formatted(id, rule));
        events(id, program, file);
        events(id + "-twin", twinProgram, twinFile);
    }

    private void events(String id, String program, String file) throws IOException {
        Files.writeString(folder.resolve("scenarios/" + id + ".events.yaml"), """
                processes: [{name: %1$s, path: /usr/bin/%1$s}]
                actions: [{%1$s: {reads: %2$s}}]
                """.formatted(program, file));
    }

    private Mutation.End mutate(MutationThresholds thresholds, Path classes) throws IOException {
        lines.clear();
        VerifyOptions suite = new VerifyOptions(
                new RuleOptions(List.of(folder.resolve("rules.yaml")), FalcoVersion.CURRENT, Matching.ALL, false),
                new ScenarioOptions(List.of(folder.resolve("scenarios")), new URLClassLoader(new URL[0], null)),
                new PlayOptions(SimulatorOptions.configured(), 2));
        Mutation.Options options = new Mutation.Options(
                suite, thresholds, history, new RuleTestClasses(classes, List.of()), folder.resolve("reports"));
        return new Mutation(options, Console.plain(lines::add)).run();
    }

    private void mutate() throws IOException {
        assertThat(mutate(MutationThresholds.NONE, folder.resolve("classes")))
                .as("%s", lines)
                .isEqualTo(Mutation.End.PASSED);
    }

    private void git(String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("git", "-C", folder.toString(), "-c", "user.name=a", "-c", "user.email=a@b"));
        command.addAll(List.of(arguments));
        assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
    }

    /** Whoever makes a pull request could write results into it. */
    @Test
    void aCommittedFileIsNoResult() throws Exception {
        git("init", "-q");
        mutate();
        mutate();
        assertThat(lines).noneMatch(line -> line.contains("part of the commit"));

        git("add", "-A");
        git("commit", "-qm", "results");
        mutate();
        assertThat(lines)
                .anyMatch(line -> line.contains("it is part of the commit, so that no run of kguard need have"));
    }

    private void change(String from, String to) throws IOException {
        assertThat(RULES).contains(from);
        Files.writeString(folder.resolve("rules.yaml"), RULES.replace(from, to));
    }

    /** The first number of the line that matches; 0 if there is none. */
    private int number(String pattern) {
        return lines.stream()
                .map(Pattern.compile(pattern)::matcher)
                .filter(Matcher::find)
                .mapToInt(matcher -> Integer.parseInt(matcher.group(1)))
                .findFirst()
                .orElse(0);
    }

    private int played() {
        return number("^(\\d+) scenarios were played");
    }

    private int evaluated() {
        return number("to evaluate (\\d+) changes");
    }

    private int known() {
        return number("^(\\d+) changes were evaluated by an earlier run");
    }

    private String total() {
        return lines.get(lines.size() - 1).replaceAll(" in [0-9.]+ s$", "");
    }

    /** What is said about changes, without the places where lines are broken. */
    private String survivors() {
        return inOneLine(lines.stream()
                        .dropWhile(line -> !line.startsWith("Rule "))
                        .filter(line -> line.startsWith("  ") && !line.contains("processor time"))
                        .toList())
                .replaceAll(" \\(\\S+history.txt\\)\\. \\S+ evaluates all again\\.", "");
    }

    private static String inOneLine(List<String> texts) {
        return String.join(" ", texts).replaceAll("\\s+", " ");
    }

    @Test
    void nothingIsEvaluatedTwice() throws IOException {
        mutate();
        String first = total();
        String surviving = survivors();
        int all = evaluated();
        assertThat(played()).isEqualTo(4);
        assertThat(lines).noneMatch(line -> line.contains("earlier run"));
        assertThat(surviving).contains("removing head from the list of proc.name in");
        mutate();
        assertThat(played()).isZero();
        assertThat(known()).isEqualTo(all);
        assertThat(total()).isEqualTo(first);
        assertThat(survivors()).isEqualTo(surviving);
    }

    @Test
    void ofAChangedRuleAloneTheMutantsAreEvaluated() throws IOException {
        mutate();
        int all = evaluated();
        change("startswith /root/.ssh", "startswith /root/.ss");
        mutate();
        assertThat(played()).isEqualTo(2);
        assertThat(evaluated()).isLessThan(all).isGreaterThan(3);
        assertThat(known()).isEqualTo(all - evaluated());
    }

    @Test
    void aListIsPartOfTheRulesThatUseIt() throws IOException {
        mutate();
        change("[cat, head]", "[cat, head, tail]");
        mutate();
        assertThat(played()).isEqualTo(2);
        assertThat(survivors()).contains("removing tail from the list");
    }

    /** The condition is the same, but where a macro begins decides which changes there are. */
    @Test
    void aMacroIsPartOfTheRulesThatUseIt() throws IOException {
        mutate();
        Files.writeString(
                folder.resolve("rules.yaml"),
                RULES.replace("fd.name startswith /root/.ssh and proc.name != sshd", "of_keys")
                        + "- macro: of_keys\n  condition: fd.name startswith /root/.ssh and proc.name != sshd\n");
        mutate();
        assertThat(played()).isEqualTo(2);
    }

    @Test
    void aChangedTwinIsNoticed() throws IOException {
        mutate();
        assertThat(survivors()).contains("removing proc.name in (cat, head)");
        String weak = survivors();
        events("passwords-twin", "tail", "/etc/shadow");
        mutate();
        assertThat(played()).isEqualTo(1);
        assertThat(survivors()).doesNotContain("removing proc.name in (cat, head)");
        events("passwords-twin", "cat", "/etc/hosts");
        mutate();
        assertThat(survivors()).isEqualTo(weak);
    }

    @Test
    void anAttackThatDoesNotPassAnyMoreIsNotTakenFromTheHistory() throws IOException {
        mutate();
        events("keys", "cat", "/root/notes");
        assertThat(mutate(MutationThresholds.NONE, folder.resolve("classes"))).isEqualTo(Mutation.End.LEFT_OUT);
        assertThat(lines).anyMatch(line -> line.matches("Rule \"Keys read\" is left out, with its \\d+ changes, .*"));
    }

    @Test
    void aDamagedHistoryIsSaidOnceAndNotUsed() throws IOException {
        Path file = folder.resolve("reports/mutation-history.txt");
        mutate();
        int all = evaluated();
        String total = total();
        String written = Files.readString(file);
        int middle = written.indexOf('\n', written.indexOf('\n') + 1) - 1;
        List<byte[]> damaged = List.of(
                written.substring(0, written.length() / 2).getBytes(UTF_8),
                (written.substring(0, middle)
                                + (written.charAt(middle) == '0' ? '1' : '0')
                                + written.substring(middle + 1))
                        .getBytes(UTF_8),
                new byte[] {(byte) 0xff, 0, 1},
                new byte[0],
                "kguard mutation history 0\n".getBytes(UTF_8));
        for (byte[] bytes : damaged) {
            Files.write(file, bytes);
            mutate();
            assertThat(lines.stream().filter(line -> line.contains("can't be used")))
                    .singleElement()
                    .asString()
                    .startsWith(file + " can't be used: ")
                    .endsWith(". All changes are evaluated again, and the file is replaced.");
            assertThat(evaluated()).isEqualTo(all);
            assertThat(total()).isEqualTo(total);
            assertThat(Files.readString(file)).isEqualTo(written);
        }
    }

    @Test
    void withoutAHistoryAllIsEvaluatedAndNothingIsWritten() throws IOException {
        history = null;
        mutate();
        mutate();
        assertThat(played()).isEqualTo(4);
        assertThat(folder.resolve("reports/mutation-history.txt")).doesNotExist();
    }

    @Test
    void thresholdsForSomeRules() throws IOException {
        Map<RuleScope, MutationThresholds> scoped = new LinkedHashMap<>();
        scoped.put(new RuleScope(null, "passwords", null, null), new MutationThresholds(95, Integer.MAX_VALUE));
        scoped.put(new RuleScope("Keys*", null, null, null), new MutationThresholds(1, 0));
        scoped.put(new RuleScope(null, null, Priority.CRITICAL, null), new MutationThresholds(0, 3));
        scoped.put(new RuleScope(null, null, null, "rules.yaml"), new MutationThresholds(10, 100));
        assertThat(mutate(new MutationThresholds(1, 100, scoped), folder.resolve("classes")))
                .isEqualTo(Mutation.End.FAILED);
        List<String> missed = lines.subList(lines.size() - 3, lines.size());
        assertThat(missed.get(0))
                .isEqualTo(
                        "The mutation score of rules with the tag passwords is below 95.0 % (kguard.mutationThreshold).");
        assertThat(missed.get(1))
                .matches(
                        "No check notices \\d+ changes of rules named Keys\\*; at most 0 are allowed \\(kguard.maxSurviving\\)\\.");
        assertThat(missed.get(2))
                .isEqualTo("No change was evaluated of a rule that a threshold in <thresholds> is for:"
                        + " rules of priority CRITICAL or more severe.");
        assertThat(Files.readString(folder.resolve("reports/mutation.json"))).contains("\"score\":");
    }

    /** Rule tests are not run on mutants, so what they may notice is neither noticed nor surviving. */
    @Test
    void ruleTestsAreNamedAndNothingIsClaimedOfThem() throws IOException {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        for (Class<?> type : List.of(OfPasswords.class, OfAnother.class)) {
            String file = type.getName().replace('.', '/') + ".class";
            Files.copy(Path.of("target/test-classes", file), classes.resolve(type.getSimpleName() + ".class"));
        }
        assertThat(mutate(new MutationThresholds(0, 0), folder.resolve("classes")))
                .isEqualTo(Mutation.End.FAILED);
        assertThat(inOneLine(lines))
                .contains("No scenario notices these, but a rule test may (" + OfPasswords.class.getName()
                        + ".fires). They do not count: ")
                .contains("Only rule tests are about these rules, so no change of them was evaluated: Another rule")
                .containsPattern("are noticed, \\d+ are undecided: mutation score");
        assertThat(Files.readString(folder.resolve("reports/mutation.json")))
                .contains("\"ruleTests\": [\"" + OfPasswords.class.getName() + ".fires\"]");
        assertThat(number("No check notices (\\d+) changes; at most 0"))
                .isEqualTo(survivors().split("rules.yaml:11:", -1).length - 1);
    }

    static class OfPasswords {
        @RuleTest(rule = "Passwords read")
        @CaptureSource("a.scap")
        void fires() {}
    }

    static class OfAnother {
        @RuleTest(rule = "Another rule")
        @CaptureSource("a.scap")
        void fires() {}
    }
}
