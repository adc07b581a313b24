// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.sandbox.TextRules;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A mapping of a scenario file, read key by key; what does not fit becomes a problem of the file. */
final class YamlMapping {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,6})(ms|s|m)");
    private static final Duration LONGEST = Duration.ofMinutes(10);

    /** Texts that a process reads: any byte may be in them. */
    private static final Set<String> BYTES = Set.of("stdin", "answer");

    /** Texts that a process is given or prints: they may have several lines. */
    private static final Set<String> FREE_TEXTS = Set.of("command", "do", "args", "output", "error", "contains");

    private final SourceText source;
    private final String what;
    private final MappingNode node;
    private final Map<String, Node> values = new LinkedHashMap<>();

    private YamlMapping(SourceText source, String what, MappingNode node) {
        this.source = source;
        this.what = what;
        this.node = node;
    }

    /** The keys that a mapping may have, in the order in which messages list them. */
    static Set<String> keys(String... keys) {
        return new LinkedHashSet<>(List.of(keys));
    }

    /** A node as a mapping with known keys; null, and a problem, if it is none. */
    static @Nullable YamlMapping of(SourceText source, String what, Node node, Set<String> keys) {
        if (!(node instanceof MappingNode mapping)) {
            source.problem(node, what + " must be a mapping, not " + kind(node), "keys: " + String.join(", ", keys));
            return null;
        }
        return of(source, what, mapping, keys::contains, keys);
    }

    /** A node as a mapping with any keys; null, and a problem, if it is none. */
    static @Nullable YamlMapping ofAny(SourceText source, String what, Node node) {
        if (node instanceof MappingNode mapping) {
            return of(source, what, mapping, key -> true, Set.of());
        }
        source.problem(node, what + " must be a mapping, not " + kind(node), "");
        return null;
    }

    /** A mapping without keys, for what is not written; its place is that of another node. */
    static YamlMapping empty(SourceText source, String what, Node place) {
        MappingNode node = new MappingNode(
                Tag.MAP, true, List.of(), place.getStartMark(), place.getEndMark(), DumperOptions.FlowStyle.FLOW);
        return new YamlMapping(source, what, node);
    }

    /** A mapping of one key, for what is written in short. */
    static YamlMapping single(SourceText source, String what, String key, Node value) {
        YamlMapping result = empty(source, what, value);
        result.values.put(key, value);
        return result;
    }

    private static YamlMapping of(
            SourceText source, String what, MappingNode mapping, Predicate<String> isKnown, Set<String> keys) {
        YamlMapping result = new YamlMapping(source, what, mapping);
        for (NodeTuple tuple : mapping.getValue()) {
            String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
            if (!isKnown.test(key)) {
                source.problem(tuple.getKeyNode(), what + " has no key \"" + key + "\"", NearestName.hint(key, keys));
            } else if (result.values.put(key, tuple.getValueNode()) != null) {
                source.problem(tuple.getKeyNode(), "\"" + key + "\" is given twice", "remove one of the two");
            }
        }
        return result;
    }

    Origin origin() {
        return source.origin(node);
    }

    Set<String> keys() {
        return values.keySet();
    }

    @Nullable
    Node get(String key) {
        return values.get(key);
    }

    /** Says that a key must be there. */
    void require(String key, String hint) {
        if (!values.containsKey(key)) {
            source.problem(node, what + " has no \"" + key + "\"", hint);
        }
    }

    /** The only entry; null, and a problem, if there is none or there are several. */
    Map.@Nullable Entry<String, Node> onlyEntry(Set<String> keys) {
        if (values.size() == 1) {
            return values.entrySet().iterator().next();
        }
        if (values.size() > 1 || node.getValue().isEmpty()) {
            source.problem(node, what + " has exactly one key", "one of " + String.join(", ", keys));
        }
        return null;
    }

    /** Says what is wrong with the value of a key, if it is given. */
    void problem(String key, String message, String hint) {
        Node value = values.get(key);
        if (value != null) {
            source.problem(value, message, hint);
        }
    }

    @Nullable
    String text(String key) {
        Node value = values.get(key);
        if (value == null) {
            return null;
        }
        if (value instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)) {
            clean(key, scalar);
            return scalar.getValue();
        }
        source.problem(value, "\"" + key + "\" must be a string, not " + kind(value), "");
        return null;
    }

    /** A text in UTF-8, or the bytes of a value with the tag {@code !!binary}; null if absent. */
    byte @Nullable [] bytes(String key) {
        String text = text(key);
        Node value = values.get(key);
        if (text == null || value == null) {
            return null;
        }
        if (!value.getTag().equals(Tag.BINARY)) {
            return text.getBytes(UTF_8);
        }
        try {
            return Base64.getDecoder().decode(text.replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            source.problem(value, "\"" + key + "\" is not base64: " + e.getMessage(), "");
            return null;
        }
    }

    /** A text as a path; null, and a problem, if it can't be one on this machine. */
    @Nullable
    Path path(String key) {
        int before = source.problemCount();
        String text = text(key);
        if (text == null || source.problemCount() != before) {
            return null;
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            problem(key, "\"" + key + "\" can't be a path on this machine: " + e.getReason(), "");
            return null;
        }
    }

    private void clean(String key, ScalarNode text) {
        if (!BYTES.contains(key) && TextRules.isBad(text.getValue(), FREE_TEXTS.contains(key))) {
            source.problem(text, "\"" + key + "\" has characters that are not allowed in it", "remove them");
        }
    }

    boolean flag(String key, boolean otherwise) {
        Node value = values.get(key);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof ScalarNode scalar
                && (scalar.getValue().equals("true") || scalar.getValue().equals("false"))) {
            return scalar.getValue().equals("true");
        }
        source.problem(value, "\"" + key + "\" must be true or false", "");
        return otherwise;
    }

    /** Whether a key is given; its only value is a word. */
    boolean isWord(String key, String word, String hint) {
        Node value = values.get(key);
        if (value != null
                && !(value instanceof ScalarNode scalar && scalar.getValue().equals(word))) {
            source.problem(value, "\"" + key + "\" can only be \"" + word + "\", not " + kind(value), hint);
        }
        return value != null;
    }

    int number(String key, int otherwise, int max) {
        Node value = values.get(key);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof ScalarNode scalar && scalar.getValue().matches("\\d{1,9}")) {
            int number = Integer.parseInt(scalar.getValue());
            if (number <= max) {
                return number;
            }
        }
        source.problem(value, "\"" + key + "\" must be a whole number from 0 to " + max, "");
        return otherwise;
    }

    Duration duration(String key, Duration otherwise) {
        Node value = values.get(key);
        if (value == null) {
            return otherwise;
        }
        Matcher matcher = DURATION.matcher(value instanceof ScalarNode scalar ? scalar.getValue() : "");
        if (matcher.matches()) {
            long amount = Long.parseLong(matcher.group(1));
            Duration duration = switch (matcher.group(2)) {
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                default -> Duration.ofMinutes(amount);
            };
            if (!duration.isZero() && duration.compareTo(LONGEST) <= 0) {
                return duration;
            }
        }
        source.problem(value, "\"" + key + "\" must be a time of at most 10m", "for example 500ms, 30s or 2m");
        return otherwise;
    }

    /** Whether a key is given and its value is a list without members. */
    boolean isEmptyList(String key) {
        return values.get(key) instanceof SequenceNode sequence
                && sequence.getValue().isEmpty();
    }

    /** The members of a list; a problem if it has more than allowed. */
    List<Node> items(String key, int max) {
        Node value = values.get(key);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof SequenceNode sequence)) {
            source.problem(value, "\"" + key + "\" must be a list, not " + kind(value), "");
            return List.of();
        }
        List<Node> items = sequence.getValue();
        if (items.size() > max) {
            source.problem(
                    value, "\"" + key + "\" has " + items.size() + " members; at most " + max + " are allowed", "");
            return List.of();
        }
        return items;
    }

    /** The members of a list of texts. */
    List<String> texts(String key, int max) {
        List<String> texts = new ArrayList<>();
        for (Node item : items(key, max)) {
            String text = textOf(key, item);
            if (text != null) {
                texts.add(text);
            }
        }
        return texts;
    }

    /** A member of a list as a text; null, and a problem, if it is none. */
    @Nullable
    String textOf(String key, Node item) {
        if (item instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)) {
            clean(key, scalar);
            return scalar.getValue();
        }
        source.problem(item, "\"" + key + "\" must be a list of strings; this is " + kind(item), "");
        return null;
    }

    static String kind(Node node) {
        if (node instanceof MappingNode) {
            return "a mapping";
        }
        if (node instanceof SequenceNode) {
            return "a list";
        }
        if (node.getTag().equals(Tag.NULL)) {
            return "nothing";
        }
        return "\"" + ((ScalarNode) node).getValue() + "\"";
    }
}
