// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.yaml;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.internal.message.Nearest;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** A mapping of a document, read key by key. What does not fit becomes a problem of the document. */
public final class YamlMapping {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,6})(ms|s|m)");

    private final YamlValue place;
    private final String what;
    private final Map<String, YamlValue> values = new LinkedHashMap<>();
    private final Map<String, Node> keyNodes = new LinkedHashMap<>();

    private YamlMapping(YamlValue place, String what) {
        this.place = place;
        this.what = what;
    }

    static YamlMapping of(YamlValue place, String what, MappingNode node, boolean strict) {
        YamlMapping result = new YamlMapping(place, what);
        for (NodeTuple tuple : node.getValue()) {
            if (tuple.getKeyNode() instanceof ScalarNode key) {
                result.add(key, tuple.getValueNode(), strict);
            } else {
                place.document()
                        .problem(tuple.getKeyNode().getStartMark(), "a key of " + what + " must be a string", "");
            }
        }
        return result;
    }

    private void add(ScalarNode key, Node value, boolean strict) {
        String name = key.getValue();
        if (keyNodes.putIfAbsent(name, key) == null) {
            values.put(name, place.below(name, value));
            return;
        }
        String message = "\"" + name + "\" is given twice";
        if (strict) {
            place.document().problem(key.getStartMark(), message, "remove one of the two");
        } else {
            place.document().warn(key.getStartMark(), message, "remove one of the two: only the first counts");
        }
    }

    /** A mapping without keys, for what is not written at a place. */
    public static YamlMapping empty(YamlValue place, String what) {
        return new YamlMapping(place, what);
    }

    /** A mapping of one key, for what is written in short. */
    public static YamlMapping single(YamlValue value, String what, String key) {
        YamlMapping result = new YamlMapping(value, what);
        result.values.put(key, value.below(key, value.node()));
        return result;
    }

    /** The keys that a mapping may have, in the order in which messages list them. */
    public static Set<String> keys(String... keys) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(List.of(keys)));
    }

    /** Makes problems of all other keys, and forgets their values. */
    YamlMapping withKeys(Set<String> known) {
        keyNodes.keySet().stream()
                .filter(key -> !known.contains(key))
                .forEach(key -> problemOfKey(key, what + " has no key \"" + key + "\"", Nearest.hint(key, known)));
        values.keySet().retainAll(known);
        return this;
    }

    /** Forgets the keys whose values are null, for a format in which that means that they are not given. */
    public YamlMapping withoutNothing() {
        values.values().removeIf(YamlValue::isNothing);
        return this;
    }

    /** This mapping with the values of another one for some keys that it does not have. */
    public YamlMapping completed(YamlMapping other, Set<String> keys) {
        YamlMapping result = new YamlMapping(place, what);
        result.values.putAll(values);
        result.keyNodes.putAll(keyNodes);
        for (String key : keys) {
            YamlValue value = other.values.get(key);
            if (value != null) {
                result.values.putIfAbsent(key, value);
            }
        }
        return result;
    }

    /** The mapping as a value. */
    public YamlValue place() {
        return place;
    }

    /** Its keys, in the order of the file. */
    public Set<String> keys() {
        return values.keySet();
    }

    /** Its values, in the order of the file. */
    public Collection<YamlValue> values() {
        return values.values();
    }

    /** The value of a key; null if it is not given. */
    public @Nullable YamlValue get(String key) {
        return values.get(key);
    }

    /** Says what its author should know of a key, if it is given. */
    public void warnOfKey(String key, String message, String hint) {
        Node node = keyNodes.get(key);
        if (node != null) {
            place.document().warn(node.getStartMark(), message, hint);
        }
    }

    /** Warns of all keys that are not known. */
    public void warnOfUnknownKeys(Set<String> known) {
        keyNodes.forEach((key, node) -> {
            if (!known.contains(key)) {
                String nearest = Nearest.of(key, known);
                place.document()
                        .warn(
                                node.getStartMark(),
                                "unknown setting " + place.below(key, node).path(),
                                nearest == null ? "" : "did you mean " + nearest + "?");
            }
        });
    }

    /** Says that a key must be there. */
    public void require(String key, String hint) {
        if (!values.containsKey(key)) {
            place.problem(what + " has no \"" + key + "\"", hint);
        }
    }

    /** The only entry; null, and a problem, if there is none or there are several. */
    public @Nullable YamlValue onlyEntry(Set<String> keys) {
        if (values.size() == 1) {
            return values.values().iterator().next();
        }
        if (values.size() > 1 || keyNodes.isEmpty()) {
            place.problem(what + " has exactly one key", "one of " + String.join(", ", keys));
        }
        return null;
    }

    /** Says what is wrong with the value of a key, if it is given. */
    public void problem(String key, String message, String hint) {
        YamlValue value = values.get(key);
        if (value != null) {
            value.problem(message, hint);
        }
    }

    /** Says what is wrong with a key. */
    public void problemOfKey(String key, String message, String hint) {
        Node node = keyNodes.get(key);
        if (node != null) {
            place.document().problem(node.getStartMark(), message, hint);
        }
    }

    /** A string; null if it is not given, or is none, which is a problem. */
    public @Nullable String text(String key) {
        YamlValue value = values.get(key);
        return value == null ? null : value.text();
    }

    /** A string; another one if it is not given, or is none, which is a problem. */
    public String text(String key, String otherwise) {
        return Objects.requireNonNullElse(text(key), otherwise);
    }

    /** A mapping with any keys; null if it is not given, or is none, which is a problem. */
    public @Nullable YamlMapping mapping(String key, String named) {
        YamlValue value = values.get(key);
        return value == null ? null : value.mapping(named);
    }

    /** The strings of a mapping by its keys; none if it is not given. */
    public Map<String, String> textsByKey() {
        Map<String, String> texts = new LinkedHashMap<>();
        values.forEach((key, value) -> {
            String text = value.text();
            if (text != null) {
                texts.put(key, text);
            }
        });
        return texts;
    }

    /** A string in UTF-8, or the bytes of a value with the tag {@code !!binary}; null if it is not given. */
    public byte @Nullable [] bytes(String key) {
        String text = text(key);
        YamlValue value = values.get(key);
        if (text == null || value == null) {
            return null;
        }
        if (!value.isBinary()) {
            return text.getBytes(UTF_8);
        }
        try {
            return Base64.getDecoder().decode(text.replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            value.problem("\"" + key + "\" is not base64: " + e.getMessage(), "");
            return null;
        }
    }

    /** A path of this machine; null if it is not given, or is none, which is a problem. */
    public @Nullable Path path(String key) {
        String text = text(key);
        try {
            return text == null ? null : Path.of(text);
        } catch (InvalidPathException e) {
            problem(key, "\"" + key + "\" can't be a path on this machine: " + e.getReason(), "");
            return null;
        }
    }

    /** True or false. */
    public boolean flag(String key, boolean otherwise) {
        YamlValue value = values.get(key);
        if (value == null) {
            return otherwise;
        }
        String written = value.written();
        if (!written.equals("true") && !written.equals("false")) {
            value.problem("\"" + key + "\" must be true or false, not " + value.kind(), "");
            return otherwise;
        }
        return written.equals("true");
    }

    /** Whether a key is given; its only value is a word. */
    public boolean isWord(String key, String word, String hint) {
        YamlValue value = values.get(key);
        if (value != null && !value.written().equals(word)) {
            value.problem("\"" + key + "\" can only be \"" + word + "\", not " + value.kind(), hint);
        }
        return value != null;
    }

    /** A number that is not negative. */
    public int number(String key, int otherwise, int max) {
        YamlValue value = values.get(key);
        if (value == null) {
            return otherwise;
        }
        if (value.written().matches("\\d{1,9}") && Integer.parseInt(value.written()) <= max) {
            return Integer.parseInt(value.written());
        }
        value.problem("\"" + key + "\" must be a whole number from 0 to " + max, "");
        return otherwise;
    }

    /** A time such as {@code 500ms}. */
    public Duration duration(String key, Duration otherwise, Duration longest) {
        YamlValue value = values.get(key);
        if (value == null) {
            return otherwise;
        }
        Matcher matcher = DURATION.matcher(value.written());
        if (matcher.matches()) {
            long amount = Long.parseLong(matcher.group(1));
            Duration duration = switch (matcher.group(2)) {
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                default -> Duration.ofMinutes(amount);
            };
            if (!duration.isZero() && duration.compareTo(longest) <= 0) {
                return duration;
            }
        }
        value.problem(
                "\"" + key + "\" must be a time of at most " + longest.toMinutes() + "m",
                "for example 500ms, 30s or 2m");
        return otherwise;
    }

    /** Whether a key is given and its value is a list without members. */
    public boolean isEmptyList(String key) {
        YamlValue value = values.get(key);
        return value != null && value.isList() && value.items(Integer.MAX_VALUE).isEmpty();
    }

    /** The members of a list; none if it is not given. */
    public List<YamlValue> items(String key, int max) {
        YamlValue value = values.get(key);
        return value == null ? List.of() : value.items(max);
    }

    /** The members of a list of strings; none if it is not given. */
    public List<String> texts(String key, int max) {
        YamlValue value = values.get(key);
        return value == null ? List.of() : value.texts(max);
    }
}
