// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.upgrade;

import static io.kguard.event.FalcoVersion.V0_44;
import static io.kguard.internal.tool.upgrade.RuleFolder.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.internal.tool.upgrade.Clauses.Change.Copy;
import io.kguard.internal.tool.upgrade.Clauses.Change.Kind;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the new stock rules change, and what the user's copy has of it. */
class StockComparisonTest {
    @TempDir
    Path folder;

    private List<StockComparison.Drift> drift(String stockFrom, String stockTo, String text) throws Exception {
        return new RuleFolder(folder)
                .report(V0_44, stockFrom, V0_44, stockTo, text)
                .stock()
                .drift();
    }

    @Test
    void clauseByClause() throws Exception {
        String old = rule("r", "evt.type = open and fd.name = /a and not proc.name in (x, y, z) and user.uid = 0");
        String now = rule("r", "evt.type = open and not proc.name in (x, y, w) and user.uid = 0 and proc.pid > 1");
        String copy = rule("r", "evt.type = open and fd.name = /a and not proc.name in (x, y, z) and proc.tty = 0");

        assertThat(drift(old, now, copy)).singleElement().satisfies(drift -> {
            assertThat(drift.what()).isEqualTo("rule 'r'");
            assertThat(drift.copy().line()).isEqualTo(1);
            assertThat(drift.untouched()).isFalse();
            assertThat(drift.gone()).isFalse();
            assertThat(drift.clauses())
                    .containsExactly(
                            new Clauses.Change(Kind.REMOVED, "fd.name = /a", "", Copy.STILL),
                            new Clauses.Change(
                                    Kind.CHANGED, "not proc.name in (x, y, z)", "not proc.name in (x, y, w)", Copy.OLD),
                            new Clauses.Change(Kind.ADDED, "", "proc.pid > 1", Copy.WITHOUT));
            assertThat(drift.own()).containsExactly("proc.tty = 0");
        });
    }

    @Test
    void aCopyThatKeptPaceIsToldSo() throws Exception {
        String old = rule("r", "evt.type = open and fd.name = /a");
        String now = rule("r", "evt.type = open and proc.pid > 1");

        assertThat(drift(old, now, now))
                .singleElement()
                .satisfies(drift -> assertThat(drift.clauses())
                        .extracting(Clauses.Change::copy)
                        .containsExactly(Copy.WITHOUT, Copy.NEW));
        assertThat(drift(old, now, old))
                .singleElement()
                .satisfies(drift -> assertThat(drift.untouched()).isTrue());
    }

    @Test
    void whatStayedOrIsNoCopyIsNotNamed() throws Exception {
        String stock = rule("r", "evt.type = open") + rule("s", "evt.type = connect");
        String own = rule("own", "evt.type = open") + rule("s", "evt.type = connect and proc.name = x");

        assertThat(drift(stock, stock, own)).isEmpty();
        assertThat(drift(stock, stock.replace("open", "openat"), own)).isEmpty();
        assertThat(drift(
                        stock,
                        stock.replace("open", "openat"),
                        "- rule: r\n  condition: and proc.name = x\n  override: {condition: append}\n"))
                .isEmpty();
    }

    @Test
    void macrosListsAndOtherKeys() throws Exception {
        String old = "- list: l\n  items: [a, b]\n- macro: m\n  condition: proc.name in (l) and user.uid = 0\n"
                + rule("r", "evt.type = open and m");
        String now = "- list: l\n  items: [a, c]\n- macro: m\n  condition: proc.name in (l)\n"
                + rule("r", "evt.type = open and m").replace("INFO", "ERROR") + "  enabled: false\n";

        assertThat(drift(old, now, old))
                .extracting(StockComparison.Drift::what)
                .containsExactly("rule 'r'", "macro 'm'", "list 'l'");
        assertThat(drift(old, now, old).get(0).keys())
                .containsExactly(
                        "priority was Informational, is Error; your copy has the old one",
                        "enabled was true, is false; your copy has the old one");
        assertThat(drift(old, now, old).get(2).clauses())
                .containsExactly(
                        new Clauses.Change(Kind.REMOVED, "b", "", Copy.STILL),
                        new Clauses.Change(Kind.ADDED, "", "c", Copy.WITHOUT));
    }

    @Test
    void aRuleThatIsGoneFromTheStock() throws Exception {
        String other = rule("other", "evt.type = connect");
        assertThat(drift(rule("r", "evt.type = open") + other, other, rule("r", "evt.type = open")))
                .singleElement()
                .satisfies(drift -> assertThat(drift.gone()).isTrue());
    }
}
