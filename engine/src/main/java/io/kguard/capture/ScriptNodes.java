// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads nodes of a description of events and says where one is not what it should be. */
final class ScriptNodes {
    private final String file;

    ScriptNodes(String file) {
        this.file = file;
    }

    String file() {
        return file;
    }

    EventScriptException error(Node at, String what) {
        return new EventScriptException(file, at.getStartMark(), what);
    }

    /** The values of a mapping; {@code allowed} are the keys it may have, null if any. */
    Map<String, Node> map(Node node, @Nullable Set<String> allowed) {
        if (!(node instanceof MappingNode mapping)) {
            throw error(node, "keys and values are expected here");
        }
        Map<String, Node> values = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String key = scalar(tuple.getKeyNode());
            if (allowed != null && !allowed.contains(key)) {
                throw error(tuple.getKeyNode(), "no key \"" + key + "\" here; known are " + new TreeSet<>(allowed));
            }
            if (values.put(key, tuple.getValueNode()) != null) {
                throw error(tuple.getKeyNode(), "the key \"" + key + "\" is there twice");
            }
        }
        return values;
    }

    List<Node> list(@Nullable Node node) {
        if (node == null) {
            return List.of();
        }
        if (!(node instanceof SequenceNode sequence)) {
            throw error(node, "a list is expected here");
        }
        return sequence.getValue();
    }

    /** The values of a list of scalars, or a scalar as the only one. */
    List<String> texts(@Nullable Node node) {
        if (node instanceof ScalarNode) {
            return List.of(scalar(node));
        }
        List<String> texts = new ArrayList<>();
        for (Node value : list(node)) {
            texts.add(scalar(value));
        }
        return texts;
    }

    String text(Map<String, Node> keys, String key, Node at) {
        Node value = keys.get(key);
        if (value == null) {
            throw error(at, "\"" + key + "\" is missing");
        }
        return scalar(value);
    }

    boolean flag(Map<String, Node> keys, String key) {
        Node value = keys.get(key);
        String text = value == null ? "false" : scalar(value);
        if (value != null && !text.equals("true") && !text.equals("false")) {
            throw error(value, "\"" + key + "\" is true or false, not \"" + text + "\"");
        }
        return text.equals("true");
    }

    /** What a name stands for. */
    <T> T known(Map<String, T> names, @Nullable Node node, String kind) {
        String name = node == null ? "" : scalar(node);
        T value = names.get(name);
        if (value == null && node != null) {
            throw error(node, "no " + kind + " is named \"" + name + "\"; there are " + names.keySet());
        }
        if (value == null) {
            throw new EventScriptException(file, 1, 1, "a " + kind + " is missing");
        }
        return value;
    }

    private String scalar(Node node) {
        if (!(node instanceof ScalarNode scalar)) {
            throw error(node, "a single value is expected here");
        }
        return scalar.getValue();
    }
}
