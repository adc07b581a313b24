// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.diagnostic.Location;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The {@code Rulesfile}s of falco-operator: rules in {@code inlineRules}, or in a ConfigMap that stands in the same file.
 * What {@code ociArtifact} names is in a registry; these rules are given to kguard as files of their own.
 */
final class Rulesfiles {
    private static final String GROUP = "artifact.falcosecurity.dev/";
    /** The key of the rules in a ConfigMap. */
    private static final String CONFIG_MAP_KEY = "rules.yaml";

    private static final int DEFAULT_PRIORITY = 50;
    private static final int MAX_PRIORITY = 99;

    private final RuleFileText source;
    private final Map<String, YamlNode> configMaps = new HashMap<>();
    private final Map<String, YamlNode> references = new HashMap<>();
    private final List<YamlNode> objects;

    Rulesfiles(RuleFileText source, List<YamlNode> objects) {
        this.source = source;
        this.objects = objects.stream().filter(Rulesfiles::isRulesfile).toList();
        objects.stream()
                .filter(object -> Manifest.kind(object).equals("ConfigMap"))
                .forEach(map -> configMaps.putIfAbsent(name(map), map));
        this.objects.forEach(rulesfile -> {
            YamlNode reference = rulesfile.scalarAt("spec", "configMapRef", "name");
            if (reference != null) {
                references.put(reference.scalar(), reference);
            }
        });
    }

    private static boolean isRulesfile(YamlNode object) {
        YamlNode version = object.scalarAt("apiVersion");
        return Manifest.kind(object).equals("Rulesfile")
                && version != null
                && version.scalar().startsWith(GROUP);
    }

    /** Whether one of them takes its rules from a ConfigMap. */
    boolean referTo(YamlNode configMap) {
        return references.containsKey(name(configMap));
    }

    /** The rule files, in the order in which Falco reads those that the operator makes of them. */
    List<EmbeddedFile> files(Attempts attempts) {
        List<EmbeddedFile> files = new ArrayList<>();
        objects.forEach(rulesfile -> attempts.run(() -> add(rulesfile, files, attempts)));
        files.sort(Comparator.comparing(EmbeddedFile::name));
        return files;
    }

    private void add(YamlNode rulesfile, List<EmbeddedFile> files, Attempts attempts) {
        int priority = priority(rulesfile);
        YamlNode reference = rulesfile.scalarAt("spec", "configMapRef", "name");
        if (reference != null) {
            String name = fileName(rulesfile, priority, "02", "configmap");
            attempts.run(() -> files.add(EmbeddedFile.of(name, rulesOf(reference))));
        }
        YamlNode inline = rulesfile.valueAt("spec", "inlineRules");
        if (inline != null && !inline.isNull()) {
            String name = fileName(rulesfile, priority, "03", "inline");
            files.add(
                    inline.isScalar()
                            ? EmbeddedFile.of(name, inline)
                            : new EmbeddedFile(name, inline.source(), inline));
        }
    }

    /** What the operator calls the file that it makes; Falco reads these in the order of their names. */
    private static String fileName(YamlNode rulesfile, int priority, String rank, String medium) {
        return String.format("%02d-%s-%s-%s.yaml", priority, rank, name(rulesfile), medium);
    }

    private YamlNode rulesOf(YamlNode reference) {
        YamlNode configMap = configMaps.get(reference.scalar());
        if (configMap == null) {
            throw at(reference, "configMapRef")
                    .malformed(
                            "the ConfigMap '" + reference.scalar() + "' is not in this file",
                            "put it into the same file, after a line '---'");
        }
        YamlNode rules = configMap.scalarAt("data", CONFIG_MAP_KEY);
        if (rules == null) {
            throw at(reference, "configMapRef")
                    .malformed(
                            "the ConfigMap '" + reference.scalar() + "' has no text '" + CONFIG_MAP_KEY
                                    + "' in its data",
                            "falco-operator takes the rules from this key");
        }
        return rules;
    }

    private int priority(YamlNode rulesfile) {
        YamlNode priority = rulesfile.scalarAt("spec", "priority");
        if (priority == null) {
            return DEFAULT_PRIORITY;
        }
        if (!priority.scalar().matches("[0-9]{1,2}")) {
            throw at(priority, "priority")
                    .malformed("the priority of a Rulesfile is a number from 0 to " + MAX_PRIORITY, null);
        }
        return Integer.parseInt(priority.scalar());
    }

    private Context at(YamlNode node, String key) {
        return Context.of(source).in(Location.Kind.VALUE_FOR, key, node.place());
    }

    private static String name(YamlNode object) {
        YamlNode name = object.scalarAt("metadata", "name");
        return name == null ? "" : name.scalar();
    }
}
