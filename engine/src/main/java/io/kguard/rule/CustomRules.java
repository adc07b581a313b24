// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.yaml.snakeyaml.nodes.Node;

/**
 * The {@code customRules} of values of Falco's Helm chart. The values may be a file of their own, those of a chart around
 * Falco's, or part of what installs the chart: a HelmRelease of Flux, an Application of Argo CD, a helmfile.
 */
final class CustomRules {
    static final String KEY = "customRules";
    /** Where values are text: an Application of Argo CD. */
    private static final String VALUES = "values";

    private final IdentityHashMap<Node, List<YamlNode>> found = new IdentityHashMap<>();

    private CustomRules() {}

    /** Finds them, in each object in order. */
    static CustomRules in(List<YamlNode> objects) {
        CustomRules rules = new CustomRules();
        Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (YamlNode object : objects) {
            List<YamlNode> of = new ArrayList<>();
            search(object, of, seen);
            if (!of.isEmpty()) {
                rules.found.put(object.node(), of);
            }
        }
        return rules;
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    boolean isFoundIn(YamlNode object) {
        return found.containsKey(object.node());
    }

    List<YamlNode> of(YamlNode object) {
        return found.getOrDefault(object.node(), List.of());
    }

    /** Looks at each node once: aliases can make a few nodes very many. */
    private static void search(YamlNode node, List<YamlNode> found, Set<Node> seen) {
        if (!seen.add(node.node())) {
            return;
        }
        if (node.isSequence()) {
            node.elements().forEach(element -> search(element, found, seen));
        } else if (node.isMap()) {
            for (YamlNode key : node.keys()) {
                YamlNode value = key.isScalar() ? node.get(key.scalar()) : null;
                if (value == null) {
                    continue;
                }
                if (!key.scalar().equals(KEY)) {
                    searchValue(key.scalar(), value, found, seen);
                } else if (!value.isNull()) {
                    found.add(value);
                }
            }
        }
    }

    private static void searchValue(String key, YamlNode value, List<YamlNode> found, Set<Node> seen) {
        if (key.equals(VALUES) && value.isScalar() && value.scalar().contains(KEY)) {
            RuleFileText text = RuleFileText.embedded(value.source().name(), value.traced());
            YamlFile.documents(text).forEach(document -> search(document, found, seen));
        } else {
            search(value, found, seen);
        }
    }
}
