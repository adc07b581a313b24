// SPDX-License-Identifier: Apache-2.0
package io.kguard.sensor;

/**
 * Translates user and group ids from the machine to a node. Containers run in a user namespace whose id N is the
 * machine's id 2^30 + N, so that their root user owns nothing on the machine. Rules must see N, as they would on a
 * node.
 */
final class NodeIds {
    private NodeIds() {}

    /** The node's id for an id of the machine's kernel. -1, which means none, stays. */
    static int of(long kernelId) {
        int id = (int) kernelId;
        return Integer.compareUnsigned(id - Layout.SHIFTED_IDS, Layout.SHIFTED_IDS) < 0 ? id - Layout.SHIFTED_IDS : id;
    }
}
