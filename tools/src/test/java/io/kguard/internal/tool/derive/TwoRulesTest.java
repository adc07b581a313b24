// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.RuleSet;
import io.kguard.event.FalcoVersion;
import io.kguard.rule.Rule;
import io.kguard.rule.RuleLoader;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said of two texts of a rule without any recording. */
class TwoRulesTest {
    private static final String RULES = """
            - list: readers
              items: [sshd, cron]
            - macro: opened
              condition: evt.type in (open, openat, openat2) and evt.is_open_read = true
            - rule: Shadow read
              desc: d
              condition: >
                opened and (fd.name = /etc/shadow or fd.name startswith /etc/sudoers.d/)
                and not proc.name in (readers) and not (proc.pname = apt and user.name = root)
              output: o
              priority: INFO
              exceptions:
                - {name: by_parent, fields: proc.pname, comps: in, values: [dpkg]}
            """;

    private static RuleSet rules(String text) {
        return RuleSet.compile(
                RuleLoader.of(FalcoVersion.CURRENT).loadText("rules.yaml", text),
                EngineOptions.of(FalcoVersion.CURRENT));
    }

    private static List<TwoRules.Told> change(String part, String other) {
        assertThat(RULES).contains(part);
        return compare(RULES, RULES.replace(part, other));
    }

    private static List<TwoRules.Told> compare(String old, String now) {
        RuleSet before = rules(old);
        RuleSet after = rules(now);
        return TwoRules.compare(before, only(before), after, only(after));
    }

    private static Rule only(RuleSet rules) {
        return rules.rules().get(0);
    }

    private static List<String> sentences(List<TwoRules.Told> told) {
        return told.stream().map(TwoRules.Told::sentence).toList();
    }

    @Test
    void anAddedExclusionItem() {
        List<TwoRules.Told> told = change("[sshd, cron]", "[sshd, cron, sshd-session]");
        assertThat(sentences(told))
                .containsExactly("\"Shadow read\": no longer reported where proc.name in (sshd-session): "
                        + "sshd-session reads /etc/shadow");
        assertThat(told.get(0).test()).contains("twins:").contains("sshd-session");
    }

    @Test
    void aDroppedExclusionItem() {
        List<TwoRules.Told> told = change("[sshd, cron]", "[sshd]");
        assertThat(sentences(told))
                .containsExactly("\"Shadow read\": newly reported where proc.name in (cron): cron reads /etc/shadow");
        assertThat(told.get(0).test()).contains("fires: [Shadow read]");
    }

    /** Another clause excludes the new item, which the whole list does not show. */
    @Test
    void anItemThatNothingElseLets() {
        String narrow = RULES.replace("opened and", "opened and proc.name in (cat, less) and");
        assertThat(sentences(compare(narrow, narrow.replace("[sshd, cron]", "[sshd, cron, nobody]"))))
                .containsExactly("\"Shadow read\": provably the same");
        assertThat(sentences(compare(narrow, narrow.replace("[sshd, cron]", "[sshd, cron, less]"))))
                .singleElement()
                .asString()
                .contains("no longer reported where proc.name in (less)");
    }

    /** Falco evaluates the rule on more events, on none of which it can be true. */
    @Test
    void anEventTypeWithoutTheFields() {
        String mode = """
                - rule: Shadow read
                  desc: d
                  condition: evt.type = chmod and evt.arg.mode contains S_ISUID
                  output: o
                  priority: INFO
                """;
        assertThat(sentences(compare(mode, mode.replace("evt.type = chmod", "evt.type in (chmod, execveat)"))))
                .containsExactly("\"Shadow read\": provably the same");
        assertThat(sentences(compare(mode, mode.replace("evt.type = chmod", "evt.type in (chmod, fchmod)"))))
                .isNotEmpty()
                .noneMatch(each -> each.endsWith("provably the same"));
    }

    @Test
    void rulesThatNeverFireAreTheSameForThatReason() {
        String dead = RULES.replace("opened and", "opened and proc.name = sshd and");
        assertThat(sentences(compare(dead, dead.replace("pname = apt", "pname = dpkg"))))
                .singleElement()
                .asString()
                .startsWith("\"Shadow read\": provably the same: neither ever fires, because ")
                .contains("proc.name = sshd");
    }

    /** It is the widest hole that is named, not what the author had in mind. */
    @Test
    void anAddedExclusion() {
        assertThat(sentences(change("and user.name = root)", "and user.name = root) and not proc.name startswith s")))
                .singleElement()
                .asString()
                .startsWith("\"Shadow read\": no longer reported where proc.name startswith s: s")
                .endsWith(" reads /etc/shadow");
    }

    @Test
    void aDroppedExclusion() {
        assertThat(sentences(change("and not (proc.pname = apt and user.name = root)", "")))
                .singleElement()
                .asString()
                .startsWith("\"Shadow read\": newly reported where proc.pname = apt and user.name = root: ");
    }

    @Test
    void anAddedBranch() {
        assertThat(sentences(
                        change("(fd.name = /etc/shadow or", "(fd.name = /etc/gshadow or fd.name = /etc/shadow or")))
                .containsExactly(
                        "\"Shadow read\": newly reported where fd.name = /etc/gshadow: cat reads /etc/gshadow");
    }

    /** Falco evaluated the old rule on no such event at all. */
    @Test
    void anAddedTypeOfEvent() {
        List<TwoRules.Told> told = compare(
                "- rule: R\n  desc: d\n  condition: evt.type = chmod\n  output: o\n  priority: INFO\n",
                "- rule: R\n  desc: d\n  condition: evt.type in (chmod, mkdir)\n  output: o\n  priority: INFO\n");
        assertThat(sentences(told))
                .singleElement()
                .asString()
                .startsWith("\"R\": newly reported where evt.type in (mkdir): ");
    }

    @Test
    void aChangedLiteral() {
        assertThat(sentences(change("fd.name = /etc/shadow", "fd.name = /etc/shadov")))
                .containsExactly(
                        "\"Shadow read\": no longer reported where fd.name = /etc/shadow and not fd.name = /etc/shadov: "
                                + "cat reads /etc/shadow",
                        "\"Shadow read\": newly reported where fd.name = /etc/shadov and not fd.name = /etc/shadow: "
                                + "cat reads /etc/shadov");
    }

    /** A single value that becomes a list, and a list that was empty. */
    @Test
    void onlyTheNewItemsAreSaid() {
        assertThat(sentences(change("fd.name = /etc/shadow", "fd.name in (/etc/shadow, /etc/gshadow)")))
                .containsExactly(
                        "\"Shadow read\": newly reported where fd.name in (/etc/gshadow): cat reads /etc/gshadow");
        assertThat(sentences(compare(RULES.replace("[sshd, cron]", "[]"), RULES)))
                .containsExactly(
                        "\"Shadow read\": no longer reported where proc.name in (sshd, cron): sshd reads /etc/shadow");
    }

    @Test
    void aChangedMacro() {
        assertThat(sentences(change("(open, openat, openat2)", "(open, openat)")))
                .singleElement()
                .asString()
                .startsWith("\"Shadow read\": no longer reported where evt.type in (openat2): ");
    }

    @Test
    void anAddedException() {
        assertThat(sentences(change("values: [dpkg]", "values: [dpkg, systemd]")))
                .singleElement()
                .asString()
                .contains("no longer reported where proc.pname in (systemd)")
                .contains("reads /etc/shadow");
    }

    @Test
    void anotherOrderAndOtherNamesAreTheSame() {
        String other = RULES.replace("readers", "trusted")
                .replace("[sshd, cron]", "[cron, sshd]")
                .replace("opened", "reads_file")
                .replace("(proc.pname = apt and user.name = root)", "(user.name = root and proc.pname = apt)")
                .replace(
                        "(fd.name = /etc/shadow or fd.name startswith /etc/sudoers.d/)",
                        "not (not fd.name startswith /etc/sudoers.d/ and not fd.name = /etc/shadow)");
        assertThat(sentences(compare(RULES, other))).containsExactly("\"Shadow read\": provably the same");
    }

    /** What another clause excludes anyway makes no difference, and there is a proof. */
    @Test
    void aClauseThatExcludesNothingIsTheSame() {
        String old =
                "- {rule: R, desc: d, condition: 'evt.type = chmod and proc.name = sh%s', output: o, priority: INFO}";
        assertThat(sentences(compare(old.formatted(""), old.formatted(" and not proc.name in (bash, dash)"))))
                .containsExactly("\"R\": provably the same");
    }

    private static String connecting(String clauses) {
        return "- rule: R\n  desc: d\n  condition: evt.type = connect" + clauses + "\n  output: o\n  priority: INFO\n";
    }

    /** A search without a result is no proof. Who asks for two names of an address asks what one assumption can't answer. */
    @Test
    void whatNoActShowsIsNotDecided() {
        String old = connecting(" and not fd.sip.name = a.example");
        assertThat(compare(old, connecting(" and not fd.sip.name = a.example and not fd.sip.name = b.example")))
                .singleElement()
                .satisfies(told -> {
                    assertThat(told.what()).isEqualTo(TwoRules.What.NOT_DECIDED);
                    assertThat(told.sentence()).contains("not decided where fd.sip.name = b.example, because ");
                    assertThat(told.test()).isEmpty();
                });
    }

    /** kguard can't give an address a name, but says what the name would do. It proves nothing, so that there is no test. */
    @Test
    void aFieldThatNoActShowsIsAssumed() {
        assertThat(compare(connecting(""), connecting(" and not fd.sip.name = example.com")))
                .singleElement()
                .satisfies(told -> {
                    assertThat(told.sentence())
                            .isEqualTo("\"R\": no longer reported where fd.sip.name = example.com: "
                                    + "curl connects 203.0.113.7:443, if fd.sip.name = example.com");
                    assertThat(told.test()).isEmpty();
                });
        String named = " and fd.sip.name = example.com";
        assertThat(sentences(compare(connecting(named), connecting(named + " and not proc.name = wget"))))
                .containsExactly("\"R\": no longer reported where proc.name = wget: "
                        + "wget connects 203.0.113.7:443, if fd.sip.name = example.com");
    }

    /** A field that acts show is never assumed: another clause may say why it can't be so. */
    @Test
    void whatActsShowIsNotAssumed() {
        String name = " and proc.name startswith %s";
        assertThat(sentences(compare(
                        connecting(name.formatted("a")), connecting(name.formatted("a") + name.formatted("b")))))
                .singleElement()
                .asString()
                .startsWith("\"R\": no longer reported where not proc.name startswith b: ");
        assertThat(sentences(compare(
                        connecting(" and not proc.pname exists"),
                        connecting(" and not proc.pname exists and not proc.name = wget"))))
                .noneMatch(sentence -> sentence.contains(", if "));
    }

    /** Clauses that changed inside are compared with what they were, however deep they are. */
    @Test
    void aChangeInAnAlternative() {
        String any = "- {rule: R, desc: d, output: o, priority: INFO, condition: proc.name = nc and "
                + "(evt.type = connect%s or evt.type = sendto%s and fd.connected = false and fd.l4proto != tcp)}";
        assertThat(sentences(compare(any.formatted(" and evt.dir = <", " and evt.dir = <"), any.formatted("", ""))))
                .containsExactly("\"R\": provably the same");
    }

    @Test
    void aChangedPatternIsComparedWithItself() {
        String old = connecting(" and not proc.cmdline endswith /a/live.sh and not proc.cmdline endswith /b/live.sh"
                + " and not proc.cmdline = \"pgrep db\"");
        String now = connecting(" and not proc.cmdline glob \"* /a/live.sh\" and not proc.cmdline glob \"* /b/live.sh\""
                + " and not proc.cmdline glob \"pgrep db\"");
        String where =
                "newly reported where proc.cmdline endswith /%1$s/live.sh and not proc.cmdline glob \"* /%1$s/live.sh\": ";
        assertThat(sentences(compare(old, now)))
                .hasSize(2)
                .satisfiesExactly(
                        first -> assertThat(first).contains(where.formatted("a")),
                        second -> assertThat(second).contains(where.formatted("b")));
    }

    /** A command line that is compared with a pattern names its program, as one that is compared with a text. */
    @Test
    void aPatternOfACommandLine() {
        String old = "- rule: R\n  desc: d\n  condition: evt.type = execve%s\n  output: o\n  priority: INFO\n";
        String now = old.formatted(" and not proc.cmdline glob \"%s\"");
        assertThat(sentences(compare(old.formatted(""), now.formatted("csi-driver --path=* --mode=probe"))))
                .singleElement()
                .asString()
                .contains("/csi-driver\",\"--path=");
        assertThat(sentences(compare(old.formatted(""), now.formatted("* /health/live.sh"))))
                .singleElement()
                .asString()
                .endsWith("\"/health/live.sh\"]");
    }

    /** What an event without the field makes of it is said only where nothing plainer is true. */
    @Test
    void aDoubleNegationIsSaidPlainly() {
        assertThat(sentences(compare(connecting(""), connecting(" and proc.name != wget"))))
                .containsExactly("\"R\": no longer reported where proc.name = wget: wget connects 203.0.113.7:443");
    }

    @Test
    void eachOfTwentyNewClausesIsSaid() {
        StringBuilder more = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            more.append(" and not (proc.name = p").append(i).append(" and user.name = root)");
        }
        assertThat(sentences(compare(connecting(""), connecting(more.toString()))))
                .hasSize(20)
                .allMatch(sentence -> sentence.contains("no longer reported where proc.name = p"));
    }
}
