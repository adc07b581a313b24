// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.upgrade;

import static io.kguard.event.FalcoVersion.V0_40;
import static io.kguard.event.FalcoVersion.V0_41;
import static io.kguard.event.FalcoVersion.V0_42;
import static io.kguard.event.FalcoVersion.V0_43;
import static io.kguard.event.FalcoVersion.V0_44;
import static io.kguard.event.FalcoVersion.V0_45;
import static io.kguard.internal.tool.upgrade.RuleFolder.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.kguard.event.FalcoVersion;
import io.kguard.internal.difference.RecordingDifference;
import io.kguard.internal.difference.RuleDifference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of a rule on both sides of each boundary. */
class UpgradeTest {
    private static final String ALWAYS = rule("other", "evt.type = open");

    @TempDir
    Path folder;

    private RuleFolder files() {
        return new RuleFolder(folder);
    }

    private static List<String> texts(List<Finding> findings) {
        return findings.stream().map(Finding::text).toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "0.40 | 0.41 | evt.type = open and syslog.message contains x",
                "0.41 | 0.42 | evt.type = open and span.id = 1",
                "0.43 | 0.44 | evt.type = open and fd.name regex '('",
            })
    void whatStopsLoading(String from, String to, String condition) throws Exception {
        String text = ALWAYS + rule("r", condition);
        FalcoVersion old = FalcoVersion.of(from);
        FalcoVersion now = FalcoVersion.of(to);

        assertThat(files().report(old, now, text).rules().stopsLoading())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.owner()).isEqualTo("rule 'r'");
                    assertThat(finding.code()).isEqualTo("LOAD_ERR_COMPILE_CONDITION");
                    assertThat(finding.position().line()).isEqualTo(8);
                });
        assertThat(files().report(old, old, text).rules().stopsLoading()).isEmpty();
        UpgradeReport later = files().report(now, now, text);
        assertThat(later.rules().stopsLoading()).isEmpty();
        assertThat(later.rules().loadsInNeither()).hasSize(1);
    }

    /** Of a rule that has an error in the old version, a further one stops nothing. */
    @Test
    void whatDidNotLoadBeforeDoesNotStopLoading() throws Exception {
        String text = ALWAYS + rule("r", "nosuch and k8s.pod.label.app = web");

        UpgradeReport report = files().report(V0_43, V0_44, text);
        assertThat(report.rules().stopsLoading()).isEmpty();
        assertThat(texts(report.rules().loadsInNeither()))
                .hasSize(2)
                .anySatisfy(error -> assertThat(error).contains("'nosuch'"))
                .anySatisfy(error -> assertThat(error).contains("k8s.pod.label requires an argument"));
        String without = ALWAYS + rule("r", "evt.type = open and k8s.pod.label.app = web") + rule("s", "nosuch");
        assertThat(files().report(V0_43, V0_44, without).rules().stopsLoading())
                .as("the error of another rule excuses none")
                .extracting(Finding::owner)
                .containsExactly("rule 'r'");
    }

    /** A rule of the same name that is broken excuses no other one. */
    @Test
    void theErrorOfAnEarlierRuleOfTheSameNameExcusesNone() throws Exception {
        String text = ALWAYS + rule("r", "nosuch") + "- macro: m\n  condition: (proc.name = x)\n"
                + rule("r", "evt.type = open and m and k8s.pod.label.app = web");

        assertThat(files().report(V0_43, V0_44, text).rules().stopsLoading())
                .extracting(finding -> finding.position().line())
                .containsExactly(15);
    }

    @Test
    void aFileThatWasNoYamlDoesNotStopLoading() throws Exception {
        String text = ALWAYS + rule("r", "evt.type = open and k8s.pod.label.app = web") + "\t- broken: [\n";

        UpgradeReport report = files().report(V0_40, V0_45, text);
        assertThat(report.rules().stopsLoading()).isEmpty();
        assertThat(report.rules().loadsInNeither()).isNotEmpty();
    }

    /** Falco 0.40 brings no plugin with the source. What the rule needs is missing before and after. */
    @Test
    void aRuleOfASourceThatTheOldVersionSkippedDoesNotStopLoading() throws Exception {
        String text = ALWAYS + rule("audit", "kevt and ka.verb = create") + "  source: k8s_audit\n";

        UpgradeReport report = files().report(V0_40, V0_45, text);
        assertThat(report.rules().stopsLoading()).isEmpty();
        assertThat(texts(report.rules().loadsInNeither()))
                .singleElement()
                .asString()
                .contains("'kevt'");
        assertThat(files().report(V0_40, V0_45, text.replace("kevt and ", ""))
                        .rules()
                        .loadsInNeither())
                .isEmpty();
    }

    /** What is said of a rule for the first time because it was skipped before is no change of Falco's. */
    @Test
    void aRuleThatWasSkippedIsNotSilencedByTheUpgrade() throws Exception {
        String text = ALWAYS + rule("audit", "ka.verb = create and ka.verb = delete") + "  source: k8s_audit\n";

        UpgradeReport report = files().report(V0_40, V0_45, text);
        assertThat(report.rules().silent()).isEmpty();
        assertThat(report.rules().constant()).isEmpty();
        assertThat(report.rules().warns()).isEmpty();
    }

    @Test
    void aFileOfAnotherEndingIsNotReadSince041() throws Exception {
        files().write("a.yaml", rule("a", "evt.type = open"));
        files().write("b.rules", rule("b", "evt.type = open and proc.name = b"));
        Side from = new Side(V0_40, List.of(), List.of(folder));
        Side to = new Side(V0_41, List.of(), List.of(folder));

        assertThat(RuleFolder.report(from, to).rules().stopsLoading())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.owner()).isEqualTo("rule 'b'");
                    assertThat(finding.text()).contains("only files that end with .yaml or .yml since 0.41");
                });
        assertThat(RuleFolder.report(from, new Side(V0_40, List.of(), List.of(folder)))
                        .rules()
                        .stopsLoading())
                .isEmpty();
    }

    @Test
    void aRuleThatIsSkippedWhereAFieldIsGone() throws Exception {
        String text = ALWAYS + rule("r", "evt.type = open and syslog.message contains x")
                + "  skip-if-unknown-filter: true\n";

        assertThat(texts(files().report(V0_40, V0_41, text).rules().stopsLoading()))
                .singleElement()
                .asString()
                .startsWith("the rule is not loaded: ")
                .contains("syslog.message");
        assertThat(files().report(V0_41, V0_42, text).rules().stopsLoading()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "0.41 | 0.42 | evt.type = connect and evt.dir = >",
                "0.42 | 0.43 | evt.type = connect and evt.latency > 1000",
                "0.42 | 0.43 | evt.type = connect and evt.wait_latency >= 5",
                "0.43 | 0.44 | evt.type = execve and proc.is_container_healthcheck = true",
                "0.43 | 0.44 | evt.type = execve and proc.is_container_liveness_probe = false",
                "0.43 | 0.44 | evt.type = execve and container.readiness_probe exists",
            })
    void whatNeverFiresAnyMore(String from, String to, String condition) throws Exception {
        String text = ALWAYS + rule("r", condition);
        FalcoVersion old = FalcoVersion.of(from);
        FalcoVersion now = FalcoVersion.of(to);

        UpgradeReport report = files().report(old, now, text);
        assertThat(report.rules().silent()).singleElement().satisfies(finding -> {
            assertThat(finding.owner()).isEqualTo("rule 'r'");
            assertThat(finding.text()).startsWith("The condition is never true");
        });
        assertThat(report.rules().stopsLoading()).isEmpty();
        assertThat(files().report(V0_40, old, text).rules().silent()).isEmpty();
        assertThat(files().report(now, V0_45, text).rules().silent()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "0.41 | 0.42 | evt.type = connect and (evt.dir = > or proc.name = x)"
                        + " | 'evt.dir = >' is never true: since Falco 0.42 there are only exit events",
                "0.42 | 0.43 | evt.type = connect and (evt.latency.ns > 5 or proc.name = x)"
                        + " | 'evt.latency.ns > 5' is never true: since Falco 0.43 the field is always 0",
                "0.42 | 0.43 | evt.type = connect and evt.latency < 1000 and proc.name = x"
                        + " | 'evt.latency < 1000' is always true: since Falco 0.43 the field is always 0",
                "0.43 | 0.44 | evt.type = execve and not container.healthcheck exists"
                        + " | 'container.healthcheck exists' is never true: since Falco 0.44 the field has no value,"
                        + " so the 'not' around it excludes nothing",
            })
    void whatHasNoChoiceAnyMore(String from, String to, String condition, String text) throws Exception {
        String rules = ALWAYS + rule("r", condition);
        FalcoVersion old = FalcoVersion.of(from);
        FalcoVersion now = FalcoVersion.of(to);

        UpgradeReport report = files().report(old, now, rules);
        assertThat(texts(report.rules().constant())).containsExactly(text);
        assertThat(report.rules().silent()).isEmpty();
        assertThat(files().report(V0_40, old, rules).rules().constant()).isEmpty();
        assertThat(files().report(now, V0_45, rules).rules().constant()).isEmpty();
    }

    @Test
    void aFieldOfAnOutputWithoutAValue() throws Exception {
        String text = rule("r", "evt.type = open", "x %proc.is_container_healthcheck %container.id");

        assertThat(texts(files().report(V0_43, V0_44, text).rules().constant()))
                .containsExactly("the output's %proc.is_container_healthcheck has no value any more");
        assertThat(files().report(V0_40, V0_43, text).rules().constant()).isEmpty();
        assertThat(files().report(V0_44, V0_45, text).rules().constant()).isEmpty();
    }

    @Test
    void aCheckInAMacroIsNamedOnceWithItsPlace() throws Exception {
        String text = "- macro: slow\n  condition: (evt.latency > 5 or proc.name = x)\n"
                + rule("a", "evt.type = open and slow") + rule("b", "evt.type = connect and slow");

        assertThat(files().report(V0_42, V0_43, text).rules().constant())
                .singleElement()
                .satisfies(finding -> assertThat(finding.position().line()).isEqualTo(2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "0.41 | 0.42 | evt.type = open and evt.dir = < | o | due to the drop of enter events",
                "0.42 | 0.43 | evt.type = open | x %evt.latency | usage of deprecated field 'evt.latency'",
                "0.40 | 0.41 | evt.type = open | x %container.info | %container.info is deprecated",
            })
    void whatWarns(String from, String to, String condition, String output, String words) throws Exception {
        String text = ALWAYS.replace("open", "connect") + rule("r", condition, output);
        FalcoVersion old = FalcoVersion.of(from);
        FalcoVersion now = FalcoVersion.of(to);

        assertThat(texts(files().report(old, now, text).rules().warns()))
                .singleElement()
                .asString()
                .startsWith(words);
        assertThat(files().report(now, now, text).rules().warns()).isEmpty();
    }

    /** Falco 0.40 leaves it to its schema and says the same. */
    @Test
    void anUnknownKeyIsNoNewWarning() throws Exception {
        assertThat(files().report(V0_43, V0_44, ALWAYS + "  prioriy: INFO\n")
                        .rules()
                        .warns())
                .isEmpty();
    }

    @Test
    void overridesAndAppendsThatChangeNothing() throws Exception {
        String stockFrom = "- list: shells\n  items: [sh]\n- macro: hook\n  condition: (never.x exists)\n"
                        .replace("never.x", "proc.name")
                + rule("a", "evt.type = open and proc.name in (shells) and not hook")
                + rule("b", "evt.type = open and proc.name = b");
        String stockTo = "- list: shells\n  items: [sh, bash]\n"
                + rule("a", "evt.type = open and proc.name in (shells)")
                + rule("b", "evt.type = open and proc.name = b") + "  enabled: false\n";
        String text = """
                - macro: hook
                  condition: (proc.name = own)
                - rule: b
                  enabled: false
                  override: {enabled: replace}
                - rule: a
                  priority: INFO
                  override: {priority: replace}
                - rule: a
                  priority: ERROR
                  override: {priority: replace}
                """;

        List<Finding> found =
                files().report(V0_44, stockFrom, V0_44, stockTo, text).rules().ineffective();
        assertThat(found)
                .extracting(Finding::owner, Finding::text)
                .containsExactlyInAnyOrder(
                        tuple("rule 'b'", "this change of the rule has no effect any more: it is so without it"),
                        tuple(
                                "rule 'a'",
                                "this change of the rule has no effect, before or after: it is so without it"),
                        tuple("macro 'hook'", "Macro not referred to by any other rule/macro"));
    }

    @Test
    void whatNamesSomethingThatIsGoneStopsLoading() throws Exception {
        String stockFrom = rule("a", "evt.type = open") + "- list: l\n  items: [x]\n"
                + rule("e", "evt.type = connect and proc.name in (l)")
                + "  exceptions:\n    - name: known\n      fields: proc.name\n      values: [x]\n";
        String stockTo = rule("e", "evt.type = connect");
        String text = """
                - rule: a
                  enabled: false
                  override: {enabled: replace}
                - list: l
                  items: [y]
                  override: {items: append}
                - rule: e
                  exceptions:
                    - name: known
                      values: [z]
                  override: {exceptions: append}
                """;

        UpgradeReport report = files().report(V0_44, stockFrom, V0_44, stockTo, text);
        assertThat(report.rules().stopsLoading())
                .extracting(Finding::owner)
                .containsExactly("rule 'a'", "list 'l'", "rule 'e'");
        assertThat(report.stock().removed()).containsExactly("a");
        assertThat(report.rules().ineffective()).isEmpty();
    }

    @Test
    void alertsThatAppearVanishAndSaySomethingElse() throws Exception {
        Path script = files().write("attack.events.yaml", """
                containers: [{name: web, image: "nginx:1.25", pod: web, namespace: shop}]
                processes: [{name: nginx, path: /usr/sbin/nginx, container: web}]
                actions:
                  - nginx: {connects: "203.0.113.77:3333"}
                  - nginx: {reads: /etc/shadow}
                """);
        String text = rule("begins", "evt.type = connect and evt.dir = >", "b %fd.name")
                + rule("ends", "evt.type = connect and evt.dir = <", "e %container.info")
                + rule(
                        "same",
                        "evt.type in (open, openat, openat2) and evt.dir = < and fd.name = /etc/shadow",
                        "s %fd.name");

        RecordingDifference difference =
                files().report(V0_40, V0_44, text, script).recordings().alerts().get(0);
        assertThat(difference.rules()).extracting(RuleDifference::rule).containsExactly("begins", "ends");
        RuleDifference begins = difference.rules().get(0);
        assertThat(List.of(begins.before(), begins.after(), begins.vanishing())).containsExactly(1, 0, 1);
        assertThat(begins.vanish())
                .hasSize(1)
                .allSatisfy(line -> assertThat(line).startsWith("b "));
        RuleDifference ends = difference.rules().get(1);
        assertThat(List.of(ends.before(), ends.after())).containsExactly(1, 1);

        RecordingDifference back =
                files().report(V0_42, V0_44, text, script).recordings().alerts().get(0);
        assertThat(back.rules()).isEmpty();
        assertThat(back.after()).isEqualTo(2);
    }

    @Test
    void severalRecordingsAreSummedUpRuleByRule() throws Exception {
        String script = """
                processes: [{name: nginx, path: /usr/sbin/nginx}]
                actions: [{nginx: {connects: "203.0.113.77:3333"}}]
                """;
        Path one = files().write("one.events.yaml", script);
        Path two = files().write("two.events.yaml", script);
        String text = rule("begins", "evt.type = connect and evt.dir = >") + rule("ends", "evt.type = connect");

        assertThat(files().report(V0_41, V0_42, text, one, two).text())
                .contains("all recordings: 4 alerts before, 2 after")
                .contains("begins: 0 appear, 2 vanish, 0 say something else")
                .doesNotContain("ends: 0 appear");
    }

    @Test
    void whatCannotBeComparedIsSaid() throws Exception {
        String text = rule("r", "evt.type = open and syslog.message contains x");
        Path script = files().write("x.events.yaml", "processes: []\nactions: []\n");

        UpgradeReport report = files().report(V0_40, V0_41, text, script);
        assertThat(report.recordings().alerts()).isEmpty();
        assertThat(report.recordings().notCompared()).containsExactly(script);
        assertThat(report.text()).containsPattern("not played, because a version\\s+does not load all rules");
    }

    @Test
    void sidesThatAreNoneAreRefused() throws IOException {
        assertThatThrownBy(() -> files().report(V0_44, V0_43, ALWAYS))
                .isInstanceOf(Upgrade.UpgradeException.class)
                .hasMessage("Falco 0.43 is older than 0.44; give the older one as kguard.from and the newer one as"
                        + " kguard.to");
        assertThatThrownBy(() -> files().report(V0_43, V0_44, "# nothing\n"))
                .hasMessageContaining("no rule to compare");
        assertThatThrownBy(() -> files().report(
                                V0_40, ALWAYS, V0_44, rule("s", "syslog.message = x"), rule("r", "evt.type = open")))
                .isInstanceOf(Upgrade.UpgradeException.class)
                .hasMessageContaining("the stock rules do not load in Falco 0.44")
                .hasMessageContaining("syslog.message");
        assertThat(Files.exists(folder.resolve("rules.yaml"))).isTrue();
    }
}
