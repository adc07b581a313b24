// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster.audit;

import java.util.Optional;
import java.util.Set;

/**
 * The audit log of an API server.
 *
 * @param policy how much of each request it has
 * @param sink receives its events
 * @param gaps remembers what the policy keeps out of it
 */
public record AuditLog(AuditPolicy policy, AuditSink sink, AuditGaps gaps) {
    /** A log that has what a policy says. */
    public static AuditLog of(AuditPolicy policy, AuditSink sink) {
        return new AuditLog(policy, sink, new AuditGaps());
    }

    /** This log with another receiver. */
    public AuditLog withSink(AuditSink value) {
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

    /** How a request is logged. */
    public Entry entry(AuditedRequest request) {
        Optional<AuditRule> rule = policy.ruleOf(request);
        gaps.add(request, policy, rule);
        return rule.map(AuditRule::entry).orElse(Entry.NOTHING);
    }
}
