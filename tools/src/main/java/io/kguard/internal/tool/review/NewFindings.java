// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.review;

import io.kguard.diagnostic.Diagnostic;
import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.internal.sensor.Sensor;
import io.kguard.lint.Lint;
import io.kguard.rule.LoadResult;
import java.util.ArrayList;
import java.util.List;

/** What lint says of rules for the first time. Lines move with a change, so what it says counts, and of which rule. */
final class NewFindings {
    private NewFindings() {}

    static List<String> between(LoadResult before, LoadResult after) {
        List<List<String>> earlier = new ArrayList<>();
        lint(before).forEach(finding -> earlier.add(key(finding)));
        List<String> fresh = new ArrayList<>();
        for (Diagnostic finding : lint(after)) {
            // one that is said twice now and was said once is new once
            if (!earlier.remove(key(finding))) {
                fresh.add(finding.position() + ": " + finding.code() + ": "
                        + finding.message().strip());
            }
        }
        return fresh;
    }

    private static List<Diagnostic> lint(LoadResult loaded) {
        return Lint.check(loaded, Sensor.recordableTypes(loaded.version())).diagnostics();
    }

    private static List<String> key(Diagnostic finding) {
        List<String> key = new ArrayList<>();
        key.add(finding.code().name());
        finding.locations().stream()
                .filter(location -> !location.name().isEmpty())
                .forEach(location -> key.add(location.toString()));
        if (finding.code() != DiagnosticCode.LINT_REPLACED_RULE
                && finding.code() != DiagnosticCode.LINT_SHADOWED_RULE) {
            key.add(finding.message());
        }
        return key;
    }
}
