// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.event.EventSource;
import io.kguard.output.FalcoConfig;
import io.kguard.rule.Rule;
import io.kguard.scenario.Expectation;
import io.kguard.scenario.Scenario;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether Falco, with the falco.yaml of a run, sees less system calls than kguard, so that nothing played here shows what it does. */
public final class LessSeen {
    private LessSeen() {}

    /** Why the checks of a plan can't be judged live; empty if they can. */
    public static String describe(VerifyOptions options, SuitePlan plan) {
        FalcoConfig config = options.config();
        if (config == null || config.unseen().isEmpty() || !needsSystemCalls(options, plan)) {
            return "";
        }
        return "The rules can't be judged live: with this falco.yaml, Falco sees less than kguard.\n"
                + String.join("\n", config.unseen());
    }

    /** Whether something is played live, and a rule sees the system calls of it. */
    private static boolean needsSystemCalls(VerifyOptions options, SuitePlan plan) {
        Set<String> rules = plan.rules().rules().stream()
                .filter(rule -> rule.source().equals(EventSource.SYSCALL.label()))
                .map(Rule::name)
                .collect(Collectors.toSet());
        boolean checked = plan.checks().entrySet().stream()
                .filter(entry -> isLive(entry.getKey()))
                .flatMap(entry -> entry.getValue().stream())
                .map(Expectation::rule)
                .anyMatch(rules::contains);
        boolean measured = options.analyses().stream()
                .flatMap(analysis -> analysis.played(plan).stream())
                .anyMatch(LessSeen::isLive);
        return checked || measured && !rules.isEmpty();
    }

    private static boolean isLive(Scenario scenario) {
        return scenario.recording() == null;
    }
}
