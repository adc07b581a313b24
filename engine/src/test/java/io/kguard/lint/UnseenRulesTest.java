// SPDX-License-Identifier: Apache-2.0
package io.kguard.lint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.diagnostic.Diagnostic;
import io.kguard.event.FalcoVersion;
import io.kguard.requirement.RequiresShared;
import io.kguard.requirement.Shared;
import io.kguard.rule.LoadResult;
import io.kguard.rule.RuleDiagnostics;
import io.kguard.rule.RuleLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@RequiresShared
class UnseenRulesTest {
    private static final Path FILES = Shared.path("conformance/falco-rules");
    private static final Path STABLE = FILES.resolve("current/falco_rules.yaml");
    private static final Path TABLE = Path.of("src/main/resources/io/kguard/lint/seen-rules.tsv");
    /** A rule as it might be in Falco's next release. */
    private static final String NEW = """

            - rule: Brand new attack
              desc: d
              condition: evt.type = execve and proc.name = new
              output: o
              priority: NOTICE
              tags: [maturity_stable, host]
            """;

    /** {@code -Dkguard.golden=accept} adds the rules of a release that has been put among the test data. */
    @Test
    void allRulesOfTheReleasesAreInTheTable() throws IOException {
        Map<String, String> table = new TreeMap<>();
        List<String> head = new ArrayList<>();
        for (String line : Files.readAllLines(TABLE)) {
            if (line.startsWith("#")) {
                head.add(line);
            } else {
                table.put(line.substring(0, line.indexOf('\t')), line.substring(line.indexOf('\t') + 1));
            }
        }
        Map<String, String> added = new TreeMap<>(table);
        for (String release : List.of("0.40", "current", "plugins")) {
            Path folder = FILES.resolve(release);
            if (Files.isDirectory(folder)) {
                digests(RuleLoader.of(release.equals("0.40") ? FalcoVersion.V0_40 : FalcoVersion.CURRENT)
                                .load(folder))
                        .forEach((name, digest) ->
                                added.merge(name, digest, (old, one) -> old.contains(one) ? old : old + " " + one));
            }
        }
        if ("accept".equals(System.getProperty("kguard.golden"))) {
            added.forEach((name, digests) -> head.add(name + "\t" + digests));
            Files.writeString(TABLE, String.join("\n", head) + "\n", UTF_8);
        } else {
            assertThat(table).isEqualTo(added).hasSizeGreaterThan(200);
        }
    }

    @Test
    void nothingIsSaidOfTheReleases() {
        assertThat(notes(RuleLoader.of(FalcoVersion.CURRENT).load(FILES.resolve("current"))))
                .isEmpty();
        assertThat(notes(RuleLoader.of(FalcoVersion.V0_40).load(FILES.resolve("0.40"))))
                .isEmpty();
    }

    @Test
    void aRuleOfTheNextReleaseIsNamedAndNeverFails() throws IOException {
        String next = Files.readString(STABLE)
                        .replace("and directory_traversal\n", "and directory_traversal and proc.name != next\n")
                + NEW;
        LoadResult loaded = RuleLoader.of(FalcoVersion.CURRENT).loadText("falco_rules.yaml", next);
        LintReport report = Lint.check(loaded, SensorTypes.of(FalcoVersion.CURRENT));

        assertThat(report.notes())
                .singleElement()
                .extracting(Diagnostic::message)
                .isEqualTo("kguard was not tested with 2 rules of this file of Falco's:"
                        + " 'Directory traversal monitored file read' (with another condition), 'Brand new attack'");
        assertThat(report.errorCount()).isZero();
        assertThat(report.warningCount())
                .isEqualTo(lint(Files.readString(STABLE)).warningCount());
        assertThat(report.found()).endsWith("1 note");
        assertThat(report.toSarif()).contains("\"level\": \"note\"");
    }

    @Test
    void aNoteAloneFailsNothing() {
        LintReport report = lint("# Copyright (C) 2030 The Falco Authors.\n" + NEW);
        assertThat(report.notes()).hasSize(1);
        assertThat(report.isFailed(true)).isFalse();
    }

    @Test
    void aFileOfAPluginHasNoMaturity() throws IOException {
        String audit = Files.readString(FILES.resolve("current/k8s_audit_rules.yaml"));
        assertThat(lint(audit).notes()).isEmpty();
        assertThat(lint(audit + NEW.replace("maturity_stable", "k8s")).notes()).hasSize(1);
    }

    @Test
    void linesMayBreakElsewhereAndARuleMayBeOffOrOverridden() throws IOException {
        String text = Files.readString(STABLE);
        String changed = text.replaceAll("(?m)^    (and .*)$", "       $1   ")
                        .replace("\n", "\r\n")
                        .replace("  priority: WARNING", "  enabled: false\r\n  priority: ERROR")
                + """
                - rule: Clear Log Activities
                  condition: and proc.name != mine
                  override: {condition: append}
                - rule: Netcat Remote Code Execution in Container
                  condition: evt.type = execve and proc.name = mine
                  override: {condition: replace}
                """;
        assertThat(changed).contains("enabled: false");
        assertThat(lint(changed).notes()).isEmpty();
    }

    @Test
    void rulesOfUsersAreTheirOwn() throws IOException {
        String text = Files.readString(STABLE);
        String own = NEW.replace("maturity_stable, ", "");
        assertThat(lint(text + own).notes()).as("below Falco's").isEmpty();
        assertThat(lint(text.substring(0, text.indexOf("- required")) + own).notes())
                .as("with Falco's head")
                .isEmpty();
        assertThat(lint(NEW).notes()).as("with Falco's tags").isEmpty();
        assertThat(lint(NEW.replace("desc: d", "desc: after The Falco Authors")).notes())
                .isEmpty();
    }

    @Test
    void nothingIsSaidOfFilesOfUsers() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String base : List.of("falco_rules", "falco-incubating_rules", "falco-sandbox_rules")) {
            files.add(FILES.resolve("current/" + base + ".yaml"));
        }
        try (Stream<Path> all = Files.walk(Shared.path("conformance/real-world"))) {
            all.filter(file -> file.toString().matches(".*/(rules|helm)/.*\\.ya?ml"))
                    .sorted()
                    .forEach(files::add);
        }
        LoadResult loaded = RuleLoader.of(FalcoVersion.CURRENT).load(files);
        assertThat(files).hasSizeGreaterThan(50);
        assertThat(loaded.rules()).hasSizeGreaterThan(200);
        assertThat(notes(loaded)).isEmpty();
    }

    @Test
    void manyRulesAreCounted() throws IOException {
        String many = NEW.replace("Brand new attack", "New %d");
        String text = Files.readString(STABLE)
                + Stream.iterate(1, i -> i + 1).limit(12).map(many::formatted).collect(Collectors.joining());
        assertThat(lint(text).notes())
                .singleElement()
                .extracting(Diagnostic::message)
                .asString()
                .endsWith("'New 10' and 2 more");
    }

    @Test
    void aCommentIgnoresIt() throws IOException {
        LintReport report = lint(Files.readString(STABLE)
                + NEW.replace("\n- rule", "\n# kguard:ignore LINT_UNSEEN_RULE: we tested it\n- rule"));
        assertThat(report.notes()).isEmpty();
        assertThat(report.ignored()).hasSize(1);
    }

    private static LintReport lint(String text) {
        return Lint.check(
                RuleLoader.of(FalcoVersion.CURRENT).loadText("falco_rules.yaml", text),
                SensorTypes.of(FalcoVersion.CURRENT));
    }

    private static List<Diagnostic> notes(LoadResult loaded) {
        return Lint.check(loaded, SensorTypes.of(loaded.version())).notes();
    }

    private static Map<String, String> digests(LoadResult loaded) {
        assertThat(loaded.errors()).isEmpty();
        Map<String, String> texts = new RuleDiagnostics(loaded).texts(loaded.rules());
        return loaded.rules().stream()
                .collect(Collectors.toMap(
                        rule -> rule.name(),
                        rule -> SeenRules.digest(new UnseenRules(
                                        texts.getOrDefault(rule.position().file(), ""))
                                .condition(rule.position()))));
    }
}
