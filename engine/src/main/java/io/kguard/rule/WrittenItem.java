// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.diagnostic.Location;
import io.kguard.diagnostic.Position;
import io.kguard.event.FalcoVersion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apiguardian.api.API;

/**
 * A list, macro or rule as it stands in a file, before anything is made of it. It knows where each of its keys and each
 * character of their values is, so that a program can change the file there and nowhere else.
 *
 * @param kind {@code LIST}, {@code MACRO} or {@code RULE}
 * @param name its name
 * @param position where it begins
 * @param fileText the whole text of the file that {@code position} is in, without a byte order mark
 * @param keys its keys, in their order
 */
@API(status = API.Status.INTERNAL)
public record WrittenItem(Location.Kind kind, String name, Position position, String fileText, List<WrittenKey> keys) {
    private static final Set<String> KINDS = Set.of("list", "macro", "rule");

    public WrittenItem {
        keys = List.copyOf(keys);
    }

    /**
     * The items at a path: those of a file, of the files in a directory, or of those inside the file. What can't be read
     * is left out; {@link RuleLoader} says what is wrong with it.
     */
    public static List<WrittenItem> read(Path path, FalcoVersion version) {
        return read(path, version, Map.of());
    }

    /**
     * The same, with other texts for some files.
     *
     * @param texts the texts, as in {@link RuleLoader#withTexts}
     */
    public static List<WrittenItem> read(Path path, FalcoVersion version, Map<Path, String> texts) {
        List<WrittenItem> items = new ArrayList<>();
        // what keeps a file from being read the loader reports
        new RuleSources(taker(items), version, texts).open(path);
        return List.copyOf(items);
    }

    private static RuleSources.Taker taker(List<WrittenItem> items) {
        Set<YamlContent> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        return (file, documents) -> documents.stream()
                .filter(YamlNode::isSequence)
                .flatMap(document -> document.elements().stream())
                .filter(item -> item.isMap() && seen.add(item.node()))
                .forEach(item -> of(item).ifPresent(items::add));
    }

    private static Optional<WrittenItem> of(YamlNode item) {
        return item.keys().stream()
                .filter(key -> key.isScalar() && KINDS.contains(key.scalar()))
                .findFirst()
                .flatMap(key -> Optional.ofNullable(item.get(key.scalar()))
                        .filter(YamlNode::isScalar)
                        .map(name -> new WrittenItem(
                                Location.Kind.valueOf(key.scalar().toUpperCase(Locale.ROOT)),
                                name.scalar(),
                                item.place().position(),
                                item.place().source().text(),
                                WrittenKey.of(item))));
    }

    /** The key of a name, if it is there exactly once. */
    public Optional<WrittenKey> key(String wanted) {
        List<WrittenKey> found =
                keys.stream().filter(key -> key.name().equals(wanted)).toList();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    /** Whether a key of a name is there. */
    public boolean has(String wanted) {
        return keys.stream().anyMatch(key -> key.name().equals(wanted));
    }

    /** Whether it changes an earlier one of its name, by {@code append: true}, {@code override}, or {@code enabled} alone. */
    public boolean changesEarlier() {
        boolean enables = kind == Location.Kind.RULE
                && has("enabled")
                && RuleReader.REQUIRED.stream().noneMatch(this::has);
        return has("override")
                || enables
                || key("append").filter(WrittenKey::isTrue).isPresent();
    }

    /**
     * A key of an item of a rule file, with its value.
     *
     * @param name the key
     * @param position where the key begins
     * @param end the offset after the last character of its value
     * @param value the text of the value; empty if it is a list, a mapping or nothing
     */
    public record WrittenKey(String name, Position position, int end, Optional<TracedText> value) {
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
            Optional<TracedText> text =
                    Optional.ofNullable(value).filter(YamlNode::isScalar).map(YamlNode::traced);
            return new WrittenKey(key.scalar(), key.place().position(), end(value == null ? key : value), text);
        }

        private static int end(YamlNode node) {
            int last = node.node() instanceof YamlContent.Text text ? text.end() - 1 : node.offset();
            return node.source().place(Math.max(node.offset(), last)).offset() + 1;
        }

        /** Whether its value is one of YAML's words for true. */
        public boolean isTrue() {
            return value.filter(text -> YamlNode.TRUE.contains(text.toString())).isPresent();
        }
    }
}
