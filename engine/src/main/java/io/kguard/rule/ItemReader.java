// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.diagnostic.Diagnostic;
import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.diagnostic.Location;
import io.kguard.diagnostic.Position;
import io.kguard.event.FalcoVersion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Reads the items of rule files into definitions. An item with an error is left out, and reading continues. */
final class ItemReader {
    private static final String ENGINE = "required_engine_version";
    private static final String PLUGINS = "required_plugin_versions";
    private static final Map<String, Set<String>> KEYS = new LinkedHashMap<>();

    static {
        // the first of these keys that an item has determines its kind
        KEYS.put(ENGINE, Set.of(ENGINE));
        KEYS.put(PLUGINS, Set.of(PLUGINS));
        KEYS.put("list", Set.of("list", "items", "append", "override"));
        KEYS.put("macro", Set.of("macro", "condition", "append", "override"));
        KEYS.put("rule", RuleReader.KEYS);
    }

    private final Diagnostics diagnostics;
    private final Set<Position> leftOut;
    private final Consumer<Unloaded> unloaded;
    private final ItemKeys keys;
    private final Requirements requirements;
    private final Definitions definitions;
    private final RuleReader rules;

    ItemReader(
            FalcoVersion version,
            Definitions definitions,
            Requirements requirements,
            LoadedSources sources,
            Set<Position> leftOut,
            Diagnostics diagnostics,
            Consumer<Unloaded> unloaded) {
        this.diagnostics = diagnostics;
        this.unloaded = unloaded;
        this.leftOut = leftOut;
        this.keys = new ItemKeys(version, diagnostics);
        this.requirements = requirements;
        this.definitions = definitions;
        this.rules = new RuleReader(version, definitions, sources, diagnostics);
    }

    /** Reads a file's documents. */
    void read(RuleFileText source, List<YamlNode> documents) {
        Context file = Context.of(source);
        for (YamlNode document : documents) {
            if (!document.isSequence()) {
                Context at = new Context(null, Location.Kind.RULES_CONTENT, "", document.place());
                diagnostics.addAll(notASequence(document, at));
                continue;
            }
            for (YamlNode item : document.elements()) {
                if (!item.isNull() && !diagnostics.isFull() && !isLeftOut(item)) {
                    attempt(() -> read(item, file));
                }
            }
        }
    }

    private boolean isLeftOut(YamlNode item) {
        return !leftOut.isEmpty() && leftOut.contains(item.place().position());
    }

    private static LoadError notASequence(YamlNode document, Context at) {
        String hint = "a rule file is a list of items, each beginning with '- rule:', '- macro:' or '- list:'";
        return at.malformed(
                document.isMap() ? "Rules content is not yaml array of objects" : "Rules content is not yaml", hint);
    }

    private void attempt(Runnable reading) {
        try {
            reading.run();
        } catch (LoadError e) {
            diagnostics.addAll(e);
        }
    }

    private void read(YamlNode item, Context file) {
        Context anonymous = file.in(Location.Kind.RULES_CONTENT_ITEM, item.place());
        if (!item.isMap()) {
            throw anonymous.malformed("Unexpected element type. Each element should be a yaml associative array.");
        }
        String kind = KEYS.keySet().stream()
                .filter(key -> item.get(key) != null)
                .findFirst()
                .orElse("");
        if (!kind.isEmpty()) {
            keys.check(item, kind, kind.equals("rule") ? rules.keys() : KEYS.getOrDefault(kind, Set.of()), file);
        }
        switch (kind) {
            case ENGINE -> engineVersion(item, file);
            case PLUGINS -> requirements.readPlugins(item, PLUGINS, !diagnostics.hasErrors(), file);
            case "list" -> AppendableReader.LISTS.read(item, file, definitions, diagnostics);
            case "macro" -> AppendableReader.MACROS.read(item, file, definitions, diagnostics);
            case "rule" -> rules.read(item, file);
            default -> unknown(item, anonymous);
        }
    }

    /** An item that Falco passes over, such as a rule whose key is misspelt. What its first key says is its name. */
    private void unknown(YamlNode item, Context anonymous) {
        Diagnostic why = anonymous.diagnostic(DiagnosticCode.LOAD_UNKNOWN_ITEM, "Unknown top level item", null);
        diagnostics.add(why);
        String name = item.keys().stream()
                .filter(YamlNode::isScalar)
                .flatMap(key -> Stream.ofNullable(item.get(key.scalar())))
                .filter(YamlNode::isScalar)
                .map(YamlNode::scalar)
                .findFirst()
                .orElse("");
        unloaded.accept(Unloaded.other(
                Unloaded.Kind.ITEM, name.isEmpty() ? why.position().toString() : name, why));
    }

    private void engineVersion(YamlNode item, Context file) {
        requirements.readEngine(item, ENGINE, file.in(Location.Kind.REQUIRED_ENGINE_VERSION, item.place()));
    }
}
