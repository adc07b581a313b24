// SPDX-License-Identifier: Apache-2.0
package io.kguard.spark;

import io.kguard.engine.RuleSet;
import io.kguard.rule.RuleLoader;
import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
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
    private transient volatile @Nullable RuleSet rules;

    /**
     * Rules.
     *
     * @param files the files by their names, in the order in which they are loaded
     * @param settings how they are evaluated
     */
    SharedRules(Map<String, byte[]> files, RuleSettings settings) {
        this.files = new LinkedHashMap<>(files);
        this.settings = settings;
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

    private synchronized RuleSet compile() {
        RuleSet known = rules;
        if (known == null) {
            known = RuleSet.compile(
                    RuleLoader.of(settings.falco()).loadBytes(Collections.unmodifiableMap(files)), settings.options());
            rules = known;
        }
        return known;
    }
}
