// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.board;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A check that a run did not make.
 *
 * @param key what it would have checked
 * @param kind why not, in a word or two
 * @param reason why not, as a clause
 */
record UnplayedCheck(BoardKey key, String kind, String reason) {
    /** The checks of a group of {@code results.json}. They must be as many as it says. */
    static List<UnplayedCheck> of(JsonPart group, String kind) throws IOException {
        List<UnplayedCheck> checks = new ArrayList<>();
        String reason = group.text("reason");
        for (JsonPart rule : group.list("rules")) {
            String name = rule.text("rule");
            for (String expect : BoardKey.EXPECTATIONS) {
                if (rule.node().has(expect)) {
                    for (String scenario : rule.texts(expect)) {
                        checks.add(new UnplayedCheck(new BoardKey(name, expect, scenario), kind, reason));
                    }
                }
            }
        }
        if (group.count("checks") != checks.size()) {
            throw group.damaged("it counts " + group.count("checks") + " checks and lists " + checks.size());
        }
        return checks;
    }
}
