// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** How large a YAML text becomes as JSON, which has no aliases: a few of them can stand for more than fits into memory. */
final class YamlExpansion {
    private static final long ENDLESS = Long.MAX_VALUE / 2;

    private final IdentityHashMap<Node, Long> known = new IdentityHashMap<>();

    private YamlExpansion() {}

    /** About how many bytes a node takes. */
    static long of(@Nullable Node node) {
        return node == null ? 0 : new YamlExpansion().size(node);
    }

    private long size(Node node) {
        Long before = known.get(node);
        if (before != null) {
            return before;
        }
        known.put(node, ENDLESS); // if it holds itself
        long size = 1;
        if (node instanceof ScalarNode scalar) {
            size += scalar.getValue().length();
        } else if (node instanceof SequenceNode sequence) {
            for (Node item : sequence.getValue()) {
                size = Math.min(ENDLESS, size + size(item));
            }
        } else if (node instanceof MappingNode mapping) {
            for (NodeTuple entry : mapping.getValue()) {
                size = Math.min(ENDLESS, size + size(entry.getKeyNode()));
                size = Math.min(ENDLESS, size + size(entry.getValueNode()));
            }
        }
        known.put(node, size);
        return size;
    }
}
