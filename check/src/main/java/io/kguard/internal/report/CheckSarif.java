// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import io.kguard.internal.message.Wording;
import io.kguard.internal.sarif.SarifLog;
import io.kguard.internal.sarif.SarifLog.SarifResult;
import io.kguard.internal.sarif.SarifLog.SarifResult.Element;
import io.kguard.internal.sarif.SarifLog.SarifRule;
import java.util.List;
import java.util.stream.Stream;

/**
 * The checks that did not pass, as SARIF: each at the clause that is the reason, or else at its rule; and the rules that are not
 * loaded. A check whose rule is nowhere has no place and is left out.
 */
public final class CheckSarif {
    private static final SarifRule FAILED =
            new SarifRule("KGUARD_FAILED", "A rule did not do what a check expects of it.", "error", "");
    private static final SarifRule ERROR = new SarifRule("KGUARD_ERROR", "A rule could not be judged.", "error", "");

    private static final SarifRule NOT_RUN =
            new SarifRule("KGUARD_NOT_RUN", "A check was not run, because the machine lacks something.", "warning", "");

    private static final SarifRule UNLOADED = new SarifRule(
            "KGUARD_UNLOADED",
            "A rule is not loaded, so nothing tests it (" + Wording.option("allowUnloaded") + ").",
            "warning",
            "");

    private CheckSarif() {}

    /** The SARIF log of a run. */
    public static String of(Run run) {
        return SarifLog.of(
                List.of(FAILED, ERROR, NOT_RUN, UNLOADED),
                Stream.concat(
                                run.unmet().stream()
                                        .flatMap(check ->
                                                check.reasonPlace().stream().map(place -> result(check, place))),
                                run.unloaded().stream().map(CheckSarif::result))
                        .toList());
    }

    private static SarifResult result(RuleEntry unloaded) {
        return new SarifResult(
                UNLOADED,
                unloaded.unevaluated(),
                new SarifResult.Place(
                        unloaded.place().file(),
                        unloaded.place().line(),
                        unloaded.place().column()),
                List.of(new Element(unloaded.name(), "rule")));
    }

    private static SarifResult result(CheckEntry check, SourcePlace place) {
        return new SarifResult(
                check.failed() ? FAILED : check.notRun() ? NOT_RUN : ERROR,
                check.reason(),
                new SarifResult.Place(place.file(), place.line(), place.column()),
                List.of(new Element(check.rule(), "rule")));
    }
}
