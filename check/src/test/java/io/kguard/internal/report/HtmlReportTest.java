// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HtmlReportTest {
    private final String page = HtmlReport.of(ExampleRun.mixed());

    @Test
    void theVerdictComesFirst() {
        assertThat(page.indexOf("<h1>")).isPositive().isLessThan(page.indexOf("<h2"));
        assertThat(page)
                .contains("1 check failed, 2 could not be judged, 1 was not run")
                .contains("1 of 2");
    }

    @Test
    void whatRulesAndContainersSayIsOnlyText() {
        for (Run run : List.of(ExampleRun.mixed(), ExampleRun.impossible())) {
            String html = HtmlReport.of(run);
            assertThat(html)
                    .doesNotContain("<img", "<script>alert", "\u001b", "\u0000", "<b>\"")
                    .contains("&lt;script&gt;alert(1)&lt;/script&gt;");
            assertThat(html.split("<script>", -1)).hasSize(2);
        }
    }

    /** Without scripts that the policy does not know, and without style attributes, which it forbids. */
    @Test
    void thePolicyAllowsThePagesOwnScriptAndStyleAlone() throws Exception {
        for (String element : List.of("style", "script")) {
            Matcher own = Pattern.compile("(?s)<" + element + ">(.*?)</" + element + ">")
                    .matcher(page);
            assertThat(own.find()).isTrue();
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(own.group(1).getBytes(UTF_8));
            assertThat(page)
                    .contains(element + "-src 'sha256-" + Base64.getEncoder().encodeToString(digest) + "'");
        }
        assertThat(page).contains("default-src 'none'").doesNotContainPattern("<[^>]+ (style|src|on\\w+)=");
    }

    @Test
    void eachLinkInThePageHasItsTarget() {
        Matcher links = Pattern.compile("href=\"#([^\"]+)\"").matcher(page);
        int count = 0;
        while (links.find()) {
            count++;
            assertThat(page).contains("id=\"" + links.group(1) + "\"");
        }
        assertThat(count).isGreaterThan(10);
    }

    @Test
    void whatWasMeasuredOfARuleStandsAtTheRule() {
        assertThat(page)
                .contains("<dt>Mutation score</dt><dd>90 %</dd>", "<dt>Alerts on everyday work</dt><dd>6</dd>")
                .contains("9 of 10 changes noticed")
                .contains(
                        "<li value=\"1\"><code>removing proc.name != &quot;&lt;b&gt;&quot;</code> <small>r.yaml:4<br>noticed by an act ")
                .contains("<code>mvn kguard:derive -Dkguard.rule=&quot;")
                .contains("25.0 % of the time for all rules, 400 evaluations, 7 matches; an earlier rule takes all: "
                        + "An earlier rule, as in kubectl-exec-shell")
                .contains("Noise: 3 alerts on everyday work, 0.50 per thousand events, in ci-build");
    }

    @Test
    void whatWaitsForSettingsIsAGroupWithWhatToPaste() {
        assertThat(page)
                .contains("<h2 id=\"unset\">Needs your settings</h2>", "the list known_nodes is empty")
                .contains("- list: known_nodes\n  items: [worker-1]\n")
                .contains(" (1 more needs your settings) in ");
    }

    @Test
    void aCheckSaysHowToRunItAgain() {
        assertThat(page).contains("<code>mvn kguard:verify -Dkguard.only=scenario:");
    }

    @Test
    void theChainFromAlertToActionIsATimeLine() {
        assertThat(page)
                .contains(
                        "<h4>From alert to action</h4>",
                        "<p class=\"contained\">Contained 0.138 s after the event.</p>")
                .containsPattern("\\+1\\.000 s  \u25b2 Terminal shell in container \u2192 Slack\\n")
                .contains("aria-label=\"From alert to action in 1.138 s\"");
        assertThat(page.indexOf("From alert to action")).isLessThan(page.indexOf("<h4>Steps</h4>"));
    }

    @Test
    void simulationsAreInAChartByTheirTime() {
        assertThat(page)
                .contains("<h2 id=\"times\">Time</h2>", "All simulations together took 0.21 s.")
                .contains("<rect width=\"100.0%\" height=\"100%\"/>");
    }

    @Test
    void techniquesHaveTheirNames() {
        assertThat(page).contains("T1609 Container Administration Command, T1059.004 Unix Shell");
    }

    @Test
    void saysWhatWasNotChecked() {
        assertThat(page)
                .contains("Nothing checks {this} &amp; &lt;that&gt;")
                .contains("Not evaluated: the rule is disabled")
                .contains("no rule with this name is loaded <span class=\"n\">3 checks of 1 rule</span>")
                .contains("<li>Crypto miner <span class=\"n\">fires in miner, quiet-miner; silent in build</span>")
                .contains("it requires the node itself");
    }
}
