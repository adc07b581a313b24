// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.diagnostic.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * A key of an item of a rule file, with its value.
 *
 * @param name the key
 * @param position where the key begins
 * @param end the offset after the last character of its value
 * @param value the text of the value; empty if it is a list, a mapping or nothing
 */
@API(status = API.Status.INTERNAL)
public record WrittenKey(String name, Position position, int end, Optional<WrittenText> value) {
    static List<WrittenKey> of(YamlNode item) {
        List<WrittenKey> keys = new ArrayList<>();
        for (YamlNode key : item.keys()) {
            if (key.isScalar()) {
                keys.add(of(item, key));
            }
        }
        return keys;
    }

    private static WrittenKey of(YamlNode item, YamlNode key) {
        YamlNode value = item.get(key.scalar());
        Optional<WrittenText> text = Optional.ofNullable(value)
                .filter(YamlNode::isScalar)
                .map(YamlNode::traced)
                .map(WrittenText::new);
        return new WrittenKey(key.scalar(), key.place().position(), end(value == null ? key : value), text);
    }

    private static int end(YamlNode node) {
        int last = node.node() instanceof YamlContent.Text text ? text.end() - 1 : node.offset();
        return node.source().place(Math.max(node.offset(), last)).offset() + 1;
    }

    /** Whether its value is one of YAML's words for true. */
    public boolean isTrue() {
        return value.filter(text -> YamlNode.TRUE.contains(text.text())).isPresent();
    }
}
