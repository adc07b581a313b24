// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.result;

import io.kguard.internal.message.Wording;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How much of the rules the checks must show. Derived acts do not count.
 *
 * @param minRuleCoverage the minimum percentage of rules that are fired by a check and kept silent by another
 * @param minClauseCoverage the minimum percentage of results of clauses that decided a check
 * @param failOnUntestedRule whether each rule must have a check
 * @param minChecks the least number of checks that are judged, without those of derived acts
 * @param scoped how much of some of the rules they must show, besides
 */
public record Thresholds(
        double minRuleCoverage,
        double minClauseCoverage,
        boolean failOnUntestedRule,
        int minChecks,
        Map<RuleScope, Thresholds> scoped) {
    private static final double ALL = 100;

    /** Nothing must be shown. */
    public static final Thresholds NONE = new Thresholds(0, 0, false);

    public Thresholds {
        requirePercent("minRuleCoverage", minRuleCoverage);
        requirePercent("minClauseCoverage", minClauseCoverage);
        if (minChecks < 0) {
            throw new IllegalArgumentException(
                    Wording.option("minChecks") + " is a number from 0 on, not " + minChecks);
        }
        scoped = Collections.unmodifiableMap(new LinkedHashMap<>(scoped));
    }

    /** Thresholds for all rules. */
    public Thresholds(double minRuleCoverage, double minClauseCoverage, boolean failOnUntestedRule) {
        this(minRuleCoverage, minClauseCoverage, failOnUntestedRule, 0, Map.of());
    }

    /**
     * Why there are too few checks, in a sentence; empty if there are enough. One that could not be judged is none, and one of a
     * derived act does not count.
     */
    public String tooFew(SuiteResult result) {
        long judged = result.judged(false);
        if (judged >= minChecks) {
            return "";
        }
        long derived = result.judged(true);
        return judged + (judged == 1 ? " check was judged; at least " : " checks were judged; at least ") + minChecks
                + " are required (" + Wording.option("minChecks") + "). "
                + (derived == 0
                        ? ""
                        : "Besides, " + derived + (derived == 1 ? " check" : " checks")
                                + " of derived acts were judged, which do not count. ")
                + "Were all rules, scenarios and rule tests found?";
    }

    private static void requirePercent(String name, double value) {
        if (!(value >= 0 && value <= ALL)) {
            throw new IllegalArgumentException(
                    Wording.option(name) + " is a number of percent from 0 to 100, not " + value);
        }
    }
}
