// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.upgrade;

import static io.kguard.golden.Golden.assertGolden;
import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.event.FalcoVersion;
import io.kguard.event.JsonValue;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole report, as users read it. */
class UpgradeReportTest {
    private static final Path FILES = Path.of("src/test/resources/io/kguard/internal/tool/upgrade");

    @TempDir
    Path folder;

    private static UpgradeReport report() throws Exception {
        return report(FILES.resolve("user.yaml"));
    }

    private static UpgradeReport report(Path... files) throws Exception {
        List<Path> user = List.of(files);
        return RuleFolder.report(
                new Side(FalcoVersion.V0_40, List.of(FILES.resolve("stock-from.yaml")), user),
                new Side(FalcoVersion.V0_44, List.of(FILES.resolve("stock-to.yaml")), user),
                FILES.resolve("attack.events.yaml"));
    }

    @Test
    void text() throws Exception {
        assertGolden(report().text(), "upgrade.txt");
    }

    @Test
    void textWhereRulesStopLoading() throws Exception {
        assertGolden(
                report(FILES.resolve("user.yaml"), FILES.resolve("old.yaml")).text(), "upgrade-stopped.txt");
    }

    /** Places are not cut, and patches stay as they are. */
    @Test
    void proseFitsATerminal() throws Exception {
        String text =
                report(FILES.resolve("user.yaml"), FILES.resolve("old.yaml")).text();
        assertThat(text.substring(0, text.indexOf("\n---")).lines())
                .filteredOn(line -> line.length() > 80)
                .allSatisfy(line -> assertThat(line.strip()).doesNotContain(" "));
    }

    /** The stock rule is the user's too, unless a copy hides it; the sentence is that of a diff. */
    @Test
    void aChangedStockRuleSaysWhatItNoLongerReports() throws Exception {
        String stock =
                RuleFolder.rule("Shadow read", "evt.type = openat and fd.name = /etc/shadow and not proc.name in (%s)");
        String own = RuleFolder.rule("Mine", "evt.type = chmod");
        UpgradeReport report = new RuleFolder(folder)
                .report(
                        FalcoVersion.V0_42,
                        stock.formatted("sshd"),
                        FalcoVersion.V0_44,
                        stock.formatted("sshd, cron"),
                        own);
        assertThat(report.stock().conditions())
                .containsExactly(
                        "\"Shadow read\": no longer reported where proc.name in (cron): cron reads /etc/shadow");
        assertThat(report.text()).contains("What changed conditions report (1)");
    }

    @Test
    void markdown() throws Exception {
        assertGolden(report().markdown(), "upgrade.md");
    }

    @Test
    void json() throws Exception {
        String json = report().json();
        Map<?, ?> tree = (Map<?, ?>) JsonValue.parse(json).tree();
        assertThat(tree.get("from")).isEqualTo("0.40");
        assertGolden(json, "upgrade.json");
    }

    /** Files and recordings are not trusted: what they say can't become a heading, a mention or a terminal's command. */
    @Test
    void whatFilesSayStaysText() throws Exception {
        String name = "\"x`\\e[31m\\n# @all <b> ](http://x) |\"";
        UpgradeReport report = new RuleFolder(folder)
                .report(
                        FalcoVersion.V0_41,
                        FalcoVersion.V0_42,
                        RuleFolder.rule(name, "evt.type = open and evt.dir = >"));

        assertThat(report.rules().silent()).hasSize(1);
        assertThat(report.text()).doesNotContain("\u001b").doesNotContain("\n# @all");
        assertThat(report.markdown())
                .doesNotContain("\u001b")
                .doesNotContain("\n# @all")
                .doesNotContain("@all")
                .doesNotContain("<b>")
                .doesNotContain("](http://");
    }
}
