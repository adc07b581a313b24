// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.review;

import io.kguard.internal.tool.difference.DifferenceReport;
import io.kguard.internal.tool.mutation.ChangedClauses;
import java.util.ArrayList;
import java.util.List;

/**
 * What a change of rules does, and how well it is tested.
 *
 * @param difference which alerts differ
 * @param findings what lint says for the first time
 * @param proofs how well the checks of the changed rules prove what was changed
 */
record ReviewReport(DifferenceReport difference, List<String> findings, List<ChangedClauses.Proof> proofs) {
    ReviewReport {
        findings = List.copyOf(findings);
        proofs = List.copyOf(proofs);
    }

    List<String> failing() {
        return proofs.stream()
                .flatMap(proof -> proof.failing().stream().map(reason -> proof.rule() + ": " + reason))
                .toList();
    }

    List<String> surviving() {
        return proofs.stream().flatMap(proof -> proof.surviving().stream()).toList();
    }

    /** The rules with no check that passes, of one kind or of both. */
    List<String> untested() {
        List<String> untested = new ArrayList<>();
        for (ChangedClauses.Proof proof : proofs) {
            if (proof.failing().isEmpty() && (proof.fires() == 0 || proof.silent() == 0)) {
                String what = proof.fires() > 0 ? "stays silent" : proof.silent() > 0 ? "fires" : "fires or stays silent";
                untested.add("\"" + proof.rule() + "\": no scenario checks that it " + what);
            }
        }
        return untested;
    }
}
