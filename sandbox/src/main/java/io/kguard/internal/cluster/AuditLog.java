// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The audit log of an API server.
 *
 * @param policy how much of each request it has
 * @param sink receives its events in the order in which they happen, each as compact JSON of {@code audit.k8s.io/v1}
 * @param gaps remembers what the policy keeps out of it
 */
public record AuditLog(AuditPolicy policy, Consumer<String> sink, AuditGaps gaps) {
    /** A log that has what a policy says. */
    public static AuditLog of(AuditPolicy policy, Consumer<String> sink) {
        return new AuditLog(policy, sink, new AuditGaps());
    }

    /** This log with another receiver. */
    public AuditLog withSink(Consumer<String> value) {
        return new AuditLog(policy, value, gaps);
    }

    /**
     * How a request is logged.
     *
     * @param level how much of it
     * @param omitStages the stages that are left out
     * @param omitManagedFields whether objects are logged without their managed fields
     */
    public record Entry(AuditLevel level, Set<String> omitStages, boolean omitManagedFields) {
        /** It is not logged. */
        static final Entry NOTHING = new Entry(AuditLevel.NONE, Set.of(), false);

        /** Copies the set. */
        public Entry {
            omitStages = Set.copyOf(omitStages);
        }

        /** Whether the log has an event of a stage. */
        public boolean has(String stage) {
            return level != AuditLevel.NONE && !omitStages.contains(stage);
        }
    }

    /** What the policy keeps out of it, in sentences. */
    public List<String> unlogged() {
        return gaps.sentences();
    }

    /** How a request is logged that somebody sends, whoever that user acts as. */
    Entry entry(UserInfo user, RequestInfo request) {
        Optional<AuditRule> rule = policy.ruleOf(user, request);
        gaps.add(request, policy, rule);
        return rule.map(AuditRule::entry).orElse(Entry.NOTHING);
    }
}
