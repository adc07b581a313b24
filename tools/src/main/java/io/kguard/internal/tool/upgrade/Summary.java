// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.upgrade;

import java.util.ArrayList;
import java.util.List;

/** The report in a few sentences. */
final class Summary {
    private final UpgradeReport report;

    Summary(UpgradeReport report) {
        this.report = report;
    }

    String title() {
        return "Upgrade from Falco " + report.from().falco() + " to "
                + report.to().falco() + ": " + count(report.rulesBefore(), "rule") + " before, " + report.rulesAfter()
                + " after";
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("New errors: " + report.stopped()
                + ", rules that never fire any more: " + report.silent().size()
                + ", checks without a choice: " + report.constant().size()
                + ", new warnings: " + report.warns().size()
                + ", items without effect: " + report.ineffective().size()
                + ", copies of stock rules that have fallen behind: "
                + report.drift().size());
        long changed = report.alerts().stream()
                .filter(difference -> !difference.rules().isEmpty())
                .count();
        if (!report.alerts().isEmpty()) {
            lines.add("Alerts differ on " + changed + " of "
                    + count(report.alerts().size(), "recording"));
        }
        Fix fix = report.fix();
        if (fix.files().isEmpty()) {
            lines.add("There is nothing to rewrite");
        } else if (fix.isProven()) {
            lines.add("The patch rewrites " + count(fix.files().size(), "file") + ". In Falco "
                    + report.to().falco() + " the rules mean the same with it");
        } else {
            lines.add("The patch must not be applied: " + fix.refusal());
        }
        return lines;
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
