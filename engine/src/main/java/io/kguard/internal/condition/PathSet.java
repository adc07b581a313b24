// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import io.kguard.internal.field.Glob;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Paths for the operator {@code pmatch}: finds whether a path is below or equal to one of them. Empty components are
 * ignored, and a component may be a pattern.
 */
final class PathSet {
    private static final class Node {
        final Map<String, Node> children = new HashMap<>();
        final List<Map.Entry<Glob, Node>> patterns = new ArrayList<>();
        boolean end;
    }

    private final List<String> paths;
    private final Node root = new Node();

    PathSet(Collection<String> paths) {
        this.paths = List.copyOf(paths);
        this.paths.forEach(this::add);
    }

    private void add(String path) {
        Node node = root;
        for (String component : path.split("/", -1)) {
            if (component.isEmpty()) {
                continue;
            }
            if (!Glob.isPattern(component)) {
                node = node.children.computeIfAbsent(component, c -> new Node());
                continue;
            }
            Glob pattern = new Glob(component, false);
            Node next = null;
            for (Map.Entry<Glob, Node> known : node.patterns) {
                next = known.getKey().equals(pattern) ? known.getValue() : next;
            }
            if (next == null) {
                next = new Node();
                node.patterns.add(Map.entry(pattern, next));
            }
            node = next;
        }
        node.end = true;
    }

    boolean contains(String path) {
        return contains(root, path, 0);
    }

    private static boolean contains(@Nullable Node from, String path, int start) {
        Node node = from;
        int at = start;
        while (node != null && !node.end) {
            while (at < path.length() && path.charAt(at) == '/') {
                at++;
            }
            if (at == path.length()) {
                return false;
            }
            int end = path.indexOf('/', at);
            end = end < 0 ? path.length() : end;
            String component = path.substring(at, end);
            at = end;
            Node next = node.children.get(component);
            for (int i = 0; i < node.patterns.size(); i++) {
                Map.Entry<Glob, Node> pattern = node.patterns.get(i);
                if (pattern.getKey().matches(component) && contains(pattern.getValue(), path, at)) {
                    return true;
                }
            }
            node = next;
        }
        return node != null;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PathSet set && set.paths.equals(paths);
    }

    @Override
    public int hashCode() {
        return paths.hashCode();
    }

    @Override
    public String toString() {
        return paths.toString();
    }
}
