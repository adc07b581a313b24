// SPDX-License-Identifier: Apache-2.0
package io.kguard.plugin;

import io.kguard.internal.result.RuleScope;
import io.kguard.internal.result.Thresholds;
import io.kguard.internal.tool.mutation.MutationThresholds;
import io.kguard.rule.Priority;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An element of {@code <thresholds>}: how much the checks must cover of some of the rules, and how many changes of these they must
 * notice. Maven sets its fields.
 */
public final class Threshold {
    private @Nullable String rule;
    private @Nullable String tag;
    private @Nullable String priority;
    private @Nullable String file;
    private double minRuleCoverage;
    private double minClauseCoverage;
    private boolean failOnUntestedRule;
    private double mutationThreshold;
    private int maxSurviving = Integer.MAX_VALUE;

    static Map<RuleScope, Thresholds> byScope(@Nullable List<Threshold> elements) {
        Map<RuleScope, Thresholds> byScope = new LinkedHashMap<>();
        for (Threshold element : elements == null ? List.<Threshold>of() : elements) {
            Thresholds least =
                    new Thresholds(element.minRuleCoverage, element.minClauseCoverage, element.failOnUntestedRule);
            byScope.put(element.scope(), least);
        }
        return byScope;
    }

    /** What {@code kguard:mutate} must find. Elements that only say what must be covered are left out. */
    static Map<RuleScope, MutationThresholds> ofMutation(@Nullable List<Threshold> elements) {
        Map<RuleScope, MutationThresholds> byScope = new LinkedHashMap<>();
        for (Threshold element : elements == null ? List.<Threshold>of() : elements) {
            MutationThresholds least = new MutationThresholds(element.mutationThreshold, element.maxSurviving);
            if (!least.equals(MutationThresholds.NONE)) {
                byScope.put(element.scope(), least);
            }
        }
        return byScope;
    }

    private RuleScope scope() {
        return new RuleScope(rule, tag, priority == null ? null : priority(priority), file);
    }

    private static Priority priority(String name) {
        return Priority.of(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "<priority> is \"" + name + "\"; it can be a priority of Falco, such as WARNING"));
    }
}
