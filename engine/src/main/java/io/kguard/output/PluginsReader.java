// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import io.kguard.internal.message.Wording;
import io.kguard.internal.yaml.YamlMapping;
import io.kguard.internal.yaml.YamlProblem;
import io.kguard.internal.yaml.YamlValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the plugins of a {@code falco.yaml} that Falco loads. */
final class PluginsReader {
    /** Where Falco looks for a library without a folder. */
    private static final Path FALCOS = Path.of("/usr/share/falco/plugins");

    /** The plugins that kguard stands in for; for {@code k8saudit} in each of its forms. */
    private static final Set<String> BUILT_IN =
            Set.of("container", "k8smeta", "json", "cloudtrail", "gcpaudit", "okta", "github", "coding_agent");

    private final @Nullable Path folder;
    private final Map<String, YamlValue> places = new LinkedHashMap<>();
    private final Map<String, FalcoPlugin> known = new LinkedHashMap<>();

    /** The plugins that Falco loads, in its order. */
    final List<FalcoPlugin> loaded = new ArrayList<>();
    /** What to say of those for which kguard has no part of its own, by their names. */
    final Map<String, YamlProblem> unknown = new LinkedHashMap<>();

    /** A reader of a file in a folder; null for the working directory. */
    PluginsReader(@Nullable Path folder) {
        this.folder = folder;
    }

    void read(Function<String, @Nullable YamlValue> top) {
        ConfigValues.items(top.apply("plugins")).forEach(this::plugin);
        YamlValue chosen = top.apply("load_plugins");
        if (chosen == null) {
            loaded.addAll(known.values());
        } else {
            ConfigValues.items(chosen).forEach(this::load);
        }
        for (FalcoPlugin plugin : loaded) {
            YamlValue place = places.get(plugin.name());
            if (place != null && !isBuiltIn(plugin.name())) {
                unknown.put(
                        plugin.name(),
                        place.warn(
                                "kguard does not load the plugin " + plugin.name()
                                        + " by itself, so rules that need it do not load",
                                "its library is loaded if " + Wording.option("plugins") + " names it"));
            }
        }
    }

    private static boolean isBuiltIn(String name) {
        return BUILT_IN.contains(name) || name.startsWith("k8saudit");
    }

    private void load(YamlValue name) {
        FalcoPlugin plugin = known.get(ConfigValues.text(name));
        if (plugin != null) {
            loaded.add(plugin);
        } else if (!places.containsKey(ConfigValues.text(name))) {
            name.problem(name.path() + ": there is no plugin \"" + ConfigValues.text(name) + "\" in plugins", "");
        }
    }

    private void plugin(YamlValue entry) {
        YamlMapping settings = entry.settings(entry.path());
        if (settings == null) {
            return;
        }
        settings.warnOfUnknownKeys(ConfigValues.keys("plugins").names());
        String name = ConfigValues.text(settings.get("name"));
        places.put(name, entry);
        YamlValue library = settings.get("library_path");
        if (name.isEmpty() || library == null || library.isNothing()) {
            entry.problem(entry.path() + " must have a name and a library_path", "");
            return;
        }
        Path file = ConfigValues.path(library);
        if (file != null && !file.isAbsolute() && file.normalize().startsWith("..")) {
            library.problem(library.path() + " leaves Falco's folder of plugins, which Falco refuses", "");
        } else if (file != null) {
            known.put(
                    name,
                    new FalcoPlugin(
                            name,
                            located(file),
                            config(settings.get("init_config")),
                            ConfigValues.text(settings.get("open_params")).strip()));
        }
    }

    /** Falco passes a mapping as JSON, and everything else as it is. */
    private static String config(@Nullable YamlValue value) {
        if (value == null || value.isNothing()) {
            return "";
        }
        return value.isMapping() || value.isList()
                ? value.json()
                : ConfigValues.text(value).strip();
    }

    /** Falco's own folder, or else that of the file, as projects have it. */
    private Path located(Path file) {
        if (file.isAbsolute()) {
            return file;
        }
        Path falcos = FALCOS.resolve(file);
        return folder == null || Files.exists(falcos) ? falcos : folder.resolve(file);
    }
}
