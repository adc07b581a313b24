// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.upgrade;

import io.kguard.internal.difference.RecordingDifference;
import java.nio.file.Path;
import java.util.List;

/**
 * What an upgrade changes for the rules of a user.
 *
 * @param sides from where to where
 * @param rules what changes for the rules themselves
 * @param stock what changes in the stock rules
 * @param recordings what changes on recordings
 * @param fix what can be rewritten
 */
public record UpgradeReport(Sides sides, Rules rules, Stock stock, Recordings recordings, Fix fix) {
    /**
     * From where to where.
     *
     * @param from the side that the user comes from
     * @param to the side that the user goes to
     * @param rulesBefore how many rules load in the old version
     * @param rulesAfter how many rules load in the new version
     */
    public record Sides(Side from, Side to, int rulesBefore, int rulesAfter) {}

    /**
     * What changes for the rules themselves.
     *
     * @param stopsLoading errors of what loads in the old version, and rules that the new one leaves out
     * @param loadsInNeither errors of what does not load in the old version, either
     * @param silent rules that no event triggers any more
     * @param constant checks whose result is now the same for every event, and fields of outputs without a value
     * @param warns warnings that only the new version gives
     * @param ineffective overrides, appends, macros and lists that change nothing in the new version
     */
    public record Rules(
            List<Finding> stopsLoading,
            List<Finding> loadsInNeither,
            List<Finding> silent,
            List<Finding> constant,
            List<Finding> warns,
            List<Finding> ineffective) {}

    /**
     * What changes in the stock rules.
     *
     * @param removed those that the new version does not have
     * @param added those that only the new version has
     * @param drift copies of stock rules that the new version has otherwise
     * @param conditions what the conditions report that are others, in sentences
     */
    public record Stock(
            List<String> removed, List<String> added, List<StockComparison.Drift> drift, List<String> conditions) {}

    /**
     * What changes on recordings.
     *
     * @param notCompared those that were not played, because a side does not load
     * @param alerts how the alerts on the others differ
     */
    public record Recordings(List<Path> notCompared, List<RecordingDifference> alerts) {}

    /**
     * What can be rewritten.
     *
     * @param files the files that change
     * @param refusal why they must not be written; empty if the rewritten rules are proven to mean the same in the new version
     */
    public record Fix(List<FixedFile> files, String refusal) {
        public Fix {
            files = List.copyOf(files);
        }

        /** Whether the files may be written. */
        public boolean isProven() {
            return refusal.isEmpty();
        }
    }

    /** The report for the console. */
    public String text() {
        return new UpgradeText(this).toString();
    }

    /** The report for a pull request, as Markdown. */
    public String markdown() {
        return UpgradeMarkdown.of(this);
    }

    /** The report as JSON. */
    public String json() {
        return new UpgradeJson(this).toString();
    }
}
