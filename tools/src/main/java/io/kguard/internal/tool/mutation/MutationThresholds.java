// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.mutation;

import io.kguard.internal.message.Wording;
import io.kguard.internal.result.RuleScope;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many changes of the rules the checks must notice.
 *
 * @param score the least mutation score, in percent
 * @param maxSurviving the most changes that no check notices
 * @param scoped how many of some of the rules they must notice, besides
 */
public record MutationThresholds(double score, int maxSurviving, Map<RuleScope, MutationThresholds> scoped) {
    private static final double ALL = 100;

    /** Nothing must be noticed. */
    public static final MutationThresholds NONE = new MutationThresholds(0, Integer.MAX_VALUE);

    public MutationThresholds {
        if (!(score >= 0 && score <= ALL)) {
            throw new IllegalArgumentException(
                    Wording.option("mutationThreshold") + " is a number of percent from 0 to 100, not " + score);
        }
        if (maxSurviving < 0) {
            throw new IllegalArgumentException(
                    Wording.option("maxSurviving") + " is a number from 0, not " + maxSurviving);
        }
        scoped = Collections.unmodifiableMap(new LinkedHashMap<>(scoped));
    }

    /** Thresholds for all rules. */
    public MutationThresholds(double score, int maxSurviving) {
        this(score, maxSurviving, Map.of());
    }
}
