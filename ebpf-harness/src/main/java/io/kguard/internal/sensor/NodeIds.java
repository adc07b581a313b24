// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

/**
 * Translates user and group ids from the machine to a node. Containers run in a user namespace whose root user owns
 * nothing on the machine: its id N is one of the machine's ids from 2^30 on, in a range of its jail, or, from 2^20 on,
 * the machine's id 2^31 + N. Rules must see N, as they would on a node.
 */
final class NodeIds {
    private NodeIds() {}

    /** The node's id for an id of the machine's kernel. -1, which means none, stays. */
    static int of(long kernelId) {
        int id = (int) kernelId;
        if (isWithin(id - Layout.SHIFTED_IDS, Layout.SHIFTED_IDS)) {
            return id & (Layout.OWN_IDS - 1);
        }
        int high = id - Layout.HIGH_IDS;
        return isWithin(high - Layout.OWN_IDS, Layout.SHIFTED_IDS - Layout.OWN_IDS) ? high : id;
    }

    private static boolean isWithin(int offset, int count) {
        return Integer.compareUnsigned(offset, count) < 0;
    }
}
