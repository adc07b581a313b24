// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.yaml;

import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Bounds the expansion of aliases in a small file: a node that contains itself, or the same nodes a million times. */
final class NodeCount {
    private final YamlDocument document;
    private final YamlFormat format;
    private int nodes;

    NodeCount(YamlDocument document, YamlFormat format) {
        this.document = document;
        this.format = format;
    }

    /** Whether the tree below a node can be walked. If not, a problem says why. */
    boolean check(Node node) {
        return check(node, 0);
    }

    private boolean check(Node node, int depth) {
        if (depth > format.depth()) {
            document.problem(
                    node.getStartMark(), "the YAML is nested more than " + format.depth() + " levels deep", "");
            return false;
        }
        if (++nodes > format.nodes()) {
            document.problem(
                    node.getStartMark(),
                    "the YAML has more than " + format.nodes() + " values when its aliases are expanded",
                    "");
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
