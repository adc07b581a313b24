// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rule files inside another YAML file: the {@code customRules} of a values file of Falco's Helm chart, where the chart may
 * be used alone or as {@code falco} of another; or the data of ConfigMaps, among whatever other manifests.
 */
final class Manifest {
    private static final String CUSTOM_RULES = "customRules";
    /** What a ConfigMap of Falco's chart holds beside rules: its configuration. */
    private static final String CONFIGURATION = "falco.yaml";

    private final RuleFileText source;
    private final List<YamlNode> documents;

    Manifest(RuleFileText source, List<YamlNode> documents) {
        this.source = source;
        this.documents = documents;
    }

    /** Whether this is such a file, and no rule file itself. */
    boolean holdsRuleFiles() {
        return documents.stream()
                .anyMatch(document -> document.isMap() && (customRules(document) != null || isObject(document)));
    }

    /** The rule files in it, sorted by name as they would be in the directory that they are mounted in. */
    List<RuleFileText> ruleFiles() {
        List<RuleFileText> files = new ArrayList<>();
        for (YamlNode document : documents) {
            if (document.isMap()) {
                addFrom(document, files);
            }
        }
        if (files.isEmpty()) {
            throw Context.of(source)
                    .malformed(
                            "no rule file in it",
                            "rules are expected in '" + CUSTOM_RULES
                                    + ":' of a Helm values file, or in 'data:' of a ConfigMap");
        }
        return files;
    }

    private void addFrom(YamlNode document, List<RuleFileText> files) {
        YamlNode custom = customRules(document);
        if (custom != null) {
            addEntries(custom, CUSTOM_RULES, files);
        } else if (is(document, "kind", "ConfigMap")) {
            YamlNode data = document.get("data");
            if (data != null) {
                addEntries(data, "data", files);
            }
        } else if (is(document, "kind", "List") || is(document, "kind", "ConfigMapList")) {
            YamlNode items = document.get("items");
            if (items != null && items.isSequence()) {
                items.elements().stream().filter(YamlNode::isMap).forEach(item -> addFrom(item, files));
            }
        }
    }

    private void addEntries(YamlNode entries, String key, List<RuleFileText> files) {
        if (entries.isNull()) {
            return;
        }
        Context all = Context.of(source).in(Location.Kind.VALUE_FOR, key, entries.place());
        if (!entries.isMap()) {
            throw all.malformed(
                    "Value of " + key + " must be a mapping", "write 'my_rules.yaml: |-' and the rules below it");
        }
        entries.sortedEntries().forEach((name, value) -> {
            if (name.equals(CONFIGURATION)) {
                return;
            }
            if (!value.isScalar()) {
                throw all.in(Location.Kind.VALUE_FOR, name, value.place())
                        .malformed("Value is not a scalar value", "write the rule file as text: '" + name + ": |-'");
            }
            files.add(RuleFileText.embedded(source.name(), value.traced()));
        });
    }

    private static @Nullable YamlNode customRules(YamlNode document) {
        YamlNode own = document.get(CUSTOM_RULES);
        YamlNode falco = document.get("falco");
        return own != null || falco == null || !falco.isMap() ? own : falco.get(CUSTOM_RULES);
    }

    private static boolean isObject(YamlNode document) {
        return document.get("apiVersion") != null && document.get("kind") != null;
    }

    private static boolean is(YamlNode document, String key, String value) {
        YamlNode node = document.get(key);
        return node != null && node.isScalar() && node.scalar().equals(value);
    }
}
