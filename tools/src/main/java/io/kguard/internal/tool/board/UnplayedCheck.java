// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.board;

import io.kguard.internal.report.OmittedCheck;
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
    static List<UnplayedCheck> of(OmittedCheck.Group group, OmittedCheck.Kind kind) {
        List<UnplayedCheck> checks = new ArrayList<>();
        for (OmittedCheck.Group.Rule rule : group.rules()) {
            rule.scenarios()
                    .forEach((expect, scenarios) -> scenarios.forEach(scenario -> checks.add(new UnplayedCheck(
                            new BoardKey(rule.rule(), expect, scenario), kind.label(), group.reason()))));
        }
        return checks;
    }
}
