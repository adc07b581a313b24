// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.ruletest;

import io.kguard.verdict.CheckResult;
import io.kguard.verdict.RuleTestEvent;
import io.kguard.verdict.RuleTestEvent.End;
import io.kguard.verdict.RuleTestEvent.Ended;
import io.kguard.verdict.RuleTestEvent.Judged;
import io.kguard.verdict.RuleTestEvent.Planned;
import io.kguard.verdict.RuleTestEvent.Started;
import io.kguard.verdict.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares the declared rule tests with those that ended. A rule test that was not judged, or around which something
 * failed, is an error of that test.
 */
final class RuleTestLedger {
    private final Map<String, Planned> planned = new LinkedHashMap<>();
    private final Map<String, CheckResult> judged = new LinkedHashMap<>();
    private final Map<String, Ended> ended = new LinkedHashMap<>();
    private final Set<String> started = new HashSet<>();
    private final String breakOff;
    private boolean finished;

    /**
     * Creates a ledger.
     *
     * @param events what happened
     * @param breakOff how the JVM ended before its run was complete, as a clause
     */
    RuleTestLedger(List<RuleTestEvent> events, String breakOff) {
        this.breakOff = breakOff;
        events.forEach(this::enter);
    }

    private void enter(RuleTestEvent event) {
        if (event instanceof Planned test) {
            planned.put(test.id(), test);
        } else if (event instanceof Started start) {
            started.add(start.id());
        } else if (event instanceof Judged result) {
            judged.merge(result.id(), result.check(), RuleTestLedger::worse);
        } else if (event instanceof Ended end) {
            ended.put(end.id(), end);
        } else {
            finished = true;
        }
    }

    /** An extension may run a test several times. The worse result counts. */
    private static CheckResult worse(CheckResult one, CheckResult other) {
        return other.severity() > one.severity() ? other : one;
    }

    /** Whether the run is complete. */
    boolean isFinished() {
        return finished;
    }

    /** One check for each run of a rule test, and one for each declared rule test that did not run. */
    List<CheckResult> checks(List<DeclaredRuleTest> declared) {
        List<CheckResult> checks = new ArrayList<>();
        Set<String> covered = new HashSet<>();
        planned.values().stream().filter(Planned::isRuleTest).forEach(test -> {
            covered.addAll(test.methods());
            checks.add(check(test));
        });
        declared.stream()
                .filter(test -> !covered.contains(test.method()))
                .map(test -> test.check().withVerdict(new Verdict.Errored(whyNotPlanned(test))))
                .forEach(checks::add);
        checks.sort(Comparator.comparing(CheckResult::test)); // JUnit's order has no meaning for users
        return checks;
    }

    private String whyNotPlanned(DeclaredRuleTest test) {
        if (planned.isEmpty() && !finished) {
            return "The rule test did not run: " + breakOff + ".";
        }
        return "The rule test did not run: JUnit did not find it"
                + (test.obstacle().isEmpty()
                        ? ". JUnit runs a method that is neither private nor static and returns void, of a class that is"
                                + " not abstract. An inner class needs @Nested."
                        : ", because " + test.obstacle() + ".");
    }

    private CheckResult check(Planned test) {
        CheckResult result = judged.get(test.id());
        CheckResult named =
                (result == null ? test.check() : result).withTest(test.check().test());
        String error = error(test.id(), result);
        return error.isEmpty() ? named : named.withVerdict(new Verdict.Errored(error));
    }

    /** Why a test is an error although its verdict is not; empty if the verdict stands. */
    private String error(String id, @Nullable CheckResult result) {
        Ended end = ended.get(id);
        if (end == null) {
            return whyNotEnded(id);
        }
        switch (end.how()) {
            case SUCCESSFUL:
                return result == null
                        ? "The rule was not judged, although the test ended without an error:"
                                + " something else ran in its place, such as another extension of JUnit."
                        : "";
            case SKIPPED:
                return disabled(end);
            case ABORTED:
                return result != null && result.verdict() instanceof Verdict.NotRun
                        ? ""
                        : "The test was aborted: " + end.message();
            case FAILED:
            default:
                break;
        }
        if (result == null) {
            return "The test ended before its rule was judged: " + end.message();
        }
        return result.verdict() instanceof Verdict.Passed
                ? "The rule was judged, but then the test did not end as it should: " + end.message()
                : "";
    }

    private static String disabled(Ended end) {
        return "The rule test did not run, because it is disabled: " + end.message()
                + "\nA rule whose test is disabled is not checked. Enable the test, or remove it.";
    }

    private String whyNotEnded(String id) {
        for (Ended end : ended.values()) {
            if (isInside(id, end.id()) && end.how() != End.SUCCESSFUL) {
                return end.how() == End.SKIPPED
                        ? disabled(end)
                        : "The rule test did not run: " + end.name() + " failed: " + end.message();
            }
        }
        if (started.contains(id)) {
            return "The test did not end: " + breakOff + " while it ran. A test must not end the JVM.";
        }
        String culprit = running();
        return "The rule test did not run: " + breakOff + (culprit.isEmpty() ? "" : " while " + culprit + " ran") + ".";
    }

    /** The tests that had started and not ended. */
    private String running() {
        return String.join(
                ", ",
                planned.values().stream()
                        .filter(test -> started.contains(test.id()) && !ended.containsKey(test.id()))
                        .map(test -> test.check().test())
                        .toList());
    }

    private static boolean isInside(String id, String container) {
        return id.startsWith(container + "/");
    }

    /** Problems that are not in the verdict of a check, one or more lines each. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        for (Ended end : ended.values()) {
            boolean wrong = end.how() == End.FAILED || end.how() == End.ABORTED;
            Planned test = planned.get(end.id());
            if (test != null && !test.isRuleTest() && end.how() != End.SUCCESSFUL) {
                problems.add("The test " + end.name() + ", which has the tag kguard, did not pass: " + end.message());
            } else if (test == null && wrong && !explainsATest(end.id())) {
                problems.add(end.name() + " did not end as it should: " + end.message());
            }
        }
        return problems;
    }

    private boolean explainsATest(String container) {
        return planned.values().stream()
                .anyMatch(test -> test.isRuleTest() && isInside(test.id(), container) && !ended.containsKey(test.id()));
    }
}
