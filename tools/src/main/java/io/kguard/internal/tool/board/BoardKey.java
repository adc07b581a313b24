// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.board;

import java.util.List;

/**
 * What is checked. The same in two sets is the same check.
 *
 * @param rule the rule's name
 * @param expect {@code fires}, {@code silent} or {@code blind}
 * @param simulation the id of the scenario, or the name of a rule test
 */
record BoardKey(String rule, String expect, String simulation) {
    static final String FIRES = "fires";
    static final String SILENT = "silent";
    static final String BLIND = "blind";
    static final List<String> EXPECTATIONS = List.of(FIRES, SILENT, BLIND);
}
