// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The {@code customRules} of values of Falco's Helm chart. The values may be a file of their own, those of a chart around
 * Falco's, or part of what installs the chart: a HelmRelease of Flux, an Application of Argo CD, a helmfile.
 */
final class CustomRules {
    static final String KEY = "customRules";
    /** Where values are text: an Application of Argo CD. */
    private static final String VALUES = "values";

    private static final String CHART = "chart";
    private static final String FALCO = "falco";

    /**
     * The rules at one place.
     *
     * @param misplaced whether Falco loads none of them
     */
    record Entry(YamlNode files, boolean misplaced) {}

    private final IdentityHashMap<YamlContent, List<Entry>> found = new IdentityHashMap<>();

    private CustomRules() {}

    /** Finds them, in each object in order. */
    static CustomRules in(List<YamlNode> objects) {
        CustomRules rules = new CustomRules();
        Set<YamlContent> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (YamlNode object : objects) {
            List<Entry> of = new ArrayList<>();
            search(object, "", null, of, seen);
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

    List<Entry> of(YamlNode object) {
        return found.getOrDefault(object.node(), List.of());
    }

    /**
     * Looks at each node once: aliases can make a few nodes very many.
     *
     * @param name the key of the node
     * @param chart the chart whose values may be in it, as far as it is known
     */
    private static void search(
            YamlNode node, String name, @Nullable String chart, List<Entry> found, Set<YamlContent> seen) {
        if (!seen.add(node.node())) {
            return;
        }
        if (node.isSequence()) {
            node.elements().forEach(element -> search(element, name, chart, found, seen));
        } else if (node.isMap()) {
            String named = chart(node);
            for (YamlNode key : node.keys()) {
                YamlNode value = key.isScalar() ? node.get(key.scalar()) : null;
                if (value == null) {
                    continue;
                }
                if (!key.scalar().equals(KEY)) {
                    searchValue(key.scalar(), value, named == null ? chart : named, found, seen);
                } else if (!value.isNull()) {
                    found.add(new Entry(
                            value, name.equals(FALCO) && FalcoChart.areMisplaced(scalars(node.keys()), chart)));
                }
            }
        }
    }

    private static List<String> scalars(List<YamlNode> keys) {
        return keys.stream().filter(YamlNode::isScalar).map(YamlNode::scalar).toList();
    }

    /** The chart that an Application of Argo CD, a helmfile, or a HelmRelease of Flux names beside its values; null if none. */
    private static @Nullable String chart(YamlNode node) {
        YamlNode chart = node.scalarAt(CHART) != null ? node.scalarAt(CHART) : node.scalarAt(CHART, "spec", CHART);
        return chart != null && !chart.scalar().isEmpty() ? chart.scalar() : null;
    }

    private static void searchValue(
            String key, YamlNode value, @Nullable String chart, List<Entry> found, Set<YamlContent> seen) {
        if (key.equals(VALUES) && value.isScalar() && value.scalar().contains(KEY)) {
            RuleFileText text = RuleFileText.embedded(value.source().name(), value.traced());
            YamlFile.read(text).documents().forEach(document -> search(document, "", chart, found, seen));
        } else {
            search(value, key, chart, found, seen);
        }
    }
}
