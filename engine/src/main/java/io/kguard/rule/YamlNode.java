// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A value of a YAML file and its position. Scalars are strings as written: a rule file has no other types. */
record YamlNode(RuleFileText source, YamlContent node) {
    public static final Set<String> TRUE =
            Set.of("true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON", "y", "Y");
    private static final Set<String> FALSE =
            Set.of("false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF", "n", "N");

    public boolean isMap() {
        return node instanceof YamlContent.Mapping;
    }

    public boolean isSequence() {
        return node instanceof YamlContent.Sequence;
    }

    /** Whether it is {@code null}, {@code ~} or an absent value. */
    public boolean isNull() {
        return node instanceof YamlContent.Nothing;
    }

    public boolean isScalar() {
        return node instanceof YamlContent.Text;
    }

    /** The string of a scalar. */
    public String scalar() {
        return ((YamlContent.Text) node).value();
    }

    /** The string of a scalar, with the positions of its characters. */
    public TracedText traced() {
        YamlContent.Text text = (YamlContent.Text) node;
        return TracedText.of(text.value(), index -> source.place(text.origin(index)));
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
        for (YamlContent.Entry entry : ((YamlContent.Mapping) node).entries()) {
            if (entry.key() instanceof YamlContent.Text text && text.value().equals(key)) {
                return new YamlNode(source, entry.value());
            }
        }
        return null;
    }

    /** The value that keys of mappings within each other lead to; null if they lead to none. */
    @Nullable
    YamlNode valueAt(String... keys) {
        YamlNode at = this;
        for (String key : keys) {
            at = at != null && at.isMap() ? at.get(key) : null;
        }
        return at;
    }

    /** The scalar that they lead to; null if they lead to none. */
    @Nullable
    YamlNode scalarAt(String... keys) {
        YamlNode value = valueAt(keys);
        return value != null && value.isScalar() ? value : null;
    }

    /** The keys of a mapping, in order. */
    public List<YamlNode> keys() {
        List<YamlNode> keys = new ArrayList<>();
        for (YamlContent.Entry entry : ((YamlContent.Mapping) node).entries()) {
            keys.add(new YamlNode(source, entry.key()));
        }
        return keys;
    }

    /** The values of a mapping by its scalar keys, sorted. If a key occurs several times the first counts. */
    public SortedMap<String, YamlNode> sortedEntries() {
        SortedMap<String, YamlNode> entries = new TreeMap<>();
        for (YamlContent.Entry entry : ((YamlContent.Mapping) node).entries()) {
            if (entry.key() instanceof YamlContent.Text key) {
                entries.putIfAbsent(key.value(), new YamlNode(source, entry.value()));
            }
        }
        return entries;
    }

    /** The elements of a sequence. */
    public List<YamlNode> elements() {
        List<YamlContent> nodes = ((YamlContent.Sequence) node).values();
        source.count(nodes.size(), this);
        List<YamlNode> elements = new ArrayList<>(nodes.size());
        for (YamlContent element : nodes) {
            elements.add(new YamlNode(source, element));
        }
        return elements;
    }

    public int offset() {
        return node.start();
    }

    public Place place() {
        return source.place(offset());
    }
}
