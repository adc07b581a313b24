// SPDX-License-Identifier: Apache-2.0
package io.kguard.spark;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.RuleSet;
import io.kguard.rule.LoadResult;
import io.kguard.rule.RuleLoader;
import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rules as they are sent to the executors: their files. An executor compiles them when its first partition needs them, and shares the
 * result with all others, because a JVM is slow at code that it has just been given.
 */
final class SharedRules implements Serializable {
    private static final long serialVersionUID = 1L;

    private final LinkedHashMap<String, byte[]> files;
    private final RuleSettings settings;
    private final @Nullable SharedConfig config;
    private transient volatile @Nullable RuleSet rules;

    /**
     * Rules.
     *
     * @param files the files by their names, in the order in which they are loaded
     * @param settings how they are evaluated
     * @param config a falco.yaml that says so, too; null for none
     */
    SharedRules(Map<String, byte[]> files, RuleSettings settings, @Nullable SharedConfig config) {
        this.files = new LinkedHashMap<>(files);
        this.settings = settings;
        this.config = config;
    }

    /**
     * The compiled rules.
     *
     * @throws io.kguard.rule.RuleLoadException if they do not load
     */
    RuleSet rules() {
        RuleSet known = rules;
        return known != null ? known : compile();
    }

    /** What is left out without an error, and why. */
    List<String> unloaded() {
        return load().unloaded().stream().map(left -> left.why().render()).toList();
    }

    private LoadResult load() {
        return loader().loadBytes(Collections.unmodifiableMap(files));
    }

    private RuleLoader loader() {
        return RuleLoader.of(settings.falco());
    }

    private synchronized RuleSet compile() {
        RuleSet known = rules;
        if (known == null) {
            EngineOptions options = config == null
                    ? EngineOptions.of(settings.falco())
                    : config.read(loader()).options();
            known = RuleSet.compile(load(), settings.over(options));
            rules = known;
        }
        return known;
    }
}
