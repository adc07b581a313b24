// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Bounds the expansion of aliases in a small file: a node that contains itself, or the same nodes a million times. */
final class AliasGuard {
    private static final int MAX_NODES = 20_000;

    private final SourceText source;
    private final int maxDepth;
    private int nodes;

    AliasGuard(SourceText source, int maxDepth) {
        this.source = source;
        this.maxDepth = maxDepth;
    }

    /** Whether the tree below a node can be walked. If not, a problem says why. */
    boolean check(Node node) {
        return check(node, 0);
    }

    private boolean check(Node node, int depth) {
        if (depth > maxDepth) {
            source.problem(node, "the YAML is nested more than " + maxDepth + " levels deep", "");
            return false;
        }
        if (++nodes > MAX_NODES) {
            source.problem(node, "the YAML has more than " + MAX_NODES + " nodes, aliases followed", "");
            return false;
        }
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                if (!check(tuple.getKeyNode(), depth + 1) || !check(tuple.getValueNode(), depth + 1)) {
                    return false;
                }
            }
        } else if (node instanceof SequenceNode sequence) {
            for (Node item : sequence.getValue()) {
                if (!check(item, depth + 1)) {
                    return false;
                }
            }
        }
        return true;
    }
}
