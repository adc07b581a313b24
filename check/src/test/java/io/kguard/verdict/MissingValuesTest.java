// SPDX-License-Identifier: Apache-2.0
package io.kguard.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.capture.EventBuilder;
import io.kguard.engine.EngineOptions;
import io.kguard.engine.Matching;
import io.kguard.engine.RuleSet;
import io.kguard.event.FalcoVersion;
import io.kguard.rule.RuleLoader;
import io.kguard.scenario.Expectation;
import io.kguard.scenario.Expectation.ExpectedAlert;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Fields of an output that have no value: a note, and no failure. */
class MissingValuesTest {
    private static final String RULES = """
            - rule: Opened
              desc: A file is opened
              condition: evt.type in (open, openat, openat2) and fd.name startswith /etc/
              output: Opened (file=%fd.name dest=%fd.sip to=%evt.arg.newpath far=%proc.aname[9] image=%container.image)
              priority: NOTICE
            - rule: Opened or renamed
              desc: A file is opened or renamed
              condition: evt.type in (open, openat, openat2, rename, renameat, renameat2)
              output: Changed (file=%fd.name to=%evt.arg.newpath)
              priority: NOTICE
            """;

    private static List<String> notes(EventBuilder events, Expectation expectation) {
        RuleSet rules = RuleSet.compile(
                RuleLoader.of(FalcoVersion.CURRENT).loadText("rules.yaml", RULES),
                EngineOptions.of(FalcoVersion.CURRENT).withMatching(Matching.ALL));
        return CheckResult.of(WrittenReplay.run("one", events, rules), List.of(expectation))
                .get(0)
                .notes();
    }

    private static EventBuilder opening(String file) {
        EventBuilder events = new EventBuilder(FalcoVersion.CURRENT);
        events.process("/bin/cat").reads(file);
        return events;
    }

    @Test
    void theyAreNotedOfARuleThatFired() {
        assertThat(notes(opening("/etc/shadow"), Expectation.fires("Opened")))
                .containsExactly("The output of \"Opened\" has no value for fd.sip, evt.arg.newpath.");
    }

    @Test
    void aDerivedActNeedNotHaveThem() {
        RuleSet rules = RuleSet.compile(
                RuleLoader.of(FalcoVersion.CURRENT).loadText("rules.yaml", RULES),
                EngineOptions.of(FalcoVersion.CURRENT).withMatching(Matching.ALL));
        CheckResult result = CheckResult.of(
                        WrittenReplay.run("one", opening("/etc/shadow"), rules), List.of(Expectation.fires("Opened")))
                .get(0);
        assertThat(result.notes()).hasSize(1);
        assertThat(result.asDerived().notes()).isEmpty();
    }

    @Test
    void aFieldThatIsAskedForAnywayIsNone() {
        ExpectedAlert sip = new ExpectedAlert(null, null, Map.of("fd.name", "/etc/shadow"));
        assertThat(notes(opening("/etc/shadow"), Expectation.fires("Opened").withAlert(sip)))
                .containsExactly("The output of \"Opened\" has no value for fd.sip, evt.arg.newpath.");
    }

    @Test
    void aValueInOneOfItsAlertsIsEnough() {
        EventBuilder events = new EventBuilder(FalcoVersion.CURRENT);
        events.process("/bin/mv").reads("/etc/shadow").renames("/etc/a", "/etc/b");
        assertThat(notes(events, Expectation.fires("Opened or renamed"))).isEmpty();
        assertThat(notes(opening("/etc/shadow"), Expectation.fires("Opened or renamed")))
                .containsExactly("The output of \"Opened or renamed\" has no value for evt.arg.newpath.");
    }

    @Test
    void aRuleThatStaysSilentOrFailsHasNone() {
        assertThat(notes(opening("/tmp/a"), Expectation.silent("Opened"))).isEmpty();
        assertThat(notes(opening("/tmp/a"), Expectation.fires("Opened"))).isEmpty();
        assertThat(notes(opening("/etc/shadow"), Expectation.silent("Opened"))).isEmpty();
    }
}
