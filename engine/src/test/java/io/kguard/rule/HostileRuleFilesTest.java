// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.diagnostic.Diagnostic;
import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.event.FalcoVersion;
import io.kguard.lint.Lint;
import io.kguard.lint.LintReport;
import io.kguard.lint.SensorTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files made to break a loader: each ends in rules or diagnostics, and soon. */
class HostileRuleFilesTest {
    /** Much more than a second, so that a busy machine fails no test, and much less than a bomb would take. */
    private static final Duration SOON = Duration.ofMinutes(5);

    private static final String RULE = "- rule: r\n  desc: d\n  condition: %s\n  output: o\n  priority: INFO\n";

    @TempDir
    private Path folder;

    @Test
    void deepParenthesesAreADiagnostic() {
        LoadResult result = load(RULE.formatted("(".repeat(10_000) + "evt.type=open" + ")".repeat(10_000)));

        assertThat(onlyError(result).message()).contains("max depth");
    }

    @Test
    void deepYamlIsADiagnostic() {
        assertThat(onlyError(load("- ".repeat(10_000) + "x")).code()).isEqualTo(DiagnosticCode.LOAD_ERR_YAML_PARSE);
        assertThat(onlyError(load("[".repeat(10_000))).code()).isEqualTo(DiagnosticCode.LOAD_ERR_YAML_PARSE);
        assertThat(onlyError(load("- a:\n"
                                + IntStream.range(1, 5000)
                                        .mapToObj(i -> " ".repeat(i + 1) + "a:\n")
                                        .collect(Collectors.joining())))
                        .code())
                .isEqualTo(DiagnosticCode.LOAD_ERR_YAML_PARSE);
    }

    @Test
    void aliasesThatMultiplyAreADiagnostic() {
        StringBuilder yaml = new StringBuilder("- &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            yaml.append("- &a")
                    .append(i)
                    .append(" [")
                    .append(("*a" + (i - 1) + ", ").repeat(10))
                    .append("x]\n");
        }
        assertThat(load(yaml.toString()).isSuccessful()).isFalse();
    }

    @Test
    void anAliasOfItselfIsADiagnostic() {
        assertThat(load("- &a\n  list: l\n  items: [*a]\n").isSuccessful()).isFalse();
        assertThat(load("- rule: r\n  exceptions: &e\n    - {name: x, fields: *e, values: *e}\n")
                        .isSuccessful())
                .isFalse();
    }

    @Test
    void listsThatMultiplyAreADiagnostic() {
        StringBuilder yaml = new StringBuilder("- list: l0\n  items: [l1, l1]\n");
        for (int i = 1; i < 64; i++) {
            yaml.append("- list: l%d\n  items: [l%d, l%d]\n".formatted(i, i + 1, i + 1));
        }
        LoadResult result = load(yaml + RULE.formatted("evt.type=open and proc.name in (l0)"));

        assertThat(onlyError(result).message()).contains("too long");
    }

    @Test
    void macrosThatMultiplyAreADiagnostic() {
        StringBuilder yaml = new StringBuilder("- macro: m0\n  condition: proc.name=a\n");
        for (int i = 1; i < 100; i++) {
            yaml.append("- macro: m%d\n  condition: m%d and m%d\n".formatted(i, i - 1, i - 1));
        }
        LoadResult result = load(yaml + RULE.formatted("evt.type=open and m99"));

        assertThat(onlyError(result).message()).contains("parts");
    }

    @Test
    @Tag("trust")
    void aHundredThousandChecksAreADiagnostic() {
        String checks =
                IntStream.range(0, 100_000).mapToObj(i -> "proc.name = p" + i).collect(Collectors.joining(" or "));

        assertThat(onlyError(load(RULE.formatted("evt.type=open and (" + checks + ")")))
                        .message())
                .contains("a condition has more than 50000 checks; put values into a list: field in (a, b, c)");
    }

    @Test
    @Tag("trust")
    void aHundredThousandReferencesAreADiagnostic() {
        String references = String.join(" or ", Collections.nCopies(100_000, "m"));
        LoadResult result = load(
                "- macro: m\n  condition: proc.name=a\n" + RULE.formatted("evt.type=open and (" + references + ")"));

        assertThat(onlyError(result).message()).contains("a condition has more than 50000 checks");
    }

    /** On half the usual stack, because a thread of the caller is in use when it loads rules. */
    @Test
    void macrosThatNestAreADiagnostic() throws Exception {
        StringBuilder yaml = new StringBuilder("- macro: m0\n  condition: proc.name=a\n");
        for (int i = 1; i < 10_000; i++) {
            yaml.append("- macro: m%d\n  condition: not m%d\n".formatted(i, i - 1));
        }
        FutureTask<LoadResult> result = new FutureTask<>(() -> load(yaml + RULE.formatted("evt.type=open and m9999")));
        new Thread(null, result, "shallow", 1 << 19).start();

        assertThat(result.get().errors()).extracting(Diagnostic::message).contains("macros nest deeper than 1000");
    }

    @Test
    void largeListsLoad() {
        String items = IntStream.range(0, 100_000).mapToObj(i -> "item" + i).collect(Collectors.joining(", "));
        LoadResult result =
                load("- list: l\n  items: [" + items + "]\n" + RULE.formatted("evt.type=open and proc.name in (l)"));

        assertThat(result.diagnostics()).isEmpty();
        assertThat(result.lists().get(0).items()).hasSize(100_000);
    }

    @Test
    void largeListsInManyRulesAreADiagnosticOrLoad() {
        String items = IntStream.range(0, 50_000).mapToObj(i -> "item" + i).collect(Collectors.joining(", "));
        String rules = IntStream.range(0, 200)
                .mapToObj(i -> RULE.formatted("evt.type=open and proc.name in (l) and fd.num = " + i)
                        .replace("rule: r", "rule: r" + i))
                .collect(Collectors.joining());
        LoadResult result = load("- list: l\n  items: [" + items + "]\n" + rules);

        assertThat(result.errors())
                .isNotEmpty()
                .allMatch(error -> error.message().contains("too long"));
    }

    @Test
    void manyItemsWithErrorsEndInBoundedDiagnostics() {
        LoadResult result = load("- rule: r\n  condition: x\n".repeat(50_000));

        assertThat(result.diagnostics()).hasSizeLessThan(25_000);
    }

    @Test
    void aWordOfAMegabyteIsADiagnostic() {
        assertThat(load(RULE.formatted("a".repeat(1 << 20))).isSuccessful()).isFalse();
        assertThat(load(RULE.formatted("a.".repeat(1 << 19) + "b = c")).isSuccessful())
                .isFalse();
        assertThat(load(RULE.formatted("evt.type=open and " + "not ".repeat(1 << 18) + "x"))
                        .isSuccessful())
                .isFalse();
    }

    @Test
    void aWordThatFillsTheFileIsReadOnce() {
        String word = "a".repeat(12 << 20);

        assertThat(load("- list: l\n  items: [" + word + "]\n").errors()).isEmpty();
        assertThat(load("- list: l\n  items: [\"" + word + "\"]\n").errors()).isEmpty();
        assertThat(load("#" + word + "\n- list: l\n  items: [a]\n").errors()).isEmpty();
    }

    @Test
    void longNamesThatNothingHasAreADiagnostic() {
        String other = RULE.formatted("evt.type=open").replace("rule: r", "rule: " + "a".repeat(1 << 20));
        String append = "- rule: " + "b".repeat(1 << 20) + "\n  append: true\n  condition: and proc.name=a\n";

        assertThat(onlyError(load(other + append)).message()).startsWith("Rule uses 'append'");
    }

    @Test
    void rulesThatShareAWideMacroLoad() {
        String checks =
                IntStream.range(0, 5_000).mapToObj(i -> "proc.name=p" + i).collect(Collectors.joining(" or "));
        String rules = IntStream.range(0, 10_000)
                .mapToObj(i ->
                        RULE.formatted("evt.type=open and wide and fd.num=" + i).replace("rule: r", "rule: r" + i))
                .collect(Collectors.joining());
        LintReport report = Assertions.assertTimeoutPreemptively(
                SOON,
                () -> Lint.check(
                        load("- macro: wide\n  condition: " + checks + "\n" + rules),
                        SensorTypes.of(FalcoVersion.CURRENT)));

        assertThat(report.ruleCount()).isEqualTo(10_000);
        assertThat(report.errorCount()).isZero();
    }

    @Test
    void partsThatMightExcludeEachOtherAreComparedUpToALimit() {
        String parts = IntStream.range(0, 20_000)
                .mapToObj(i -> "proc.name in (a, p" + i + ")")
                .collect(Collectors.joining(" and "));
        LintReport report = Assertions.assertTimeoutPreemptively(
                SOON,
                () -> Lint.check(
                        load(RULE.formatted("evt.type=open and " + parts)), SensorTypes.of(FalcoVersion.CURRENT)));

        assertThat(report.errorCount()).isZero();
    }

    @Test
    void aListThatAliasesRepeatIsADiagnostic() {
        String items = IntStream.range(0, 50_000).mapToObj(i -> "i" + i).collect(Collectors.joining(", "));
        String define = "- list: l\n  items: &i [" + items + "]\n";

        LoadResult lists = load(define
                + IntStream.range(0, 500)
                        .mapToObj(i -> "- list: l%d\n  items: *i\n".formatted(i))
                        .collect(Collectors.joining()));
        LoadResult appends = load(define + "- list: l\n  items: *i\n  override: {items: append}\n".repeat(500));

        assertThat(lists.errors())
                .first()
                .satisfies(e -> assertThat(e.message()).contains("aliases repeat"));
        assertThat(appends.errors())
                .first()
                .satisfies(e -> assertThat(e.message()).contains("aliases repeat"));
    }

    @Test
    void moreValuesThanRulesNeedAreADiagnostic() {
        LoadResult result = load("- list: l\n  items: [" + "a,".repeat(600_000) + "b]\n");

        assertThat(onlyError(result).message()).isEqualTo("the file holds more than 250000 values");
    }

    @Test
    void manyAppendsLoad() {
        String define = RULE.formatted("evt.type=open");
        String appends = """
                - rule: r
                  condition: and proc.name=a
                  output: o
                  desc: d
                  override: {condition: append, output: append, desc: append}
                """;

        assertThat(load(define + appends.repeat(10_000)).errors()).isEmpty();
    }

    @Test
    void manyFilesInOneAreADiagnostic() {
        String files = IntStream.range(0, 5_000)
                .mapToObj(i -> "  f%05d.yaml: |\n    - list: l%d\n      items: [a]\n".formatted(i, i))
                .collect(Collectors.joining());

        assertThat(onlyError(load("apiVersion: v1\nkind: ConfigMap\ndata:\n" + files))
                        .message())
                .startsWith("too many files");
    }

    @Test
    void aliasesInValuesAreLookedAtOnce() {
        String values = IntStream.range(1, 40)
                .mapToObj(i -> "v%d: &a%d {x: *a%d, y: *a%d}\n".formatted(i, i, i - 1, i - 1))
                .collect(Collectors.joining("", "v0: &a0 {x: y}\n", ""));
        String rule = RULE.formatted("evt.type=open").replace("\n", "\n    ");

        assertThat(load(values + "customRules:\n  a.yaml: |\n    " + rule).rules())
                .hasSize(1);
    }

    @Test
    void filesWithinFilesAreADiagnosticBelowALimit() {
        String text = RULE.formatted("evt.type=open");
        for (int i = 0; i < 4; i++) {
            text = "apiVersion: v1\nkind: ConfigMap\ndata:\n  a.yaml: |\n    " + text.replace("\n", "\n    ") + "\n";
        }
        assertThat(load(text).errors()).isEmpty();
        String deeper =
                "apiVersion: v1\nkind: ConfigMap\ndata:\n  a.yaml: |\n    " + text.replace("\n", "\n    ") + "\n";

        assertThat(onlyError(load(deeper)).message()).isEqualTo("files within files are nested too deep");
    }

    @Test
    void manyUnknownFieldsAreADiagnosticEachUpToALimit() {
        String checks =
                IntStream.range(0, 50_000).mapToObj(i -> "pro.name" + i + "=a").collect(Collectors.joining(" and "));

        assertThat(load(RULE.formatted(checks)).errors()).hasSizeBetween(100, 1000);
    }

    @Test
    void longOutputsLoad() {
        String rule = RULE.formatted("evt.type=open");

        assertThat(load(rule.replace("output: o", "output: '" + "%proc.name ".repeat(100_000) + "'"))
                        .errors())
                .isEmpty();
        assertThat(load(rule.replace("output: o", "output: '" + "%proc.nme ".repeat(100_000) + "'"))
                        .errors())
                .hasSizeBetween(10, 1000);
    }

    @Test
    void exceptionsWithManyValuesLoad() {
        String values = IntStream.range(0, 50_000)
                .mapToObj(i -> "      - [p%d, /etc/f%d]\n".formatted(i, i))
                .collect(Collectors.joining());
        String exceptions = "  exceptions:\n    - name: e\n      fields: [proc.name, fd.name]\n      values:\n";

        LoadResult result = load(RULE.formatted("evt.type=open") + exceptions + values);

        assertThat(result.errors()).isEmpty();
        assertThat(result.rules().get(0).exceptions().get(0).tuples()).hasSize(50_000);
    }

    @Test
    void lintEndsOnThousandsOfRulesAndSaysWhatItLeftOut() {
        String rules = IntStream.range(0, 6_000)
                .mapToObj(i -> RULE.formatted("evt.type=openat and proc.name startswith a and fd.num > " + i)
                        .replace("rule: r", "rule: r" + i))
                .collect(Collectors.joining());

        LintReport report = Assertions.assertTimeoutPreemptively(
                SOON,
                () -> Lint.check(
                        RuleLoader.of(FalcoVersion.CURRENT).loadText("many.yaml", rules),
                        SensorTypes.of(FalcoVersion.CURRENT)));

        assertThat(report.diagnostics())
                .extracting(Diagnostic::message)
                .contains("This rule and later ones are not compared with earlier rules: there are too many");
    }

    @Test
    void aHugeFileIsADiagnostic() throws IOException {
        Path file = folder.resolve("huge.yaml");
        Files.write(file, new byte[RuleSources.MAX_SIZE + 1]);

        LoadResult result = RuleLoader.of(FalcoVersion.CURRENT).load(file);

        assertThat(onlyError(result).code()).isEqualTo(DiagnosticCode.LOAD_ERR_FILE_READ);
        assertThat(onlyError(result).message()).contains("larger than 16 MiB");
    }

    private static LoadResult load(String text) {
        return Assertions.assertTimeoutPreemptively(
                SOON, () -> RuleLoader.of(FalcoVersion.CURRENT).loadText("hostile.yaml", text));
    }

    private static Diagnostic onlyError(LoadResult result) {
        assertThat(result.errors()).hasSize(1);
        return result.errors().get(0);
    }
}
