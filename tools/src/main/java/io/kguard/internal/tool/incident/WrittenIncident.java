// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.incident;

import io.kguard.capture.EventBuilder;
import io.kguard.capture.EventScript;
import io.kguard.capture.EventScriptException;
import io.kguard.engine.Explanation;
import io.kguard.engine.RuleOutcome;
import io.kguard.engine.RuleSet;
import io.kguard.engine.Session;
import io.kguard.event.EventSource;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.condition.Clause;
import io.kguard.internal.condition.Clause.Outcome;
import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.field.FieldCatalogue;
import io.kguard.internal.message.Wording;
import io.kguard.internal.tool.alert.FalcoAlert;
import io.kguard.internal.tool.derive.Act;
import io.kguard.internal.tool.derive.ActSolver;
import io.kguard.internal.yaml.YamlText;
import io.kguard.rule.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes events that trigger the rule of an alert, from what the alert says.
 *
 * @param rules the rules, with explanations; the rule that fired is among them
 */
record WrittenIncident(RuleSet rules) {
    /**
     * Events of an alert.
     *
     * @param script an event script on which the alert's rule fires
     * @param chosen the fields that the rule looks at and the alert does not tell, if values were chosen for them
     * @param redacted the fields of the alert in which something was replaced that looks like a secret
     */
    public record Written(String script, Set<String> chosen, Set<String> redacted) {
        public Written {
            chosen = Set.copyOf(chosen);
            redacted = Set.copyOf(redacted);
        }
    }

    /**
     * The events of an alert.
     *
     * @throws IncidentException if there are none that the alert may stand for and that trigger its rule
     */
    public Written write(FalcoAlert told) {
        KnownRules.require(rules, told.rule());
        if (!told.source().equals(EventSource.SYSCALL.label())) {
            throw new IncidentException("the alert is of the source " + told.source()
                    + ". Make the test of the event itself: " + Wording.given("log") + "=FILE.json");
        }
        Secrets secrets = new Secrets();
        FalcoAlert alert = secrets.redact(told);
        List<Attempt> attempts = new ArrayList<>();
        AlertFacts facts = facts(alert);
        String incomplete = "";
        try {
            for (Map<String, Object> tree : AlertScript.candidates(alert)) {
                Attempt attempt = play(alert.rule(), text(tree), facts);
                if (attempt.fires()) {
                    return new Written(attempt.script(), Set.of(), secrets.fields());
                }
                attempts.add(attempt);
            }
        } catch (IncidentException e) {
            incomplete = "\n" + e.getMessage();
        }
        Attempt solved = solve(alert, facts, attempts);
        if (solved != null) {
            return new Written(solved.script(), facts.untold(), secrets.fields());
        }
        throw new IncidentException("the rule \"" + alert.rule() + "\" does not fire on what the alert says"
                + why(closest(attempts)) + incomplete
                + (secrets.fields().isEmpty()
                        ? ""
                        : "\nWhat looks like a secret was left out: " + String.join(", ", secrets.fields()))
                + "\nAdd what the condition looks at to the rule's output, or"
                + " make the test of a capture: " + Wording.given("capture") + "=FILE.scap");
    }

    private AlertFacts facts(FalcoAlert alert) {
        Rule rule = rules.rules().stream()
                .filter(known -> known.name().equals(alert.rule()))
                .findFirst()
                .orElseThrow();
        return new AlertFacts(alert, rule.condition(), catalogue());
    }

    private FieldCatalogue catalogue() {
        return FieldCatalogue.of(
                rules.sources(), EventSource.SYSCALL, rules.options().version());
    }

    /** An act that has what the alert says, and for the rest what makes the rule fire; null if none is found. */
    private @Nullable Attempt solve(FalcoAlert alert, AlertFacts facts, List<Attempt> attempts) {
        ActSolver solver = new ActSolver(catalogue(), rules.options().version());
        for (Condition goal : facts.goals()) {
            if (solver.solve(goal, null) instanceof ActSolver.Answer.Solved solved
                    && solved.act() instanceof Act.Script act) {
                Attempt attempt = play(alert.rule(), text(act.tree()), facts);
                if (attempt.fires()) {
                    return attempt;
                }
                attempts.add(attempt);
            }
        }
        return null;
    }

    private static String text(Map<String, Object> tree) {
        YamlText text = new YamlText();
        tree.forEach((key, value) -> {
            text.line("", key + ":");
            if (value instanceof List<?> list) {
                list.forEach(item -> item(text, item));
            }
        });
        return text.toString();
    }

    private static void item(YamlText text, Object item) {
        if (item instanceof Map<?, ?> map && map.size() == 1) {
            map.forEach((process, action) -> text.line("  - ", YamlText.flow(process) + ": " + YamlText.flow(action)));
        } else {
            text.item("  ", item);
        }
    }

    /**
     * A script and the outcome of the rule on it.
     *
     * @param outcome null if the script can't be read
     * @param isOfAlert whether one of its events is what the alert says
     */
    private record Attempt(String script, @Nullable RuleOutcome outcome, boolean isOfAlert) {
        boolean fires() {
            return outcome != null && outcome.eventsMatched() > 0 && isOfAlert;
        }

        int reach() {
            return outcome == null || outcome.closest().isEmpty()
                    ? -1
                    : outcome.closest().get(0).reach();
        }
    }

    private Attempt play(String rule, String script, AlertFacts facts) {
        FalcoVersion version = rules.options().version();
        EventBuilder events;
        try {
            events = EventScript.parse("the script of the alert", script, version);
        } catch (EventScriptException e) {
            return new Attempt(script, null, false); // the alert has a value that no event of this version can have
        }
        Session session = Session.of(rules, alert -> {});
        events.play(session, session::judge);
        RuleOutcome outcome = session.outcomes().stream()
                .filter(each -> each.rule().name().equals(rule))
                .findFirst()
                .orElseThrow();
        return new Attempt(script, outcome, facts.holdIn(events));
    }

    private static @Nullable Attempt closest(List<Attempt> attempts) {
        Attempt closest = null;
        for (Attempt attempt : attempts) {
            if (closest == null || attempt.reach() > closest.reach()) {
                closest = attempt;
            }
        }
        return closest;
    }

    private static String why(@Nullable Attempt attempt) {
        RuleOutcome outcome = attempt == null ? null : attempt.outcome();
        if (outcome != null && outcome.eventsMatched() > 0) {
            return ": it fires on another event than the one of the alert.";
        }
        if (outcome == null || outcome.closest().isEmpty()) {
            return ": no event of it has a type that the rule looks at.";
        }
        Explanation closest = outcome.closest().get(0);
        if (closest.takenBy().isPresent()) {
            return ": the rule \"" + closest.takenBy().get().name()
                    + "\" takes the event first. To let each rule fire: " + Wording.given("matching") + "=all";
        }
        return closest.clauses().stream()
                .filter(clause -> clause.outcome() == Outcome.NO)
                .map(WrittenIncident::innermost)
                .map(clause -> "\n  does not hold: " + clause.text()
                        + (clause.actual() == null ? "" : "   (the value is " + clause.actual() + ")"))
                .collect(Collectors.joining("", ":", ""));
    }

    private static Clause innermost(Clause clause) {
        List<Clause> failing = clause.children().stream()
                .filter(child -> child.outcome() == Outcome.NO)
                .toList();
        return failing.size() == 1 ? innermost(failing.get(0)) : clause;
    }
}
