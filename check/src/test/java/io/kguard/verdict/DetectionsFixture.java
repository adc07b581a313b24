// SPDX-License-Identifier: Apache-2.0
package io.kguard.verdict;

import io.kguard.engine.Alert;
import io.kguard.engine.EventCause;
import io.kguard.engine.Explanation;
import io.kguard.engine.RuleCounts;
import io.kguard.engine.RuleOutcome;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.condition.Clause;
import io.kguard.internal.condition.Clause.Outcome;
import io.kguard.rule.Rule;
import io.kguard.rule.RuleLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Detections as a simulation would produce them. */
public final class DetectionsFixture {
    private static final String RULES = """
            - rule: Terminal shell in container
              desc: A shell
              condition: evt.type in (execve, execveat) and proc.tty != 0
              output: "Shell (pod=%k8s.pod.name tty=%proc.tty)"
              priority: NOTICE
              tags: [T1609]
            - rule: Some shell
              desc: A shell
              condition: evt.type = execve
              output: "Some shell"
              priority: DEBUG
            """;
    private static final List<Rule> LOADED = RuleLoader.of(FalcoVersion.CURRENT)
            .loadText("rules.yaml", RULES)
            .orThrow()
            .rules();

    private final List<Alert> alerts = new ArrayList<>();
    private final List<String> doubts = new ArrayList<>();
    private final List<String> blindSpots = new ArrayList<>();
    private Optional<Explanation> firstMatch = Optional.empty();
    private List<Explanation> closest = List.of();
    private List<String> unavailableFields = List.of();
    private long reached = 3;
    private long hidden;
    private EventCause cause = EventCause.STEPS;
    private final List<EventCause> causes = new ArrayList<>();
    private long seen = 412;
    private boolean evaluated = true;

    /** The rule of most tests. */
    public static Rule shellRule() {
        return LOADED.get(0);
    }

    public static Rule otherRule() {
        return LOADED.get(1);
    }

    public static Alert alert(Rule rule) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("k8s.pod.name", "jenkins-0");
        fields.put("proc.tty", 34816L);
        fields.put("fd.name", null);
        return new Alert(rule, 287, 1_700_000_000_000_000_000L, "Shell (pod=jenkins-0 tty=34816)", fields);
    }

    public DetectionsFixture with(Alert alert) {
        alerts.add(alert);
        causes.add(EventCause.STEPS);
        return this;
    }

    public DetectionsFixture firing() {
        with(alert(shellRule()));
        firstMatch = Optional.of(explanation(true, Outcome.YES, Optional.empty()));
        return this;
    }

    public DetectionsFixture closest() {
        closest = List.of(explanation(false, Outcome.NO, Optional.empty()));
        return this;
    }

    public DetectionsFixture takenByAnother() {
        closest = List.of(explanation(true, Outcome.YES, Optional.of(otherRule())));
        return this;
    }

    public DetectionsFixture unavailableFields(String... fields) {
        unavailableFields = List.of(fields);
        return this;
    }

    public DetectionsFixture reached(long count) {
        reached = count;
        return this;
    }

    public DetectionsFixture hidden(long count) {
        hidden = count;
        return this;
    }

    /** Everything so far that reached and matched it was before the first step. */
    public DetectionsFixture atStartOnly() {
        return dueTo(EventCause.START);
    }

    /** Everything so far that reached and matched it is of a container's own program. */
    public DetectionsFixture ofContainersOnly() {
        return dueTo(EventCause.CONTAINERS);
    }

    private DetectionsFixture dueTo(EventCause value) {
        cause = value;
        Collections.fill(causes, value);
        return this;
    }

    private Map<EventCause, RuleCounts> counts() {
        Map<EventCause, RuleCounts> counts = new EnumMap<>(EventCause.class);
        for (EventCause one : EventCause.values()) {
            long matched = IntStream.range(0, alerts.size())
                    .filter(i -> causes.get(i) == one && alerts.get(i).rule().equals(shellRule()))
                    .count();
            counts.put(one, new RuleCounts(one == cause ? reached : matched, matched));
        }
        return counts;
    }

    public DetectionsFixture seen(long count) {
        seen = count;
        return this;
    }

    public DetectionsFixture doubted(String doubt) {
        doubts.add(doubt);
        return this;
    }

    public DetectionsFixture unseen(String blindSpot) {
        blindSpots.add(blindSpot);
        return this;
    }

    public DetectionsFixture notEvaluated() {
        evaluated = false;
        return this;
    }

    public Detections build() {
        RuleOutcome outcome = new RuleOutcome(
                shellRule(), counts(), hidden, firstMatch, closest, unavailableFields, Optional.empty());
        return new DetectionsBuilder("kubectl-exec-shell", EventOrigin.LIVE)
                .rules(alerts, evaluated ? List.of(outcome) : List.of())
                .causes(causes)
                .events(seen, 0)
                .doubts(doubts)
                .blindSpots(blindSpots)
                .took(Duration.ofMillis(70))
                .build();
    }

    private static Explanation explanation(boolean matched, Outcome tty, Optional<Rule> takenBy) {
        Clause check = new Clause(
                "spawned_process",
                Outcome.YES,
                null,
                List.of(new Clause("evt.type in (execve, execveat)", Outcome.YES, "execve", List.of())));
        Clause name = new Clause("k8s.pod.name contains jenkins", tty, "jenkins-0", List.of());
        Clause absent = new Clause("fd.name exists", tty, null, List.of());
        Clause last =
                new Clause("proc.tty != 0", tty == Outcome.NO ? Outcome.UNDECIDED : Outcome.YES, "34816", List.of());
        return new Explanation(
                shellRule(),
                287,
                "execve by bash[4711] in jenkins-0",
                matched,
                List.of(check, name, absent, last),
                Optional.empty(),
                takenBy);
    }
}
