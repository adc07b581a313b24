// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.mutation;

import io.kguard.internal.ruletest.RuleTestClasses;
import io.kguard.internal.verify.VerifyOptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a mutation.
 *
 * @param suite what to check, and how
 * @param thresholds how many changes the checks must notice
 * @param history the file with the results of earlier runs; null to use none
 * @param ruleTests the rule tests, which are named and not run
 * @param reports the folder for {@code mutation.json}
 */
public record MutationOptions(
        VerifyOptions suite,
        MutationThresholds thresholds,
        @Nullable Path history,
        RuleTestClasses ruleTests,
        Path reports) {

    /** The file with the results of earlier runs, if nobody names another. */
    public static Path defaultHistory(Path reports) {
        return reports.resolve(MutationHistory.FILE);
    }
}
