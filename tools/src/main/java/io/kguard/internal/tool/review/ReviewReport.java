// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.review;

import io.kguard.internal.tool.difference.Difference;
import io.kguard.internal.tool.difference.DifferenceReport;
import io.kguard.internal.tool.mutation.ChangedClauses;
import java.util.ArrayList;
import java.util.List;

/**
 * What a change of rules does, and how well it is tested.
 *
 * @param only what chose the scenarios; empty if all are played
 * @param difference which alerts differ
 * @param findings what lint says for the first time
 * @param proofs how well the checks of the changed rules prove what was changed
 */
record ReviewReport(
        String only, DifferenceReport difference, List<String> findings, List<ChangedClauses.Proof> proofs) {
    ReviewReport {
        findings = List.copyOf(findings);
        proofs = List.copyOf(proofs);
    }

    /** The checks that do not pass, but for those of attacks that are lost: they are named as such. */
    List<String> failing() {
        List<String> lost = difference.noLongerReported();
        return proofs.stream()
                .flatMap(proof -> proof.failing().stream()
                        .filter(check -> !check.isJudged() || !lost.contains(check.scenario()))
                        .map(check -> "\"" + proof.rule() + "\" in " + check.scenario() + ": " + check.what()
                                + before(proof.rule(), check)))
                .toList();
    }

    /** A check whose alerts are the same as before is not broken by the change. A new rule had none. */
    private String before(String rule, ChangedClauses.Failing check) {
        boolean differs = difference.isNew(rule)
                || difference.byRule().getOrDefault(rule, List.of()).stream()
                        .anyMatch(place -> place.name().equals(check.scenario()));
        return differs || !check.isJudged() ? "" : ", as before the change";
    }

    /** How it ended: a check that could not be judged is a doubt, too. */
    Difference.End end() {
        Difference.End compared = Difference.End.of(difference);
        boolean judged =
                proofs.stream().flatMap(proof -> proof.failing().stream()).allMatch(ChangedClauses.Failing::isJudged);
        return new Difference.End(compared.isWhole() && judged, compared.isLost());
    }

    List<String> surviving() {
        return proofs.stream().flatMap(proof -> proof.surviving().stream()).toList();
    }

    /** The rules with no check that passes, of one kind or of both. */
    List<String> untested() {
        List<String> untested = new ArrayList<>();
        for (ChangedClauses.Proof proof : proofs) {
            if (proof.failing().isEmpty() && (proof.fires() == 0 || proof.silent() == 0)) {
                String what =
                        proof.fires() > 0 ? "stays silent" : proof.silent() > 0 ? "fires" : "fires or stays silent";
                untested.add("\"" + proof.rule() + "\": no " + (only.isEmpty() ? "" : "chosen ")
                        + "scenario checks that it " + what);
            }
        }
        return untested;
    }
}
