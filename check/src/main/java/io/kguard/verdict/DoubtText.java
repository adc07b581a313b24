// SPDX-License-Identifier: Apache-2.0
package io.kguard.verdict;

import java.util.List;
import org.apiguardian.api.API;

/** Explains why a check can't be judged. */
@API(status = API.Status.INTERNAL)
public final class DoubtText {
    private DoubtText() {}

    public static String of(String rule, String scenario, List<String> doubts) {
        return list("Rule \"" + rule + "\" could not be judged in scenario " + scenario + ".", doubts);
    }

    public static String of(String scenario, List<String> doubts) {
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
