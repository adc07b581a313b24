// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.diagnostic.Position;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.field.SourceTables;
import io.kguard.internal.source.DocumentSource;
import io.kguard.internal.source.EventSources;
import io.kguard.rule.Requirements.Plugin;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apiguardian.api.API;

/**
 * Loads rule files as Falco does, and says about each mistake where it is. Immutable.
 *
 * <p>A path may name a rule file; a directory, whose files are taken sorted by path, after falco_rules.yaml and
 * falco_rules.local.yaml if they are there; or a file that holds rule files: values of Falco's Helm chart with
 * {@code customRules}, alone or in a HelmRelease or an Application; ConfigMaps and Secrets; and {@code Rulesfile}s of
 * falco-operator. Files are loaded in the order given, later ones may append to, override and redefine what earlier ones
 * define.
 *
 * <p>Nothing is thrown for what is wrong with rules: everything is in the result's diagnostics, of each file all at once.
 */
@API(status = API.Status.EXPERIMENTAL)
public final class RuleLoader {
    /** The fields {@code json.*} and {@code jevt.*} of events in JSON are as in this version of the plugin. */
    @API(status = API.Status.INTERNAL)
    public static final Plugin JSON = new Plugin("json", new EngineVersion(0, 7, 4));

    /** The maximum size of a rule file, in bytes. A longer one is an error in the result. */
    public static final int MAX_FILE_SIZE = 16 << 20;

    private static final String K8SMETA = "k8smeta";

    private final FalcoVersion version;
    private final EventSources sources;

    private final Map<Path, String> texts;
    private final Set<Position> leftOut;

    private RuleLoader(FalcoVersion version, EventSources sources, Map<Path, String> texts, Set<Position> leftOut) {
        this.version = version;
        this.sources = sources;
        this.texts = Map.copyOf(texts);
        this.leftOut = Set.copyOf(leftOut);
    }

    /**
     * A loader of the rules of a version of Falco. Since 0.41 files may require the plugins that kguard stands in for:
     * {@code container}, which Falco ships with; {@code k8smeta}, whose fields describe a simulated cluster; and for rules
     * of other sources the plugins {@code k8saudit}, {@code cloudtrail}, {@code gcpaudit}, {@code okta}, {@code github},
     * {@code coding_agent} and {@code json}. Of 0.40 none.
     */
    public static RuleLoader of(FalcoVersion version) {
        return new RuleLoader(version, EventSources.BUILT_IN, Map.of(), Set.of());
    }

    /** The plugins of a version, with those of sources. */
    private static List<Plugin> plugins(FalcoVersion version, EventSources sources) {
        List<Plugin> all = new ArrayList<>(
                switch (version) {
                    case V0_40 -> List.of();
                    case V0_41 -> plugins(new EngineVersion(0, 3, 1), new EngineVersion(0, 3, 1));
                    case V0_42 -> plugins(new EngineVersion(0, 4, 1), new EngineVersion(0, 4, 1));
                    case V0_43 -> plugins(new EngineVersion(0, 6, 4), new EngineVersion(0, 4, 1));
                    case V0_44 -> plugins(new EngineVersion(0, 7, 1), new EngineVersion(0, 4, 1));
                    case V0_45 -> plugins(new EngineVersion(0, 7, 4), new EngineVersion(0, 4, 2));
                });
        for (DocumentSource source : sources.documents()) {
            if (version.atLeast(source.since())) {
                EngineVersion of = EngineVersion.parse(source.pluginVersion()).orElseThrow();
                all.add(new Plugin(source.source().plugin(), of));
            }
        }
        return List.copyOf(all);
    }

    /**
     * The plugins of a version that are of no source.
     *
     * @param container the container plugin that the last release of it ships with
     * @param k8smeta the newest release that it can load
     */
    private static List<Plugin> plugins(EngineVersion container, EngineVersion k8smeta) {
        return List.of(new Plugin("container", container), new Plugin(K8SMETA, k8smeta), JSON);
    }

    /** The oldest version of Falco for which kguard has a plugin; empty if it has none of that name. */
    static Optional<FalcoVersion> oldestWith(String plugin) {
        return Stream.of(FalcoVersion.values())
                .filter(version -> plugins(version, EventSources.BUILT_IN).stream()
                        .anyMatch(one -> one.name().equals(plugin)))
                .findFirst();
    }

    /**
     * This loader, which also knows the sources that tables describe. Their rules are loaded, and files may require their
     * plugins.
     *
     * @param tables files in YAML, each with one source
     * @throws io.kguard.diagnostic.KguardException if a table has a mistake; the message shows all of one file
     * @throws IOException if a file does not exist or can't be read
     */
    public RuleLoader withSourceTables(List<Path> tables) throws IOException {
        return withSources(SourceTables.read(tables));
    }

    /** The sources of events that are known. */
    @API(status = API.Status.INTERNAL)
    public EventSources sources() {
        return sources;
    }

    /** This loader with other sources of events. Files may require their plugins. */
    @API(status = API.Status.INTERNAL)
    public RuleLoader withSources(EventSources others) {
        return new RuleLoader(version, others, texts, leftOut);
    }

    /**
     * This loader with other texts for some files, as an editor has them that has not saved.
     *
     * @param others the texts, by the paths that are loaded, or by those of files in a directory that is
     */
    public RuleLoader withTexts(Map<Path, String> others) {
        Map<Path, String> all = new HashMap<>(texts);
        all.putAll(others);
        return new RuleLoader(version, sources, all, leftOut);
    }

    /**
     * This loader without an item: what it loads shows what the item changes.
     *
     * @param item where the item begins
     */
    public RuleLoader without(Position item) {
        Set<Position> more = new HashSet<>(leftOut);
        more.add(item);
        return new RuleLoader(version, sources, texts, more);
    }

    /** The version of Falco that the rules are loaded for. */
    public FalcoVersion version() {
        return version;
    }

    /** Loads files, in order. A path that can't be read is an error in the result. */
    public LoadResult load(Path... paths) {
        return load(List.of(paths));
    }

    /** Loads files, in order. A path that can't be read is an error in the result. */
    public LoadResult load(List<Path> paths) {
        RuleFiles files = files();
        RuleSources opened = new RuleSources(files, version, texts);
        paths.forEach(opened::open);
        return files.finish();
    }

    /**
     * Loads one rule file from a string.
     *
     * @param name its name in diagnostics
     * @param text the YAML
     */
    public LoadResult loadText(String name, String text) {
        RuleFiles files = files();
        new RuleSources(files, version, texts).openText(new RuleFileText(name, text));
        return files.finish();
    }

    /**
     * Loads files that are not on this machine, in the order of the map.
     *
     * @param contents the bytes of the files, by their names
     */
    public LoadResult loadBytes(Map<String, byte[]> contents) {
        RuleFiles files = files();
        RuleSources opened = new RuleSources(files, version, texts);
        contents.forEach(opened::open);
        return files.finish();
    }

    private RuleFiles files() {
        return new RuleFiles(version, sources, plugins(version, sources), leftOut);
    }
}
