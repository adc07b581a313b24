// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A value of a document and where it is. To read it as what it is not makes a problem of the document. */
public final class YamlValue {
    /** Longer values make no example. */
    private static final int LONGEST_EXAMPLE = 60;

    private static final int NO_MEMBER = -1;
    private static final int MOST_SHOWN = 80;
    private static final String LONG_TEXT = "a text";

    /** Lists of words that people write as one string. */
    private static final Set<String> COMMAND_LINES = Set.of("command", "args", "executes", "spawns");

    private static final Pattern SPECIAL = Pattern.compile("[\"'\\\\,\\[\\]{}:#&*!|>%@`$]");

    private final YamlDocument document;
    private final @Nullable YamlValue parent;
    private final String key;
    private final int index;
    private final Node node;

    YamlValue(YamlDocument document, Node node) {
        this(document, null, "", NO_MEMBER, node);
    }

    private YamlValue(YamlDocument document, @Nullable YamlValue parent, String key, int index, Node node) {
        this.document = document;
        this.parent = parent;
        this.key = key;
        this.index = index;
        this.node = node;
    }

    YamlValue below(String name, Node value) {
        return new YamlValue(document, this, name, NO_MEMBER, value);
    }

    /** This value in a document of its own. What is wrong with it is a problem of that one, at the same place. */
    public YamlValue apart() {
        return new YamlValue(document.again(), null, key, NO_MEMBER, node);
    }

    /** Its document. */
    public YamlDocument document() {
        return document;
    }

    Node node() {
        return node;
    }

    /** Its line, from 1. */
    public int line() {
        return node.getStartMark().getLine() + 1;
    }

    /** Its column, from 1. */
    public int column() {
        return node.getStartMark().getColumn() + 1;
    }

    /** Its key; that of the list, if it is a member of one. */
    public String key() {
        return key;
    }

    /** The keys from the top of the document on, such as {@code rules[0].enable.tag}. */
    public String path() {
        if (parent == null) {
            return "";
        }
        String before = parent.path();
        if (index != NO_MEMBER) {
            return before + "[" + index + "]";
        }
        return before.isEmpty() ? key : before + "." + key;
    }

    /** Whether it is a mapping. */
    public boolean isMapping() {
        return node instanceof MappingNode;
    }

    /** Whether it is a list. */
    public boolean isList() {
        return node instanceof SequenceNode;
    }

    /** Whether it is {@code null}, {@code ~} or not written at all. */
    public boolean isNothing() {
        return node.getTag().equals(Tag.NULL);
    }

    /** Whether it has the tag {@code !!binary}. */
    public boolean isBinary() {
        return node.getTag().equals(Tag.BINARY);
    }

    /** Whether it is a scalar that YAML reads as a string. */
    public boolean isString() {
        return node.getTag().equals(Tag.STR) || isScalarOfTag(Tag.BOOL) && !isFlag();
    }

    /** Whether it is {@code true} or {@code false} without quotes. */
    public boolean isFlag() {
        return isScalarOfTag(Tag.BOOL) && written().matches("(?i)true|false");
    }

    /** Whether it is a whole number without quotes. */
    public boolean isWholeNumber() {
        return isScalarOfTag(Tag.INT);
    }

    private boolean isScalarOfTag(Tag tag) {
        return node instanceof ScalarNode && node.getTag().equals(tag);
    }

    /** What it is, as messages say it. */
    public String kind() {
        if (node instanceof ScalarNode scalar) {
            String text = scalar.getValue();
            return isNothing() ? "nothing" : text.length() > MOST_SHOWN ? LONG_TEXT : "\"" + text + "\"";
        }
        return isMapping() ? "a mapping" : "a list";
    }

    /** Says what is wrong with it, and what to do. */
    public void problem(String message, String hint) {
        document.problem(node.getStartMark(), message, hint);
    }

    /** Says what is wrong with it, and what to do. Its line may hold a secret, and is not shown. */
    public void problemOfSecret(String message, String hint) {
        document.problemOfSecret(node.getStartMark(), message, hint);
    }

    /** Says what its author should know. Its line may hold a secret, and is not shown. */
    public void warnOfSecret(String message, String hint) {
        document.warnOfSecret(node.getStartMark(), message, hint);
    }

    /** Says what its author should know, although the file can be used. */
    public YamlProblem warn(String message, String hint) {
        return document.warn(node.getStartMark(), message, hint);
    }

    /** A scalar as it is written, whatever it is read as; empty if it is none. */
    public String written() {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    /** A string; null, and a problem, if it is none. */
    public @Nullable String text() {
        if (node instanceof ScalarNode scalar && !isNothing()) {
            return document.string(this, scalar.getValue());
        }
        problem(
                "\"" + key
                        + (index == NO_MEMBER ? "\" must be a string, not " : "\" must be a list of strings; this is ")
                        + kind(),
                written().isEmpty() ? "" : "put it in quotes if it is a string");
        return null;
    }

    /** The members of a list; none, and a problem, if it is no list or has more than allowed. */
    public List<YamlValue> items(int max) {
        if (!(node instanceof SequenceNode sequence)) {
            problem("\"" + key + "\" must be a list, not " + kind(), asList());
            return List.of();
        }
        int size = sequence.getValue().size();
        if (size > max) {
            problem("\"" + key + "\" has " + size + " members; at most " + max + " are allowed", "");
            return List.of();
        }
        List<YamlValue> items = new ArrayList<>(size);
        for (Node item : sequence.getValue()) {
            items.add(new YamlValue(document, this, key, items.size(), item));
        }
        return items;
    }

    /** The list that was probably meant. */
    private String asList() {
        if (node instanceof ScalarNode scalar
                && !isNothing()
                && scalar.getValue().length() <= LONGEST_EXAMPLE) {
            String words = COMMAND_LINES.contains(key)
                            && !SPECIAL.matcher(scalar.getValue()).find()
                    ? String.join(", ", scalar.getValue().strip().split("\\s+"))
                    : scalar.getValue();
            return "for example " + key + ": [" + words + "]";
        }
        return isMapping()
                ? "put \"- \" before its first key, and indent the others as far"
                : "for example " + key + ": [one, two]; an empty list is []";
    }

    /** The members of a list of strings; without those that are none, which are problems. */
    public List<String> texts(int max) {
        List<String> texts = new ArrayList<>();
        for (YamlValue item : items(max)) {
            String text = item.text();
            if (text != null) {
                texts.add(text);
            }
        }
        return texts;
    }

    /** A mapping with known keys; null, and a problem, if it is none. */
    public @Nullable YamlMapping mapping(String what, Set<String> keys) {
        if (node instanceof MappingNode entries) {
            return YamlMapping.of(this, what, entries, true).withKeys(keys);
        }
        String message = what + " must be a mapping, not " + kind();
        String hint = "keys: " + String.join(", ", keys);
        if (kind().equals(LONG_TEXT)) { // another file was meant, whose lines are nobody's business
            problemOfSecret(message, hint);
        } else {
            problem(message, hint);
        }
        return null;
    }

    /** A mapping with any keys; null, and a problem, if it is none. */
    public @Nullable YamlMapping mapping(String what) {
        return mapping(what, true);
    }

    /** The same, where Falco takes the first of several equal keys: a further one is a warning. */
    public @Nullable YamlMapping settings(String what) {
        return mapping(what, false);
    }

    private @Nullable YamlMapping mapping(String what, boolean strict) {
        if (node instanceof MappingNode entries) {
            return YamlMapping.of(this, what, entries, strict);
        }
        problem(what + " must be a mapping, not " + kind(), "");
        return null;
    }

    /** A value below it, by keys and numbers of members; if it is not written, the nearest value around its place. */
    public YamlValue find(List<Object> steps) {
        YamlValue at = this;
        for (Object step : steps) {
            YamlValue next = step instanceof Integer member ? at.item(member) : at.value(step.toString());
            if (next == null) {
                return at;
            }
            at = next;
        }
        return at;
    }

    private @Nullable YamlValue item(int member) {
        return node instanceof SequenceNode sequence
                        && member < sequence.getValue().size()
                ? new YamlValue(document, this, key, member, sequence.getValue().get(member))
                : null;
    }

    private @Nullable YamlValue value(String name) {
        if (node instanceof MappingNode entries) {
            for (NodeTuple entry : entries.getValue()) {
                if (entry.getKeyNode() instanceof ScalarNode scalar
                        && scalar.getValue().equals(name)) {
                    return below(name, entry.getValueNode());
                }
            }
        }
        return null;
    }

    /**
     * A copy of this value with others in place of some scalars.
     *
     * @param change the text of a scalar, or of a key, as it is to be read
     * @param replacement the value in place of a scalar; null to keep it
     */
    public YamlValue copy(UnaryOperator<String> change, Function<YamlValue, @Nullable YamlValue> replacement) {
        return new YamlValue(document, parent, key, index, copy(node, change, replacement));
    }

    private Node copy(Node from, UnaryOperator<String> change, Function<YamlValue, @Nullable YamlValue> replacement) {
        if (from instanceof MappingNode mapping) {
            List<NodeTuple> entries = new ArrayList<>();
            for (NodeTuple tuple : mapping.getValue()) {
                entries.add(new NodeTuple(
                        copy(tuple.getKeyNode(), change, value -> null),
                        copy(tuple.getValueNode(), change, replacement)));
            }
            return new MappingNode(
                    from.getTag(), true, entries, from.getStartMark(), from.getEndMark(), mapping.getFlowStyle());
        }
        if (from instanceof SequenceNode sequence) {
            List<Node> members = new ArrayList<>();
            sequence.getValue().forEach(member -> members.add(copy(member, change, replacement)));
            return new SequenceNode(
                    from.getTag(), true, members, from.getStartMark(), from.getEndMark(), sequence.getFlowStyle());
        }
        YamlValue other = replacement.apply(new YamlValue(document, from));
        if (other != null) {
            return other.node;
        }
        ScalarNode scalar = (ScalarNode) from;
        return new ScalarNode(
                from.getTag(),
                change.apply(scalar.getValue()),
                from.getStartMark(),
                from.getEndMark(),
                scalar.getScalarStyle());
    }

    /** A mapping without some of its keys; another value as it is. */
    public YamlValue without(Set<String> keys) {
        if (!(node instanceof MappingNode mapping)) {
            return this;
        }
        List<NodeTuple> entries = mapping.getValue().stream()
                .filter(tuple -> !(tuple.getKeyNode() instanceof ScalarNode key && keys.contains(key.getValue())))
                .toList();
        return new YamlValue(
                document,
                parent,
                key,
                index,
                new MappingNode(
                        node.getTag(), true, entries, node.getStartMark(), node.getEndMark(), mapping.getFlowStyle()));
    }

    /** The value as compact JSON. A scalar without quotes is what YAML reads it as, a time a string. */
    public String json() {
        StringBuilder out = new StringBuilder();
        YamlJson.append(out, node);
        return out.toString();
    }

    /** The value as maps, lists, strings, booleans and nulls. Only {@code true} and {@code false} are booleans. */
    public @Nullable Object plain() {
        return plain(node);
    }

    private static @Nullable Object plain(Node node) {
        if (node instanceof MappingNode mapping) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            for (NodeTuple tuple : mapping.getValue()) {
                String name = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
                map.putIfAbsent(name, plain(tuple.getValueNode())); // only the first counts
            }
            return map;
        }
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue().stream().map(YamlValue::plain).toList();
        }
        String text = ((ScalarNode) node).getValue();
        if (node.getTag().equals(Tag.NULL)) {
            return null;
        }
        boolean isBoolean =
                node.getTag().equals(Tag.BOOL) && (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false"));
        return isBoolean ? (Object) Boolean.valueOf(text) : text;
    }
}
