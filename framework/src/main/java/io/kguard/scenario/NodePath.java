// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import io.kguard.sandbox.FieldPath;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Finds the place of a manifest's field in the YAML that it was read from. */
final class NodePath {
    private NodePath() {}

    /** The node of a field; if it is not written, the nearest node around where it would be. */
    static Node find(Node manifest, FieldPath path) {
        Node at = manifest;
        for (Object step : path.steps()) {
            @Nullable Node next = step instanceof Integer index ? item(at, index) : value(at, step.toString());
            if (next == null) {
                return at;
            }
            at = next;
        }
        return at;
    }

    private static @Nullable Node item(Node list, int index) {
        return list instanceof SequenceNode sequence
                        && index < sequence.getValue().size()
                ? sequence.getValue().get(index)
                : null;
    }

    private static @Nullable Node value(Node mapping, String key) {
        if (mapping instanceof MappingNode entries) {
            for (NodeTuple entry : entries.getValue()) {
                if (entry.getKeyNode() instanceof ScalarNode name
                        && name.getValue().equals(key)) {
                    return entry.getValueNode();
                }
            }
        }
        return null;
    }
}
