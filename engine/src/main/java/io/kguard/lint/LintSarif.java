// SPDX-License-Identifier: Apache-2.0
package io.kguard.lint;

import io.kguard.diagnostic.Diagnostic;
import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.internal.sarif.SarifLog;
import io.kguard.internal.sarif.SarifLog.SarifResult;
import io.kguard.internal.sarif.SarifLog.SarifResult.Element;
import io.kguard.internal.sarif.SarifLog.SarifRule;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Diagnostics as SARIF. */
final class LintSarif {
    private LintSarif() {}

    static String of(List<Diagnostic> diagnostics, List<LintReport.Ignored> ignored) {
        return SarifLog.of(
                Stream.concat(diagnostics.stream(), ignored.stream().map(LintReport.Ignored::finding))
                        .map(Diagnostic::code)
                        .distinct()
                        .sorted()
                        .map(LintSarif::rule)
                        .toList(),
                Stream.concat(
                                diagnostics.stream().map(diagnostic -> result(diagnostic, "")),
                                ignored.stream().map(one -> result(one.finding(), one.reason())))
                        .toList());
    }

    private static SarifRule rule(DiagnosticCode code) {
        return new SarifRule(
                code.name(),
                code.description(),
                code.isError() ? "error" : UnseenRules.isNote(code) ? "note" : "warning",
                "lint.md#" + code.name().toLowerCase(Locale.ROOT));
    }

    private static SarifResult result(Diagnostic diagnostic, String ignored) {
        String hint = diagnostic.hint() == null ? "" : " (" + diagnostic.hint() + ")";
        String message = diagnostic.message().isEmpty() ? diagnostic.code().description() : diagnostic.message();
        return new SarifResult(
                rule(diagnostic.code()),
                message + hint,
                new SarifResult.Place(
                        diagnostic.position().file(),
                        diagnostic.position().line(),
                        diagnostic.position().column()),
                diagnostic.locations().stream()
                        .filter(location -> !location.name().isEmpty())
                        .map(location ->
                                new Element(location.name(), location.kind().label()))
                        .toList(),
                ignored);
    }
}
