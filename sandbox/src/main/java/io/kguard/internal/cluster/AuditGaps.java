// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an audit policy keeps out of a log, so that no rule can see it.
 *
 * <p>Thread-safe.
 */
final class AuditGaps {
    private static final int MOST_TITLES = 4;
    private static final int MOST_KEPT = 100;
    private static final Set<String> READING = Set.of("get", "list", "watch");

    private final Map<Gap, Set<String>> requests = new LinkedHashMap<>();

    /**
     * A kind of what is missing.
     *
     * @param place the rule that is the reason, or the policy if no rule is about the request
     */
    private record Gap(String place, boolean hasRule, AuditLevel level) {}

    /** A request that is logged as a rule says. */
    void add(RequestInfo request, AuditPolicy policy, Optional<AuditRule> rule) {
        AuditLevel level =
                rule.map(AuditRule::entry).orElse(AuditLog.Entry.NOTHING).level();
        AuditLevel whole = READING.contains(request.verb()) ? AuditLevel.METADATA : AuditLevel.REQUEST;
        if (!request.isResourceRequest() || level.includes(whole)) {
            return;
        }
        String place = policy.file() + rule.map(found -> ":" + found.line()).orElse("");
        synchronized (requests) {
            Set<String> titles =
                    requests.computeIfAbsent(new Gap(place, rule.isPresent(), level), gap -> new LinkedHashSet<>());
            if (titles.size() < MOST_KEPT) { // a client may ask for any number of resources
                titles.add(request.title());
            }
        }
    }

    /** Each kind in a sentence. */
    public List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        synchronized (requests) {
            requests.forEach((gap, titles) -> sentences.add(gap.place
                    + (gap.hasRule ? ", level " + gap.level.title() : ", no rule")
                    + (gap.level == AuditLevel.NONE ? ": not logged: " : ": logged without the object that was sent: ")
                    + shown(titles)));
        }
        return sentences;
    }

    private static String shown(Set<String> titles) {
        String first = String.join(", ", titles.stream().limit(MOST_TITLES).toList());
        return titles.size() <= MOST_TITLES ? first : first + " and " + (titles.size() - MOST_TITLES) + " more";
    }
}
