// SPDX-License-Identifier: Apache-2.0
package io.kguard.lint;

import io.kguard.diagnostic.Diagnostic;
import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.diagnostic.Severity;
import io.kguard.internal.sarif.SarifLog;
import io.kguard.internal.sarif.SarifResult;
import io.kguard.internal.sarif.SarifResult.Element;
import io.kguard.internal.sarif.SarifRule;
import java.util.List;

/** Diagnostics as SARIF. */
final class LintSarif {
    private LintSarif() {}

    static String of(List<Diagnostic> diagnostics) {
        return SarifLog.of(
                diagnostics.stream()
                        .map(Diagnostic::code)
                        .distinct()
                        .sorted()
                        .map(LintSarif::rule)
                        .toList(),
                diagnostics.stream().map(LintSarif::result).toList());
    }

    private static SarifRule rule(DiagnosticCode code) {
        return new SarifRule(code.name(), code.description(), code.severity() == Severity.ERROR ? "error" : "warning");
    }

    private static SarifResult result(Diagnostic diagnostic) {
        String hint = diagnostic.hint() == null ? "" : " (" + diagnostic.hint() + ")";
        String message = diagnostic.message().isEmpty() ? diagnostic.code().description() : diagnostic.message();
        return new SarifResult(
                rule(diagnostic.code()),
                message + hint,
                diagnostic.position().file(),
                diagnostic.position().line(),
                diagnostic.position().column(),
                diagnostic.locations().stream()
                        .filter(location -> !location.name().isEmpty())
                        .map(location ->
                                new Element(location.name(), location.kind().label()))
                        .toList());
    }
}
