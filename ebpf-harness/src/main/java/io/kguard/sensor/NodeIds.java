// SPDX-License-Identifier: Apache-2.0
package io.kguard.sensor;

/**
 * Ids of users and groups as a node has them. Containers run in a user namespace whose id N is the machine's id 2^30 + N,
 * so that their root owns nothing of the machine; rules must see what they would see on a node, where it is N.
 */
final class NodeIds {
    private NodeIds() {}

    /** The node's id for one that the machine's kernel tells; -1, which stands for none, stays. */
    static int of(long kernelId) {
        int id = (int) kernelId;
        return Integer.compareUnsigned(id - Layout.SHIFTED_IDS, Layout.SHIFTED_IDS) < 0 ? id - Layout.SHIFTED_IDS : id;
    }
}
