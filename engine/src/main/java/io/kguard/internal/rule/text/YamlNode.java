// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.rule.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A value of a YAML file and its position. Scalars are strings as written: a rule file has no other types. */
public record YamlNode(RuleFileText source, Node node) {
    public static final Set<String> TRUE =
            Set.of("true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON", "y", "Y");
    private static final Set<String> FALSE =
            Set.of("false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF", "n", "N");

    public boolean isMap() {
        return node instanceof MappingNode;
    }

    public boolean isSequence() {
        return node instanceof SequenceNode;
    }

    /** Whether it is {@code null}, {@code ~} or an absent value. */
    public boolean isNull() {
        return Tag.NULL.equals(node.getTag());
    }

    public boolean isScalar() {
        return node instanceof ScalarNode && !isNull();
    }

    /** The string of a scalar. */
    public String scalar() {
        return ((ScalarNode) node).getValue();
    }

    /** The string of a scalar, with the positions of its characters. */
    public TracedText traced() {
        return TracedText.of(scalar(), ScalarOrigin.of(source, (ScalarNode) node, offset()));
    }

    /** The value of a YAML 1.1 boolean, or null if the scalar is none. */
    @Nullable
    Boolean bool() {
        if (TRUE.contains(scalar())) {
            return true;
        }
        return FALSE.contains(scalar()) ? false : null;
    }

    /**
     * The value of a key of a mapping, or null if absent. If a key occurs several times the first counts, as in Falco.
     */
    @Nullable
    public YamlNode get(String key) {
        for (NodeTuple tuple : ((MappingNode) node).getValue()) {
            if (tuple.getKeyNode() instanceof ScalarNode scalar
                    && scalar.getValue().equals(key)) {
                return new YamlNode(source, tuple.getValueNode());
            }
        }
        return null;
    }

    /** The keys of a mapping, in order. */
    public List<YamlNode> keys() {
        List<YamlNode> keys = new ArrayList<>();
        for (NodeTuple tuple : ((MappingNode) node).getValue()) {
            keys.add(new YamlNode(source, tuple.getKeyNode()));
        }
        return keys;
    }

    /** The values of a mapping by its scalar keys, sorted. If a key occurs several times the first counts. */
    public SortedMap<String, YamlNode> sortedEntries() {
        SortedMap<String, YamlNode> entries = new TreeMap<>();
        for (NodeTuple tuple : ((MappingNode) node).getValue()) {
            if (tuple.getKeyNode() instanceof ScalarNode key) {
                entries.putIfAbsent(key.getValue(), new YamlNode(source, tuple.getValueNode()));
            }
        }
        return entries;
    }

    /** The elements of a sequence. */
    public List<YamlNode> elements() {
        List<Node> nodes = ((SequenceNode) node).getValue();
        source.count(nodes.size(), this);
        List<YamlNode> elements = new ArrayList<>(nodes.size());
        for (Node element : nodes) {
            elements.add(new YamlNode(source, element));
        }
        return elements;
    }

    public int offset() {
        return source.offset(node.getStartMark().getIndex());
    }

    public Place place() {
        return source.place(offset());
    }
}
