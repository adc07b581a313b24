// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.diagnostic.Location;
import io.kguard.event.FalcoVersion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Rule files inside another YAML file: the {@code customRules} of the values of Falco's Helm chart, the data of ConfigMaps
 * and Secrets, and the {@code Rulesfile}s of falco-operator, among whatever other manifests.
 */
final class Manifest {
    private static final Set<String> LISTS = Set.of("List", "ConfigMapList", "SecretList", "RulesfileList");
    /** The configuration that a ConfigMap of Falco's chart has next to rules. */
    private static final String CONFIGURATION = "falco.yaml";

    private final RuleFileText source;
    private final FalcoVersion version;
    private final List<YamlNode> objects = new ArrayList<>();
    private final CustomRules customRules;
    /** What is wrong with one file keeps no other from being read. */
    private final Attempts attempts = new Attempts();

    public Manifest(RuleFileText source, List<YamlNode> documents, FalcoVersion version) {
        this.source = source;
        this.version = version;
        documents.stream().filter(YamlNode::isMap).forEach(this::collect);
        this.customRules = CustomRules.in(objects);
    }

    private void collect(YamlNode document) {
        YamlNode items = document.get("items");
        if (LISTS.contains(kind(document)) && items != null && items.isSequence()) {
            items.elements().stream().filter(YamlNode::isMap).forEach(this::collect);
        } else {
            objects.add(document);
        }
    }

    /** Whether this is such a file, and not a rule file itself. */
    public boolean holdsRuleFiles() {
        return !customRules.isEmpty() || objects.stream().anyMatch(Manifest::isObject);
    }

    /** What is wrong with the rule files that were not found, or can't be read. */
    public Attempts attempts() {
        return attempts;
    }

    /** The rule files in it, sorted by name like files in the directory that they are mounted in. */
    public List<EmbeddedFile> ruleFiles() {
        Rulesfiles rulesfiles = new Rulesfiles(source, objects);
        List<EmbeddedFile> files = new ArrayList<>();
        for (YamlNode object : objects) {
            if (customRules.isFoundIn(object)) {
                customRules.of(object).forEach(rules -> attempts.run(() -> addRules(rules, files)));
            } else if (kind(object).equals("ConfigMap") && !rulesfiles.referTo(object)) {
                attempts.run(() -> addData(object.get("data"), "data", files));
            } else if (kind(object).equals("Secret")) {
                attempts.run(() -> addEncoded(object.get("data"), files));
                attempts.run(() -> addData(object.get("stringData"), "stringData", files));
            }
        }
        files.addAll(rulesfiles.files(attempts));
        if (files.isEmpty() && !attempts.hasFailed()) {
            throw Context.of(source)
                    .malformed(
                            "no rule file in it",
                            "rules are expected in 'customRules:' of Helm values, in 'data:' of a ConfigMap or Secret"
                                    + (version.readsOnlyYaml() ? " under a name that ends with .yaml or .yml" : "")
                                    + ", or in 'inlineRules:' of a Rulesfile");
        }
        return files;
    }

    private void addRules(CustomRules.Entry rules, List<EmbeddedFile> files) {
        if (rules.misplaced()) {
            throw at(rules.files(), CustomRules.KEY).malformed(FalcoChart.MISPLACED, FalcoChart.ADVICE);
        }
        addTexts(rules.files(), CustomRules.KEY, files);
    }

    private void addTexts(YamlNode entries, String key, List<EmbeddedFile> files) {
        forEach(entries, key, (name, value) -> {
            if (!isRead(name)) {
                throw at(value, name)
                        .malformed(
                                FolderFiles.reason(name, "'" + name + "'", version),
                                "call it '" + name.replaceAll("\\.ya?ml", "") + ".yaml'");
            }
            files.add(EmbeddedFile.of(name, requireText(value, name)));
        });
    }

    /** Data of an object that may hold other things, too. */
    private void addData(@Nullable YamlNode entries, String key, List<EmbeddedFile> files) {
        forEach(entries, key, (name, value) -> {
            if (isRead(name) && !name.equals(CONFIGURATION)) {
                files.add(EmbeddedFile.of(name, requireText(value, name)));
            }
        });
    }

    private void addEncoded(@Nullable YamlNode entries, List<EmbeddedFile> files) {
        forEach(entries, "data", (name, value) -> {
            if (isRead(name) && !name.equals(CONFIGURATION)) {
                String text = decoded(requireText(value, name), name);
                TracedText traced = TracedText.of(text, index -> value.place());
                files.add(new EmbeddedFile(name, RuleFileText.embedded(source.name(), traced), null));
            }
        });
    }

    /** Takes each entry of a mapping, by its name. What is wrong with one keeps no other from being taken. */
    private void forEach(@Nullable YamlNode entries, String key, BiConsumer<String, YamlNode> entry) {
        if (entries == null || entries.isNull()) {
            return;
        }
        requireMap(entries, key);
        entries.sortedEntries().forEach((name, value) -> attempts.run(() -> entry.accept(name, value)));
    }

    private String decoded(YamlNode value, String name) {
        try {
            byte[] bytes = Base64.getMimeDecoder().decode(value.scalar());
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw at(value, name)
                    .malformed("the data of a Secret is not base64", "write the rule file as text under 'stringData:'");
        }
    }

    private boolean isRead(String name) {
        return FolderFiles.isRead(name, version);
    }

    private void requireMap(YamlNode entries, String key) {
        if (!entries.isMap()) {
            throw at(entries, key)
                    .malformed(
                            "Value of " + key + " must be a mapping",
                            "write 'my_rules.yaml: |-' and the rules below it");
        }
    }

    private YamlNode requireText(YamlNode value, String name) {
        if (!value.isScalar()) {
            throw at(value, name)
                    .malformed("Value is not a scalar value", "write the rule file as text: '" + name + ": |-'");
        }
        return value;
    }

    private Context at(YamlNode value, String name) {
        return Context.of(source).in(Location.Kind.VALUE_FOR, name, value.place());
    }

    private static boolean isObject(YamlNode document) {
        return document.get("apiVersion") != null && document.get("kind") != null;
    }

    static String kind(YamlNode object) {
        YamlNode kind = object.scalarAt("kind");
        return kind == null ? "" : kind.scalar();
    }
}
