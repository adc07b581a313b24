// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.capture.EventBuilder;
import io.kguard.capture.WrittenProcess;
import io.kguard.event.FalcoVersion;
import io.kguard.rule.RuleLoader;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How many alerts a session keeps. */
@Tag("trust")
class KeptAlertsTest {
    private static final String RULES = """
            - {rule: Noise, desc: d, condition: evt.type = openat and fd.name = /etc/hosts, output: o, priority: INFO}
            - {rule: Checked, desc: d, condition: evt.type = openat and fd.name = /etc/shadow, output: o, priority: INFO}
            """;

    /** Whether the alert of a checked rule is as expected must not depend on the alerts of others. */
    @Test
    void theAlertsOfACheckedRuleAreKeptWhateverOthersRaise() {
        EventBuilder events = new EventBuilder(FalcoVersion.CURRENT);
        WrittenProcess process = events.process("/usr/bin/cat");
        for (int i = 0; i <= Session.MAX_ALERTS; i++) {
            process.reads("/etc/hosts");
        }
        process.reads("/etc/shadow");
        RuleSet rules = RuleSet.compile(
                RuleLoader.of(FalcoVersion.CURRENT).loadText("rules.yaml", RULES),
                EngineOptions.of(FalcoVersion.CURRENT));
        assertThat(alerts(events, rules)).hasSize(Session.MAX_ALERTS).doesNotContain("Checked");
        assertThat(alerts(events, rules.explaining(List.of("Checked"))))
                .hasSize(Session.MAX_ALERTS + 1)
                .endsWith("Checked");
    }

    private static List<String> alerts(EventBuilder events, RuleSet rules) {
        Session session = Session.of(rules, alert -> {});
        events.play(session, session::judge);
        return session.alerts().stream().map(Alert::ruleName).toList();
    }
}
