// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster.store;

/** Receives what a collector tells of the objects of the cluster. */
@FunctionalInterface
public interface MetadataSink {
    /**
     * Called for each object that pods of the node belong to, when it becomes known and when it changes. The order is that
     * of the changes. It must not block.
     *
     * @param event an event of the {@code k8s-metacollector} as compact JSON
     */
    void accept(String event);
}
