// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.upgrade;

import io.kguard.internal.tool.upgrade.UpgradeReport.Fix;
import java.util.ArrayList;
import java.util.List;

/** The report in a few sentences. */
record Summary(UpgradeReport report) {
    String title() {
        return "Upgrade from Falco " + report.sides().from().falco() + " to "
                + report.sides().to().falco() + ": " + count(report.sides().rulesBefore(), "rule") + " before, "
                + report.sides().rulesAfter()
                + " after";
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("New errors: " + report.rules().stopsLoading().size()
                + ", rules that never fire any more: " + report.rules().silent().size()
                + ", checks without a choice: " + report.rules().constant().size()
                + ", new warnings: " + report.rules().warns().size()
                + ", items without effect: " + report.rules().ineffective().size()
                + ", copies of stock rules that have fallen behind: "
                + report.stock().drift().size());
        long changed = report.recordings().alerts().stream()
                .filter(difference -> !difference.rules().isEmpty())
                .count();
        if (!report.recordings().alerts().isEmpty()) {
            lines.add("Alerts differ on " + changed + " of "
                    + count(report.recordings().alerts().size(), "recording"));
        }
        Fix fix = report.fix();
        if (fix.files().isEmpty()) {
            lines.add("There is nothing to rewrite");
        } else if (fix.isProven()) {
            lines.add("The patch rewrites " + count(fix.files().size(), "file") + ". In Falco "
                    + report.sides().to().falco() + " the rules mean the same with it");
        } else {
            lines.add("The patch must not be applied: " + fix.refusal());
        }
        return lines;
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
