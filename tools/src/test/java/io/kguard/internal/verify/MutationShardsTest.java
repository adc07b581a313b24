// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.event.FalcoVersion;
import io.kguard.internal.console.Console;
import io.kguard.internal.ruletest.RuleTestClasses;
import io.kguard.internal.shard.Shard;
import io.kguard.internal.shard.ShardJson;
import io.kguard.internal.shard.Work;
import io.kguard.internal.tool.mutation.Mutation;
import io.kguard.internal.tool.mutation.MutationMerge;
import io.kguard.internal.tool.mutation.MutationShard;
import io.kguard.internal.tool.mutation.MutationThresholds;
import io.kguard.internal.tool.mutation.RuleMutation;
import io.kguard.simulation.SimulatorOptions;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parts of a mutation that become one again. */
@Tag("trust")
class MutationShardsTest {
    private static final int SHARDS = 3;

    private static final String RULES = """
            - rule: Passwords read
              desc: d
              condition: evt.type in (open, openat, openat2) and fd.name in (/etc/shadow, /etc/gshadow) and proc.name in (cat, head)
              output: read %fd.name by %proc.name
              priority: WARNING
            - rule: Keys read
              desc: d
              condition: evt.type in (open, openat, openat2) and fd.name startswith /root/.ssh
              output: read %fd.name
              priority: NOTICE
            """;

    @TempDir
    Path folder;

    private Path rules;
    private Path scenarios;
    private final List<String> lines = new ArrayList<>();

    @BeforeEach
    void write() throws IOException {
        rules = Files.writeString(folder.resolve("rules.yaml"), RULES);
        scenarios = Files.createDirectories(folder.resolve("scenarios"));
        // each notices other changes of one rule: another item of its lists
        attack("cat-shadow", "cat", "/etc/shadow", "Passwords read");
        attack("head-shadow", "head", "/etc/shadow", "Passwords read");
        attack("cat-gshadow", "cat", "/etc/gshadow", "Passwords read");
        attack("head-gshadow", "head", "/etc/gshadow", "Passwords read");
        attack("key", "cat", "/root/.ssh/id_rsa", "Keys read");
        attack("known-hosts", "head", "/root/.ssh/known_hosts", "Keys read");
    }

    private void attack(String id, String program, String file, String rule) throws IOException {
        events(id, program, file);
        events(id + "-twin", program, "/etc/hosts");
        Files.writeString(scenarios.resolve(id + ".yaml"), """
                scenario: %1$s
                title: Reads a file
                attack: [T1003.008]
                events: %1$s.events.yaml
                fires: [%2$s]
                twin:
                  scenario: %1$s-twin
                  title: Reads another file
                  events: %1$s-twin.events.yaml
                """.formatted(id, rule));
    }

    private void events(String name, String program, String file) throws IOException {
        Files.writeString(scenarios.resolve(name + ".events.yaml"), """
                processes: [{name: %1$s, path: /usr/bin/%1$s}]
                actions: [{%1$s: {reads: %2$s}}]
                """.formatted(program, file));
    }

    private Mutation.End mutate(String to, @Nullable String shard) throws IOException {
        VerifyOptions suite = new VerifyOptions(
                        new RuleOptions(List.of(rules), FalcoVersion.CURRENT, null, false),
                        new ScenarioOptions(List.of(scenarios), new URLClassLoader(new URL[0], null)),
                        new PlayOptions(SimulatorOptions.configured(), 2))
                .with(Sharding.of(shard, null));
        Mutation.Options options =
                new Mutation.Options(suite, MutationThresholds.NONE, null, RuleTestClasses.NONE, folder.resolve(to));
        return new Mutation(options, Console.plain(lines::add)).run();
    }

    private void shards() throws IOException {
        for (int i = 1; i <= SHARDS; i++) {
            assertThat(mutate("parts", i + "/" + SHARDS)).as("%s", lines).isEqualTo(Mutation.End.PASSED);
        }
    }

    private Mutation.End merge(MutationThresholds thresholds) throws IOException {
        return MutationMerge.run(
                List.of(folder.resolve("parts")), thresholds, folder.resolve("merged"), Console.plain(lines::add));
    }

    private MutationShard shard(int index) throws IOException {
        return ShardJson.read(file(index), MutationShard.class);
    }

    private Path file(int index) {
        return folder.resolve("parts").resolve(new Shard(index, SHARDS).file(Work.MUTATE));
    }

    /** What a reader of the console sees, without times. */
    private List<String> said() {
        List<String> said = lines.stream()
                .filter(line -> !line.startsWith("Merged "))
                .map(line -> line.replaceAll("\\d+\\.\\d s\\b", "T"))
                .toList();
        lines.clear();
        return said;
    }

    @Test
    void threeShardsMergedAreTheWhole() throws IOException {
        assertThat(mutate("whole", null)).isEqualTo(Mutation.End.PASSED);
        List<String> whole = said();
        shards();
        assertThat(lines)
                .anyMatch(line ->
                        line.startsWith("Shard 2/3: ") && line.contains(" of 12 checks. Changes and thresholds"));
        assertThat(folder.resolve("parts/mutation.json")).doesNotExist();
        lines.clear();

        assertThat(merge(MutationThresholds.NONE)).isEqualTo(Mutation.End.PASSED);
        assertThat(said()).isEqualTo(whole);
        assertThat(folder.resolve("merged/mutation.json"))
                .content()
                .isEqualTo(Files.readString(folder.resolve("whole/mutation.json")));
    }

    /** No part alone knows: otherwise the merged result would prove nothing. */
    @Test
    void noPartNoticesWhatAllNotice() throws IOException {
        shards();
        assertThat(merge(MutationThresholds.NONE)).isEqualTo(Mutation.End.PASSED);
        MutationShard any = shard(1);
        int all = 0;
        int most = 0;
        for (int i = 1; i <= SHARDS; i++) {
            int noticed =
                    shard(i).rules().stream().mapToInt(RuleMutation::killed).sum();
            all += noticed;
            most = Math.max(most, noticed);
        }
        String merged = Files.readString(folder.resolve("merged/mutation.json"));
        int killed = Integer.parseInt(merged.replaceAll("(?s).*?\"killed\": (\\d+).*", "$1"));
        assertThat(killed).isGreaterThan(most).isLessThanOrEqualTo(all);
        assertThat(any.rules()).hasSize(2);
    }

    @Test
    void thresholdsAreJudgedAfterTheMerge() throws IOException {
        shards();
        assertThat(merge(new MutationThresholds(100, Integer.MAX_VALUE))).isEqualTo(Mutation.End.FAILED);
        assertThat(lines).last().asString().contains("(kguard.mutationThreshold)");
    }

    /** What derived acts notice meets no threshold, in a whole run and in a merged one. */
    @Test
    void derivedActsNoticeApart() throws IOException {
        for (String name : new String[] {"key", "known-hosts"}) {
            for (String end : new String[] {".yaml", ".events.yaml", "-twin.events.yaml"}) {
                Files.delete(scenarios.resolve(name + end));
            }
        }
        Files.writeString(scenarios.resolve("derived.yaml"), """
                scenario: derived-keys
                title: Keys read, as its condition says
                origin: derived
                events:
                  processes: [{name: process, path: /usr/bin/cat}]
                  actions: [{process: {reads: /root/.ssh/config}}]
                fires: [Keys read]
                """);
        assertThat(mutate("whole", null)).as("%s", lines).isEqualTo(Mutation.End.PASSED);
        String whole = Files.readString(folder.resolve("whole/mutation.json"));
        shards();

        assertThat(merge(MutationThresholds.NONE)).isEqualTo(Mutation.End.PASSED);
        assertThat(folder.resolve("merged/mutation.json")).content().isEqualTo(whole);
        assertThat(whole)
                .containsPattern(
                        "\"rule\": \"Keys read\", \"checked\": true, \"mutants\": \\d+, \"killed\": 0, \"pinned\": [1-9]")
                .containsPattern(
                        "\"rule\": \"Passwords read\", \"checked\": true, \"mutants\": \\d+, \"killed\": [1-9]\\d*, \"pinned\": 0")
                .contains("(derived acts alone notice it)");
        assertThat(merge(new MutationThresholds(99, Integer.MAX_VALUE))).isEqualTo(Mutation.End.FAILED);
        assertThat(lines)
                .last()
                .asString()
                .containsPattern(
                        "\\(kguard.mutationThreshold\\)\\. Derived acts alone notice \\d+ changes, which do not count");
    }

    @Test
    void aMissingOrForeignShardIsAnError() throws IOException {
        shards();
        Files.writeString(rules, RULES.replace("/etc/gshadow", "/etc/gshadow, /etc/passwd"));
        assertThat(mutate("parts", "2/3")).isEqualTo(Mutation.End.PASSED);
        assertThatThrownBy(() -> merge(MutationThresholds.NONE))
                .hasMessageContaining("shard-mutate-2-of-3.json is of another rule set than ");
        Files.delete(file(2));
        assertThatThrownBy(() -> merge(MutationThresholds.NONE)).hasMessageStartingWith("Shard 2/3 is missing: ");
        assertThat(folder.resolve("merged/mutation.json")).doesNotExist();
    }

    /** A check that does not pass says nothing of changes, so its rule is left out of the whole, and the whole is no success. */
    @Test
    void aRuleWhoseCheckFailsInOnePartIsLeftOutOfAll() throws IOException {
        attack("head-gshadow", "tail", "/etc/gshadow", "Passwords read");
        assertThat(mutate("whole", null)).isEqualTo(Mutation.End.LEFT_OUT);
        List<String> whole = said();
        shards();
        lines.clear();

        assertThat(merge(MutationThresholds.NONE)).isEqualTo(Mutation.End.LEFT_OUT);
        assertThat(said())
                .isEqualTo(whole)
                .anyMatch(line -> line.startsWith("Rule \"Passwords read\" is left out, with its "));
        assertThat(folder.resolve("merged/mutation.json"))
                .content()
                .isEqualTo(Files.readString(folder.resolve("whole/mutation.json")));
    }
}
