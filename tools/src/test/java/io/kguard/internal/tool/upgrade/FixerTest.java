// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.upgrade;

import static io.kguard.event.FalcoVersion.V0_40;
import static io.kguard.event.FalcoVersion.V0_41;
import static io.kguard.event.FalcoVersion.V0_42;
import static io.kguard.event.FalcoVersion.V0_44;
import static io.kguard.internal.tool.upgrade.RuleFolder.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.event.FalcoVersion;
import io.kguard.internal.tool.upgrade.UpgradeReport.Fix;
import io.kguard.rule.LoadResult;
import io.kguard.rule.RuleLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What has one right answer is rewritten, and nothing else in the file. */
class FixerTest {
    @TempDir
    Path folder;

    private Fix fix(FalcoVersion from, FalcoVersion to, String text) throws Exception {
        return new RuleFolder(folder).report(from, to, text).fix();
    }

    /** The text after the fix, which is written, and changes nothing the second time. */
    private String fixed(FalcoVersion from, FalcoVersion to, String text) throws Exception {
        Fix fix = fix(from, to, text);
        assertThat(fix.refusal()).isEmpty();
        for (FixedFile file : fix.files()) {
            file.write();
        }
        String fixed = Files.readString(folder.resolve("rules.yaml"));
        assertThat(fix(from, to, fixed).files()).isEmpty();
        return fixed;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "evt.type = open and evt.dir = < | evt.type = open",
                "evt.type=open and evt.dir=< and proc.name=x | evt.type=open and proc.name=x",
                "evt.dir=< and evt.type=open | evt.type=open",
                "(evt.type=open and evt.dir=<) | (evt.type=open)",
                "evt.type=open and (evt.dir=<) and proc.name=x | evt.type=open and proc.name=x",
                "(evt.type=open)and evt.dir == < | (evt.type=open)",
                "evt.type=open and evt.dir=< and evt.dir = < | evt.type=open",
                "((evt.type=open and evt.dir=<) or (evt.type = connect and evt.dir = <)) and proc.name=x"
                        + " | ((evt.type=open) or (evt.type = connect)) and proc.name=x",
                "not (evt.type=open and evt.dir=<) and evt.type in (open, connect)"
                        + " | not (evt.type=open) and evt.type in (open, connect)",
                "evt.type=open and (proc.name=zip and evt.dir=\"<\") | evt.type=open and (proc.name=zip)",
                "\"evt.type=open and evt.dir=<\" | \"evt.type=open\"",
                "'evt.type=open and evt.dir=<' | 'evt.type=open'",
            })
    void theEndOfACallIsDropped(String condition, String expected) throws Exception {
        assertThat(fixed(V0_40, V0_42, rule("r", condition.strip()))).isEqualTo(rule("r", expected.strip()));
    }

    @Test
    void linesStayAsTheyAre() throws Exception {
        String text = """
                # rules of the shop
                - macro: spawned   # a comment
                  condition: >
                    evt.type in (execve, execveat)
                    and evt.dir=<

                - rule: r
                  desc: |
                    two
                      lines
                  condition: >-
                    evt.dir = < and
                    evt.type = open and
                    evt.dir = < and
                    proc.name = x
                    and evt.dir = <
                    and fd.name = /a
                  output: "o (x=%proc.name)"   # the output
                  priority:   INFO
                - {rule: s, desc: d, condition: spawned and proc.name = y and evt.dir = <, output: o, priority: INFO}
                """;

        assertThat(fixed(V0_41, V0_42, text)).isEqualTo("""
                # rules of the shop
                - macro: spawned   # a comment
                  condition: >
                    evt.type in (execve, execveat)

                - rule: r
                  desc: |
                    two
                      lines
                  condition: >-
                    evt.type = open and
                    proc.name = x
                    and fd.name = /a
                  output: "o (x=%proc.name)"   # the output
                  priority:   INFO
                - {rule: s, desc: d, condition: spawned and proc.name = y, output: o, priority: INFO}
                """);
    }

    /** No end of a call, or not only: without the check these rules would see more. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "evt.type = procexit and evt.dir = <",
                "proc.name = x and evt.dir = <",
                "evt.type in (open, procexit) and evt.dir = <",
                "evt.type != open and evt.dir = <",
                "evt.type = open and not evt.dir = <",
                "evt.type = open and (evt.dir = < or proc.name = x)",
                "evt.type = open and evt.dir = >",
                "evt.dir = <",
            })
    void whatMayMeanMoreStays(String condition) throws Exception {
        assertThat(fix(V0_40, V0_44, rule("r", condition)).files()).isEmpty();
    }

    @Test
    void aMacroIsRewrittenOnlyIfAllRulesThatUseItAllowIt() throws Exception {
        String macro = "- macro: m\n  condition: (proc.name = x and evt.dir = <)\n";
        String safe = rule("safe", "evt.type = open and m");

        assertThat(fixed(V0_40, V0_44, macro + safe)).isEqualTo("- macro: m\n  condition: (proc.name = x)\n" + safe);
        assertThat(fix(V0_40, V0_44, macro + safe + rule("unsafe", "m and proc.pid = 1"))
                        .files())
                .isEmpty();
    }

    @Test
    void aListOfTypesIsLookedInto() throws Exception {
        String list = "- list: types\n  items: [procexit]\n";
        assertThat(fix(V0_40, V0_44, list + rule("r", "evt.type in (types) and evt.dir = <"))
                        .files())
                .isEmpty();
        assertThat(fix(
                                V0_40,
                                V0_44,
                                list.replace("procexit", "open") + rule("r", "evt.type in (types) and evt.dir = <"))
                        .files())
                .hasSize(1);
    }

    @Test
    void beginsOfCallsKeepTheCheckBefore042() throws Exception {
        assertThat(fix(V0_40, V0_41, rule("r", "evt.type = open and evt.dir = <"))
                        .files())
                .isEmpty();
    }

    @Test
    void containerInfoIsSpelledOut() throws Exception {
        String text = rule("r", "evt.type = open", "\"a %container.info b\"");

        assertThat(fixed(V0_40, V0_44, text))
                .isEqualTo(rule(
                        "r", "evt.type = open", "\"a container_id=%container.id container_name=%container.name b\""));
        assertThat(fix(V0_41, V0_44, text).files()).isEmpty();
    }

    @Test
    void appendBecomesAnOverride() throws Exception {
        String base = "- list: l\n  items: [a]\n- macro: m\n  condition: proc.name in (l)\n"
                + rule("r", "evt.type = open and m");
        String text = base + """
                - list: l
                  items: [b]
                  append: true
                - append: true   # first
                  macro: m
                  condition: or proc.name = c
                - {list: l, items: [d], append: yes}
                - rule: r
                  append: true
                  condition: and proc.pid > 1
                  exceptions:
                    - name: e
                      fields: proc.name
                      values: [x]
                """;

        assertThat(fixed(V0_44, V0_44, text)).isEqualTo(base + """
                - list: l
                  items: [b]
                  override:
                    items: append
                - override:
                    condition: append   # first
                  macro: m
                  condition: or proc.name = c
                - {list: l, items: [d], override: {items: append}}
                - rule: r
                  override:
                    condition: append
                    exceptions: append
                  condition: and proc.pid > 1
                  exceptions:
                    - name: e
                      fields: proc.name
                      values: [x]
                """);
    }

    /** {@code append} ignores the output; whether it should be replaced, the author must say. */
    @Test
    void anAppendThatIgnoresKeysStays() throws Exception {
        String text = rule("r", "evt.type = open")
                + "- rule: r\n  append: true\n  condition: and proc.pid > 1\n  output: other\n";
        assertThat(fix(V0_44, V0_44, text).files()).isEmpty();
    }

    @Test
    void aConditionThatIsAppendedIsRewrittenToo() throws Exception {
        String base = rule("r", "evt.type = open");
        String text =
                base + "- rule: r\n  condition: and evt.dir = < and proc.pid > 1\n  override: {condition: append}\n"
                        + "- rule: r\n  condition: and evt.dir = <\n  override: {condition: append}\n";

        assertThat(fixed(V0_40, V0_44, text))
                .isEqualTo(base + "- rule: r\n  condition: and proc.pid > 1\n  override: {condition: append}\n"
                        + "- rule: r\n  condition: and evt.dir = <\n  override: {condition: append}\n");
    }

    @Test
    void rulesInsideOtherFilesAreRewrittenThere() throws Exception {
        String text = """
                # values of the chart
                customRules:
                  shop.yaml: |-
                    - rule: r
                      desc: d
                      condition: evt.type = open and evt.dir = < and proc.name = x
                      output: o %container.info
                      priority: INFO
                    - list: l
                      items: [a]
                    - list: l
                      items: [b]
                      append: true
                tty: true
                """;

        assertThat(fixed(V0_40, V0_44, text))
                .isEqualTo(text.replace(" and evt.dir = <", "")
                        .replace("%container.info", "container_id=%container.id container_name=%container.name")
                        .replace("      append: true\n", "      override:\n        items: append\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uFEFF", ""})
    void byteOrderMarksAndLineBreaksStay(String mark) throws Exception {
        String text = mark + rule("r", "evt.type = open and evt.dir = <") + "- list: l\n  items: [a]\n"
                + "- list: l\n  append: true\n  items: [b]";

        assertThat(fixed(V0_40, V0_44, text.replace("\n", "\r\n")))
                .isEqualTo(text.replace(" and evt.dir = <", "")
                        .replace("append: true", "override:\n    items: append")
                        .replace("\n", "\r\n"));
    }

    @Test
    void rulesThatDoNotLoadAreNotRewritten() throws Exception {
        String text = rule("r", "evt.type = open and evt.dir = <") + rule("s", "evt.type = open and nosuch");

        Fix fix = fix(V0_40, V0_44, text);
        assertThat(fix.files()).hasSize(1);
        assertThat(fix.refusal()).contains("do not load in Falco 0.44").contains("nosuch");
    }

    @Test
    void aRewriteThatWouldChangeAMeaningIsRefused() {
        String text = "- macro: m\n  condition: proc.name = x\n- list: l\n  items: [a]\n"
                + rule("r", "evt.type = open and fd.name in (l) and m");

        assertThat(refusal(text, text.replace("fd.name", "proc.exe")))
                .isEqualTo("the rule 'r' would mean something else");
        assertThat(refusal(text, text.replace("priority: INFO", "priority: ERROR")))
                .isEqualTo("the rule 'r' would mean something else");
        assertThat(refusal(text, text.replace("output: o", "output: p")))
                .isEqualTo("the rule 'r' would mean something else");
        assertThat(refusal(text, text + "  tags: [a]\n")).isEqualTo("the rule 'r' would mean something else");
        assertThat(refusal(text, text + "  enabled: false\n")).isEqualTo("the rule 'r' would mean something else");
        assertThat(refusal(text, text.replace("name = x", "name = y")))
                .isEqualTo("the macro 'm' would mean something else");
        assertThat(refusal(text, text + rule("s", "evt.type = open"))).isEqualTo("there would be 2 rules and not 1");
        assertThat(refusal(text, text.replace("proc.name", "proc.nmae"))).contains("would not load in Falco 0.44");
        assertThat(refusal(text, text.replace("open and", "open and evt.dir = < and")))
                .isEmpty();
    }

    private String refusal(String text, String other) {
        Side side = new Side(V0_44, List.of(), List.of(folder));
        return new Fixer(V0_40, side, load(text)).refusal(load(text), load(other));
    }

    private static LoadResult load(String text) {
        return RuleLoader.of(V0_44).loadText("rules.yaml", text);
    }

    /** Aliases lead to one place twice. */
    @Test
    void whatAliasesShareIsRewrittenOnce() throws Exception {
        String text = """
                - rule: r
                  desc: d
                  condition: &c evt.type = open and evt.dir = <
                  output: o
                  priority: INFO
                - rule: s
                  desc: d
                  condition: *c
                  output: o
                  priority: INFO
                """;

        assertThat(fixed(V0_40, V0_44, text)).isEqualTo(text.replace(" and evt.dir = <", ""));
    }

    @Test
    void aFileThatHasChangedMeanwhileIsNotWritten() throws Exception {
        Fix fix = fix(V0_40, V0_44, rule("r", "evt.type = open and evt.dir = <"));
        Files.writeString(folder.resolve("rules.yaml"), "# changed\n");

        assertThatThrownBy(() -> fix.files().get(0).write())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("has changed since it was read");
        assertThat(folder.resolve("rules.yaml")).hasContent("# changed");
    }
}
