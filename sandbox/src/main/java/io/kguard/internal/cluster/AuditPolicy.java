// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How much of each request an API server logs. The first rule that a request meets decides. What meets none is not logged.
 *
 * @param file its file, as messages call it; empty for the one that logs everything
 * @param rules the rules, in their order
 */
public record AuditPolicy(String file, List<AuditRule> rules) {
    /** All of each request, when it is over. */
    public static final AuditPolicy EVERYTHING = new AuditPolicy(
            "",
            List.of(new AuditRule(
                    0,
                    new AuditLog.Entry(AuditLevel.REQUEST_RESPONSE, Set.of(AuditTrail.RECEIVED), false),
                    AuditRule.Who.ANYBODY,
                    Set.of(),
                    AuditRule.What.ANYTHING)));

    /** Copies the list. */
    public AuditPolicy {
        rules = List.copyOf(rules);
    }

    Optional<AuditRule> ruleOf(UserInfo user, RequestInfo request) {
        return rules.stream().filter(rule -> rule.matches(user, request)).findFirst();
    }
}
