// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.event.FalcoVersion;
import io.kguard.internal.condition.Clause;
import io.kguard.internal.condition.Clause.Outcome;
import io.kguard.requirement.RequiresShared;
import io.kguard.requirement.Shared;
import io.kguard.rule.Priority;
import io.kguard.rule.Rule;
import io.kguard.rule.RuleLoader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a session counts, keeps and explains. */
@RequiresShared
class SessionTest {
    private static final String RULES = """
            - macro: opened
              condition: evt.type = openat and evt.dir = <
            - rule: Opens
              desc: d
              condition: opened and fd.name = /home/bob/f.txt
              output: opened %fd.name
              priority: NOTICE
              tags: [a]
            - rule: Opens too
              desc: d
              condition: opened and fd.name startswith /home
              output: opened too %fd.name
              priority: INFO
            - rule: Silent
              desc: d
              condition: opened and fd.name startswith /home and not proc.name in (bash, sshd) and fd.num > 2
              output: silent
              priority: DEBUG
            - rule: Opens again
              desc: d
              condition: opened and fd.name = /home/bob/f.txt
              output: opened again
              priority: DEBUG
            - rule: Misspelled
              desc: d
              condition: opened and fd.name = /home/bob/f.tyt and fd.num > 2
              output: misspelled
              priority: DEBUG
            """;

    private final List<Alert> alerts = new ArrayList<>();

    @Test
    void theFirstRuleTakesTheEventFromLaterOnes() throws IOException {
        Session session = replay(options());
        assertThat(alerts).extracting(Alert::ruleName).contains("Opens").doesNotContain("Silent");
        RuleOutcome opens = outcome(session, "Opens");
        RuleOutcome later = outcome(session, "Opens too");
        assertThat(opens.eventsMatched()).isPositive();
        assertThat(later.eventsHidden()).isEqualTo(opens.eventsMatched());
        assertThat(later.eventsReached() + later.eventsHidden()).isEqualTo(opens.eventsReached());
    }

    @Test
    void allRulesMayMatch() throws IOException {
        Session session = replay(options().withMatching(Matching.ALL));
        RuleOutcome later = outcome(session, "Opens too");
        assertThat(later.eventsMatched())
                .isGreaterThanOrEqualTo(outcome(session, "Opens").eventsMatched());
        assertThat(later.eventsHidden()).isZero();
    }

    @Test
    void theClosestEventOfASilentRuleIsExplained() throws IOException {
        Session session = replay(options().withExplanations(true).withMatching(Matching.ALL));
        Explanation closest = outcome(session, "Silent").closest().get(0);
        assertThat(closest.matched()).isFalse();
        assertThat(closest.event()).startsWith("openat by ");
        assertThat(closest.clauses())
                .extracting(Clause::text)
                .containsExactly("opened", "fd.name startswith /home", "not proc.name in (bash, sshd)", "fd.num > 2");
        assertThat(closest.clauses())
                .extracting(Clause::outcome)
                .containsExactly(Outcome.YES, Outcome.YES, Outcome.NO, Outcome.UNDECIDED);
        assertThat(closest.clauses().get(0).children())
                .extracting(Clause::text)
                .containsExactly("evt.type = openat", "evt.dir = <");
        assertThat(closest.reach()).isEqualTo(2);
    }

    @Test
    void ofEquallyCloseEventsTheMostAlikeIsShownFirst() throws IOException {
        Session session = replay(options().withExplanations(true).withMatching(Matching.ALL));
        Explanation closest = outcome(session, "Misspelled").closest().get(0);
        assertThat(closest.clauses().get(1).outcome()).isEqualTo(Outcome.NO);
        assertThat(closest.clauses().get(1).actual()).isEqualTo("/home/bob/f.txt");
    }

    @Test
    void aHiddenMatchNamesTheRuleThatTookIt() throws IOException {
        Session session = replay(options().withExplanations(true));
        Explanation hidden = outcome(session, "Opens again").closest().get(0);
        assertThat(hidden.matched()).isTrue();
        assertThat(hidden.takenBy()).map(Rule::name).hasValue("Opens");
    }

    @Test
    void onlyTheRulesThatSomebodyAsksAboutAreExplained() throws IOException {
        RuleSet asked = rules(options().withExplanations(true)).explaining(Set.of("Silent"));
        Session session = replay(asked);
        assertThat(outcome(session, "Silent").closest())
                .as("as text, because each loaded rule equals only itself")
                .hasToString(outcome(replay(options().withExplanations(true)), "Silent")
                        .closest()
                        .toString())
                .isNotEmpty();
        assertThat(outcome(session, "Misspelled").closest()).isEmpty();
        assertThat(outcome(replay(asked.withMatching(Matching.ALL)), "Misspelled")
                        .closest())
                .isEmpty();
    }

    @Test
    void selectionsAndSeverityDecideWhichRulesRun() throws IOException {
        EngineOptions options = options()
                .with(Selection.disableRule("*"))
                .with(Selection.enableRule("Opens*"))
                .with(Selection.disableTag("a"));
        assertThat(rules(options).rules()).extracting(Rule::name).containsExactly("Opens too", "Opens again");
        assertThat(rules(options().withMinimum(Priority.NOTICE)).rules())
                .extracting(Rule::name)
                .containsExactly("Opens");
        EngineOptions reenabled = options().with(Selection.disableRule("Opens")).with(Selection.enableRule("Opens"));
        assertThat(rules(reenabled).rules())
                .extracting(Rule::name)
                .containsExactly("Opens too", "Silent", "Opens again", "Misspelled", "Opens");
    }

    private static EngineOptions options() {
        return EngineOptions.of(FalcoVersion.V0_40);
    }

    private static RuleSet rules(EngineOptions options) {
        return RuleSet.compile(RuleLoader.of(FalcoVersion.V0_40).loadText("rules.yaml", RULES), options);
    }

    private static RuleOutcome outcome(Session session, String name) {
        return session.outcomes().stream()
                .filter(o -> o.rule().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Session replay(EngineOptions options) throws IOException {
        return replay(rules(options));
    }

    private Session replay(RuleSet rules) throws IOException {
        return Replay.of(rules)
                .run(Shared.path("falco-facts/golden/g1.scap"), alerts::add)
                .orThrow()
                .session();
    }
}
