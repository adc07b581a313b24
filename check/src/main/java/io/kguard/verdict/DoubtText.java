// SPDX-License-Identifier: Apache-2.0
package io.kguard.verdict;

import java.util.List;

/** Explains why a check can't be judged. */
final class DoubtText {
    private DoubtText() {}

    static String of(String rule, String scenario, List<String> doubts) {
        return list("Rule \"" + rule + "\" could not be judged in scenario " + scenario + ".", doubts);
    }

    static String of(String scenario, List<String> doubts) {
        return list("Scenario " + scenario + " can't be judged.", doubts);
    }

    private static String list(String title, List<String> doubts) {
        StringBuilder text = new StringBuilder(title);
        for (String doubt : doubts) {
            text.append("\n  ").append(doubt.strip().replace("\n", "\n    "));
        }
        return text.toString();
    }
}
