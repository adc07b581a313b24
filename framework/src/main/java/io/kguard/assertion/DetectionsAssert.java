// SPDX-License-Identifier: Apache-2.0
package io.kguard.assertion;

import io.kguard.engine.Alert;
import io.kguard.internal.message.ConsoleText;
import io.kguard.scenario.Expectation;
import io.kguard.verdict.Detections;
import io.kguard.verdict.Judge;
import io.kguard.verdict.StoppedProcess;
import io.kguard.verdict.UntrustedException;
import io.kguard.verdict.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions on what was detected in a simulation. Each of them throws an {@link UntrustedException} if the events
 * can't be trusted: an error, not a failure.
 */
@API(status = API.Status.STABLE)
public final class DetectionsAssert extends AbstractAssert<DetectionsAssert, Detections> {
    DetectionsAssert(Detections actual) {
        super(actual, DetectionsAssert.class);
    }

    /**
     * Verifies that a rule fired. Other rules may fire too.
     *
     * <p>Passes for a simulation in which {@code bash} got a terminal, fails for one in which it got none:
     * <pre>{@code assertThat(detections).firedRule("Terminal shell in container").hasField("proc.name", "bash");}</pre>
     *
     * @return assertions on the rule's first alert
     * @throws AssertionError if it did not fire
     * @throws UntrustedException if the rule can't be judged
     */
    public AlertAssert firedRule(String rule) {
        judge(Expectation.fires(rule).fromStart());
        return first(rule);
    }

    private AlertAssert first(String rule) {
        Alert alert = actual.alertsOf(rule).get(0);
        return new AlertAssert(alert, actual.sent(alert).orElse(null), this).as(info.description());
    }

    /**
     * Verifies that a rule fired and no other rule did.
     *
     * <p>Passes if every alert is the rule's, fails if there is none or a second rule fired:
     * <pre>{@code assertThat(detections).onlyRule("Terminal shell in container").hasPriority(NOTICE);}</pre>
     *
     * @return assertions on the rule's first alert
     * @throws AssertionError if it did not fire, or another rule did
     * @throws UntrustedException if the rule can't be judged
     */
    public AlertAssert onlyRule(String rule) {
        judge(Expectation.fires(rule).fromStart());
        List<Alert> others = actual.alerts().stream()
                .filter(alert -> !alert.ruleName().equals(rule))
                .toList();
        if (!others.isEmpty()) {
            failWithMessage("%s", FailureText.notAlone(actual.scenario(), rule, others));
        }
        return first(rule);
    }

    /**
     * Verifies that a rule stayed silent although events reached it.
     *
     * <p>Passes for an exec without a terminal, fails for one with:
     * <pre>{@code assertThat(detections).silentRule("Terminal shell in container");}</pre>
     *
     * @throws AssertionError if it fired
     * @throws UntrustedException if the rule can't be judged, or no event reached it
     */
    public DetectionsAssert silentRule(String rule) {
        judge(Expectation.silent(rule));
        return this;
    }

    /**
     * Verifies that no rule fired, and that an event reached at least one rule.
     *
     * <p>Passes for the benign twin of an attack, fails for the attack:
     * <pre>{@code assertThat(detections).hasNoAlert();}</pre>
     *
     * @throws AssertionError if there is an alert
     * @throws UntrustedException if the rules can't be judged, or no event reached any of them
     */
    public DetectionsAssert hasNoAlert() {
        requireTrust();
        if (!actual.alerts().isEmpty()) {
            failWithMessage("%s", FailureText.alerts(actual.scenario(), actual.alerts()));
        }
        if (actual.outcomes().stream().noneMatch(outcome -> outcome.eventsReached() > 0)) {
            throw untrusted("No rule fired in scenario " + actual.scenario()
                    + ", but no event reached any rule, so this proves nothing.");
        }
        return this;
    }

    /**
     * Verifies that an alert triggered an action in the cluster, and that the action succeeded.
     *
     * <p>Passes if an alert deleted a pod, fails if it only labelled it:
     * <pre>{@code assertThat(detections).reactedWith("kubernetes:terminate", "pod ci/jenkins-0");}</pre>
     *
     * @param actionner Falco Talon's name of the action
     * @param target the object of the action: its kind in lower case, and its name with the namespace
     * @throws AssertionError if there was no such action
     * @throws UntrustedException if the events can't be trusted, or an action failed
     */
    public DetectionsAssert reactedWith(String actionner, String target) {
        requireTrust();
        boolean found = actual.reactions().stream()
                .anyMatch(reaction -> reaction.isDone()
                        && reaction.actionner().equals(actionner)
                        && reaction.target().equals(target));
        if (!found) {
            failWithMessage("%s", FailureText.noReaction(actual, actionner, target));
        }
        return this;
    }

    /**
     * Verifies that no alert triggered an action in the cluster, not even one that did nothing.
     *
     * <p>Passes for the benign twin of an attack, fails if its pod was deleted:
     * <pre>{@code assertThat(detections).reactedWithNothing();}</pre>
     *
     * @throws AssertionError if there was an action
     * @throws UntrustedException if the events can't be trusted
     */
    public DetectionsAssert reactedWithNothing() {
        requireTrust();
        if (!actual.reactions().isEmpty()) {
            failWithMessage("%s", FailureText.reaction(actual));
        }
        return this;
    }

    /**
     * Verifies what happened to an object of the cluster, and that it was otherwise before the first step. The scenario must
     * have reactions.
     *
     * <p>Passes if an alert deleted the pod, fails if it was never there:
     * <pre>{@code assertThat(detections).changed("pod ci/jenkins-0", ClusterChange.GONE);}</pre>
     *
     * @param object its kind in lower case, and its name with the namespace
     * @param after its state at the end, or the beginning of it, such as {@code Running on kguard-node-2}
     * @throws AssertionError if it is in another state, or was in this one before
     * @throws UntrustedException if the events can't be trusted
     */
    public DetectionsAssert changed(String object, String after) {
        requireTrust();
        boolean found = actual.cluster().stream()
                .anyMatch(change -> change.object().equals(object)
                        && change.isChange()
                        && change.after().startsWith(after)
                        && !change.before().startsWith(after));
        if (!found) {
            failWithMessage("%s", FailureText.notChanged(actual, object, after));
        }
        return this;
    }

    /**
     * Verifies that the first process that a rule fired on was killed, and that it and all that it started have ended in
     * time, by the clock of the kernel's events.
     *
     * <p>Passes if a reaction deleted the pod at once, fails if the process ended by itself:
     * <pre>{@code assertThat(detections).stoppedWithin("Terminal shell in container", Duration.ofSeconds(2));}</pre>
     *
     * @throws AssertionError if it still ran at the end, ended by itself, or took longer
     * @throws UntrustedException if the events can't be trusted
     */
    public DetectionsAssert stoppedWithin(String rule, Duration time) {
        requireTrust();
        Optional<StoppedProcess> end = actual.stopped().stream()
                .filter(stopped -> stopped.rule().equals(rule))
                .findFirst();
        boolean met = end.isPresent() && end.get().killed() && end.get().after().compareTo(time) <= 0;
        if (!met) {
            failWithMessage("%s", FailureText.notStopped(actual, rule, time, end.orElse(null)));
        }
        return this;
    }

    private void requireTrust() {
        isNotNull();
        UntrustedException.reasonAgainst(actual).ifPresent(reason -> {
            throw untrusted(reason);
        });
    }

    /** The error, with the user's words of {@code as} before it, as AssertJ has them before a failure. */
    private UntrustedException untrusted(String reason) {
        String words = descriptionText();
        return new UntrustedException(words.isEmpty() ? reason : "[" + words + "] " + reason);
    }

    private void judge(Expectation expectation) {
        isNotNull();
        Verdict verdict = Judge.judge(actual, expectation);
        if (verdict instanceof Verdict.Errored || verdict instanceof Verdict.NotRun) {
            throw untrusted(verdict.reason());
        }
        if (verdict instanceof Verdict.Failed failed) {
            failWithMessage("%s", ConsoleText.lines(failed.reason()));
        }
    }
}
