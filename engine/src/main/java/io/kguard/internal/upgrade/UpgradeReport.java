// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.upgrade;

import java.nio.file.Path;
import java.util.List;

/**
 * What an upgrade changes for the rules of a user.
 *
 * @param from the side that the user comes from
 * @param to the side that the user goes to
 * @param rulesBefore how many rules load in the old version
 * @param rulesAfter how many rules load in the new version
 * @param stopsLoading errors that only the new version has, and rules that it leaves out
 * @param loadsInNeither errors that both have
 * @param silent rules that no event sets off any more
 * @param constant checks whose result is now the same for every event, and fields of outputs without a value
 * @param warns warnings that only the new version gives
 * @param ineffective overrides, appends, macros and lists that change nothing in the new version
 * @param removedStock stock rules that the new version does not have
 * @param newStock stock rules that only the new version has
 * @param drift copies of stock rules that the new version has otherwise
 * @param notCompared recordings that were not played, because a side does not load
 * @param alerts how the alerts on the other recordings differ
 * @param fix what can be rewritten
 */
public record UpgradeReport(
        Side from,
        Side to,
        int rulesBefore,
        int rulesAfter,
        List<Finding> stopsLoading,
        List<Finding> loadsInNeither,
        List<Finding> silent,
        List<Finding> constant,
        List<Finding> warns,
        List<Finding> ineffective,
        List<String> removedStock,
        List<String> newStock,
        List<StockDrift> drift,
        List<Path> notCompared,
        List<RecordingDifference> alerts,
        Fix fix) {
    /** How many things stop loading. */
    public int stopped() {
        return stopsLoading.size();
    }

    /** How many things load in neither version. */
    public int broken() {
        return loadsInNeither.size();
    }

    /** The report for the console. */
    public String text() {
        return new UpgradeText(this).toString();
    }

    /** The report for a pull request, as Markdown. */
    public String markdown() {
        return new UpgradeMarkdown(this).toString();
    }

    /** The report as JSON. */
    public String json() {
        return new UpgradeJson(this).toString();
    }
}
