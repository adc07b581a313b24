// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.board;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A check as a run left it behind.
 *
 * @param key what was checked
 * @param about what its scenario is about
 * @param verdict {@code passed}, {@code failed}, {@code error} or {@code known}
 * @param reason why it did not pass; empty if it did
 * @param explanation how the rule came to fire or to stay silent, clause by clause; empty if that is not known
 * @param derived whether its scenario was made of the rule's own condition, and so is no attack
 * @param alerts the texts of the rule's alerts
 */
record CheckOutcome(
        BoardKey key,
        About about,
        String verdict,
        String reason,
        String explanation,
        boolean derived,
        List<String> alerts) {
    static final String PASSED = "passed";
    static final String FAILED = "failed";
    static final String ERROR = "error";
    static final String KNOWN = "known";

    private static final List<String> VERDICTS = List.of(PASSED, FAILED, ERROR, KNOWN);

    CheckOutcome {
        alerts = List.copyOf(alerts);
    }

    /**
     * What a scenario is about.
     *
     * @param scenario its id
     * @param title what happens; empty if that is not known
     * @param techniques its ATT&amp;CK techniques
     * @param simulated what of the attack is real and what is not; empty if all is
     * @param origin where its events came from
     */
    record About(String scenario, String title, List<String> techniques, String simulated, String origin) {
        About {
            techniques = List.copyOf(techniques);
        }
    }

    static CheckOutcome of(JsonPart json) throws IOException {
        List<String> alerts = new ArrayList<>();
        for (JsonPart alert : json.list("alerts")) {
            alerts.add(alert.text("message"));
        }
        String test = json.text("test");
        String scenario = json.text("scenario");
        return new CheckOutcome(
                new BoardKey(
                        json.text("rule"),
                        json.word("expect", BoardKey.EXPECTATIONS),
                        test.isEmpty() ? scenario : test),
                new About(
                        test.isEmpty() ? scenario : "",
                        json.text("title"),
                        json.texts("techniques"),
                        json.text("simulated"),
                        json.text("origin")),
                json.word("verdict", VERDICTS),
                json.text("reason"),
                json.text("explanation"),
                json.flag("derived"),
                alerts);
    }

    boolean passed() {
        return verdict.equals(PASSED);
    }
}
