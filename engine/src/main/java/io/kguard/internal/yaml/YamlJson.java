// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.yaml;

import io.kguard.event.JsonString;
import java.util.Locale;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Writes YAML as JSON. */
final class YamlJson {
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");

    private YamlJson() {}

    static void append(StringBuilder out, Node node) {
        if (node instanceof MappingNode mapping) {
            char before = '{';
            for (NodeTuple entry : mapping.getValue()) {
                out.append(before);
                JsonString.append(out, entry.getKeyNode() instanceof ScalarNode key ? key.getValue() : "?");
                append(out.append(':'), entry.getValueNode());
                before = ',';
            }
            out.append(mapping.getValue().isEmpty() ? "{}" : "}");
        } else if (node instanceof SequenceNode sequence) {
            out.append('[');
            for (int i = 0; i < sequence.getValue().size(); i++) {
                append(out.append(i == 0 ? "" : ","), sequence.getValue().get(i));
            }
            out.append(']');
        } else {
            scalar(out, (ScalarNode) node);
        }
    }

    private static void scalar(StringBuilder out, ScalarNode scalar) {
        String text = scalar.getValue();
        Tag tag = scalar.getTag();
        boolean number = (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT))
                && NUMBER.matcher(text).matches();
        boolean flag = tag.equals(Tag.BOOL) && (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false"));
        if (tag.equals(Tag.NULL)) {
            out.append("null");
        } else if (number) {
            out.append(text);
        } else if (flag) {
            out.append(text.toLowerCase(Locale.ROOT));
        } else {
            JsonString.append(out, text);
        }
    }
}
