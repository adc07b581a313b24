// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.upgrade;

import java.util.ArrayList;
import java.util.List;

/** The report in a few sentences. */
final class Summary {
    private final UpgradeReport report;

    Summary(UpgradeReport report) {
        this.report = report;
    }

    String title() {
        return "Upgrade from Falco " + report.from().falco() + " to " + report.to().falco() + ": "
                + count(report.rulesBefore(), "rule") + " before, " + report.rulesAfter() + " after";
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(report.stopped() + " errors are new, "
                + count(report.silent().size(), "rule") + " never fire any more, "
                + count(report.warns().size(), "warning") + " are new, "
                + count(report.ineffective().size(), "item") + " have no effect, "
                + count(report.drift().size(), "copy", "copies") + " of stock rules have fallen behind");
        long changed = report.alerts().stream()
                .filter(difference -> !difference.rules().isEmpty())
                .count();
        if (!report.alerts().isEmpty()) {
            lines.add("Alerts differ on " + changed + " of " + count(report.alerts().size(), "recording"));
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
        return count(number, what, what + "s");
    }

    private static String count(int number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }
}
