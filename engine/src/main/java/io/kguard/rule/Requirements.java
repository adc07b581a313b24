// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.diagnostic.Diagnostic;
import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.diagnostic.Location;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.message.Wording;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The engine and plugin versions that rule files require. */
final class Requirements {
    private final EngineVersion engine;
    private final Map<String, Plugin> plugins;
    private final List<Alternatives> wanted = new ArrayList<>();
    final List<Map<String, String>> found = new ArrayList<>();

    /**
     * A plugin that rule files may require.
     *
     * @param name its name, such as {@code k8saudit}
     * @param version its version
     */
    record Plugin(String name, EngineVersion version) {}

    private record Wanted(String name, EngineVersion version) {
        @Override
        public String toString() {
            return name + " (>= " + version + ")";
        }
    }

    private record Alternatives(List<Wanted> plugins, boolean early, Context context) {}

    Requirements(FalcoVersion version, List<Plugin> plugins) {
        this.engine = EngineVersion.of(version);
        this.plugins = plugins.stream().collect(Collectors.toMap(Plugin::name, plugin -> plugin, (a, b) -> b));
    }

    void readEngine(YamlNode item, String key, Context context) {
        String text = new ItemValues(item, context).text(key).toString();
        EngineVersion required = EngineVersion.parseRequirement(text)
                .orElseThrow(() -> context.malformed(
                        "Unable to parse engine version '" + text
                                + "' as a semver string. Expected \"x.y.z\" semver format.",
                        "write three numbers, such as " + engine));
        found.add(Map.of("rule engine", required.toString()));
        if (!engine.satisfies(required)) {
            throw context.invalid(
                    "Rules require engine version " + required + ", but engine version is " + engine,
                    newerFalco(required));
        }
    }

    /** The oldest Falco whose engine serves a requirement; null if none that is known does. */
    private static @Nullable String newerFalco(EngineVersion required) {
        for (FalcoVersion version : FalcoVersion.values()) {
            if (EngineVersion.of(version).satisfies(required)) {
                return "these are rules for a newer Falco; Falco " + version + " has engine "
                        + EngineVersion.of(version);
            }
        }
        return null;
    }

    /**
     * Reads the requirements of an item.
     *
     * @param early whether there was no error before it: Falco then reports an unsatisfied requirement before all
     *     errors
     */
    void readPlugins(YamlNode item, String key, boolean early, Context file) {
        YamlNode entries = item.get(key);
        Context all = file.in(Location.Kind.REQUIRED_PLUGIN_VERSIONS, entries == null ? item.place() : entries.place());
        if (entries == null || !entries.isSequence()) {
            throw all.malformed("Value of required_plugin_versions must be a sequence");
        }
        Attempts attempts = new Attempts();
        for (YamlNode entry : entries.elements()) {
            attempts.run(() -> readEntry(entry, early, all));
        }
        attempts.end();
    }

    private void readEntry(YamlNode entry, boolean early, Context all) {
        Context anonymous = all.in(Location.Kind.REQUIRED_PLUGIN_VERSIONS_ENTRY, entry.place());
        if (!entry.isMap()) {
            throw anonymous.malformed("Plugin version must be a mapping");
        }
        String name = new ItemValues(entry, anonymous).text("name").toString();
        Context context = all.in(Location.Kind.REQUIRED_PLUGIN_VERSIONS_ENTRY, name, entry.place());
        List<Wanted> alternatives = new ArrayList<>();
        Set<String> names = new HashSet<>();
        add(alternatives, names, entry, context);
        YamlNode others = entry.get("alternatives");
        if (others != null) {
            if (!others.isSequence()) {
                throw context.malformed("Value of plugin version alternatives must be a sequence");
            }
            Attempts attempts = new Attempts();
            for (YamlNode other : others.elements()) {
                Context at = context.in(Location.Kind.REQUIRED_PLUGIN_VERSIONS_ALTERNATIVE, other.place());
                if (other.isMap()) {
                    attempts.run(() -> add(alternatives, names, other, at));
                } else {
                    attempts.failed(at.malformed("Plugin version alternative must be a mapping"));
                }
            }
            attempts.end();
        }
        wanted.add(new Alternatives(alternatives, early, context));
        found.add(
                alternatives.stream().collect(Collectors.toMap(one -> "plugin " + one.name, one -> "" + one.version)));
    }

    private static void add(List<Wanted> alternatives, Set<String> names, YamlNode entry, Context context) {
        ItemValues values = new ItemValues(entry, context);
        String name = values.text("name").toString();
        String text = values.text("version").toString();
        EngineVersion version = EngineVersion.parse(text)
                .orElseThrow(() -> context.invalid(
                        "Invalid required version '" + text + "' for plugin '" + name + "'",
                        "write three numbers, such as 0.7.0"));
        if (!names.add(name)) {
            throw context.invalid("Defined multiple alternative version requirements for plugin '" + name + "'", null);
        }
        alternatives.add(new Wanted(name, version));
    }

    /** The unsatisfied requirements, early or not. */
    List<Diagnostic> unsatisfied(boolean early) {
        List<Diagnostic> unsatisfied = new ArrayList<>();
        for (Alternatives alternatives : wanted) {
            String message = problem(alternatives.plugins);
            if (message != null && alternatives.early == early) {
                unsatisfied.add(alternatives.context.diagnostic(
                        DiagnosticCode.LOAD_ERR_VALIDATE, message, hint(alternatives.plugins)));
            }
        }
        return unsatisfied;
    }

    private @Nullable String hint(List<Wanted> alternatives) {
        if (alternatives.stream().anyMatch(one -> plugins.containsKey(one.name))) {
            return null;
        }
        String name = alternatives.get(0).name;
        return RuleLoader.oldestWith(name)
                .map(since -> "kguard has the plugin " + name + " for Falco " + since.number() + " and newer: set "
                        + Wording.option("falco"))
                .orElse("kguard has no plugin " + name + ": describe its source in a table for "
                        + Wording.option("sources") + ", or load its library with " + Wording.option("plugins"));
    }

    private @Nullable String problem(List<Wanted> alternatives) {
        for (Wanted one : alternatives) {
            Plugin plugin = plugins.get(one.name);
            if (plugin != null) {
                return plugin.version().satisfies(one.version)
                        ? null
                        : "Plugin '" + one.name + "' version '" + plugin.version()
                                + "' is not compatible with required plugin version '" + one.version + "'";
            }
        }
        return "Plugin requirement not satisfied, must load one of: "
                + alternatives.stream().map(Wanted::toString).collect(Collectors.joining(", "));
    }
}
