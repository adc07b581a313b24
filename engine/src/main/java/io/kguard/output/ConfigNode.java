// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import io.kguard.rule.Priority;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A value of a {@code falco.yaml}. Reading it as something that it is not is a problem at its place, and gives the default.
 */
final class ConfigNode {
    private static final Pattern VARIABLE = Pattern.compile("\\$(\\$?)\\{([^}]*)}");

    /** What all nodes of a file share. */
    record Source(String file, Function<String, @Nullable String> environment, List<ConfigProblem> problems) {}

    private final Source source;
    private final Node node;
    private final String path;

    ConfigNode(Source source, Node node, String path) {
        this.source = source;
        this.node = node;
        this.path = path;
    }

    /** The keys from the top of the file on, joined by dots. */
    String path() {
        return path;
    }

    boolean isMap() {
        return node instanceof MappingNode;
    }

    void error(String message) {
        problem(true, message);
    }

    void warn(String message) {
        problem(false, message);
    }

    private void problem(boolean error, String message) {
        Mark mark = node.getStartMark();
        source.problems()
                .add(new ConfigProblem(source.file(), mark.getLine() + 1, mark.getColumn() + 1, error, message));
    }

    /** The entries of a mapping. */
    Map<String, ConfigNode> map() {
        Map<String, ConfigNode> entries = new LinkedHashMap<>();
        if (!(node instanceof MappingNode mapping)) {
            if (!node.getTag().equals(Tag.NULL)) {
                error(path + " must be a mapping of keys to values");
            }
            return entries;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            if (tuple.getKeyNode() instanceof ScalarNode key) {
                String name = key.getValue();
                String below = path.isEmpty() ? name : path + "." + name;
                entries.put(name, new ConfigNode(source, tuple.getValueNode(), below));
            } else {
                error("keys must be plain strings");
            }
        }
        return entries;
    }

    /** The elements of a sequence. */
    List<ConfigNode> list() {
        List<ConfigNode> elements = new ArrayList<>();
        if (node instanceof SequenceNode sequence) {
            for (Node element : sequence.getValue()) {
                elements.add(new ConfigNode(source, element, path + "[" + elements.size() + "]"));
            }
        } else if (!node.getTag().equals(Tag.NULL)) {
            error(path + " must be a list");
        }
        return elements;
    }

    /** A text, the variables of the environment in it replaced. */
    String text() {
        if (!(node instanceof ScalarNode scalar)) {
            error(path + " must be a string");
            return "";
        }
        return node.getTag().equals(Tag.NULL) ? "" : substituted(scalar.getValue());
    }

    private String substituted(String text) {
        Matcher variable = VARIABLE.matcher(text);
        StringBuilder out = new StringBuilder();
        while (variable.find()) {
            String value;
            if (!variable.group(1).isEmpty()) {
                value = "${" + variable.group(2) + "}";
            } else {
                String known = source.environment().apply(variable.group(2));
                value = known == null ? "" : known;
            }
            variable.appendReplacement(out, Matcher.quoteReplacement(value));
        }
        return variable.appendTail(out).toString();
    }

    boolean bool(boolean otherwise) {
        String text = text();
        switch (text) {
            case "true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON" -> {
                return true;
            }
            case "false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF" -> {
                return false;
            }
            default -> {
                error(path + " must be true or false, not \"" + text + "\"");
                return otherwise;
            }
        }
    }

    long number(long least, long most, long otherwise) {
        String text = text();
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // reported below, with the numbers that are possible
        }
        error(path + " must be a number from " + least + " to " + most + ", not \"" + text + "\"");
        return otherwise;
    }

    Priority priority() {
        String text = text();
        return Priority.of(text).orElseGet(() -> {
            error(path + " is \"" + text + "\"; it can be emergency, alert, critical, error, warning, notice,"
                    + " informational or debug");
            return Priority.DEBUG;
        });
    }
}
