package io.kguard.simulation;

import java.util.List;

/** Says why a check can't be judged. */
final class DoubtText {
    private DoubtText() {}

    static String of(String rule, String scenario, List<String> doubts) {
        StringBuilder text =
                new StringBuilder("Rule \"" + rule + "\" could not be judged in scenario " + scenario + ".");
        for (String doubt : doubts) {
            text.append("\n  ").append(doubt.strip().replace("\n", "\n    "));
        }
        return text.toString();
    }
}
