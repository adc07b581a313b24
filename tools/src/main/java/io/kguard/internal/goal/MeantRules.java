// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.goal;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.RuleSet;
import io.kguard.internal.option.RuleBase;
import io.kguard.internal.option.Settings;
import io.kguard.output.FalcoConfig;
import io.kguard.rule.LoadResult;
import io.kguard.rule.Rule;
import io.kguard.rule.RuleLoader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The rules that are loaded, and those among them that a goal is about.
 *
 * @param base the rules of others
 * @param files all files, in the order in which they are loaded
 * @param only the files that the goal is about; empty for all but the base
 */
record MeantRules(RuleBase base, List<Path> files, List<Path> only) {
    static MeantRules of(Settings settings, GoalInputs inputs, @Nullable FalcoConfig config) throws IOException {
        RuleBase base = inputs.base();
        List<Path> only = settings.files("onlyFiles");
        List<Path> files = new ArrayList<>(base.before(inputs.rules(config, only)));
        only.stream()
                .filter(path -> files.stream().noneMatch(file -> isIn(path, file)))
                .forEach(files::add);
        return new MeantRules(base, List.copyOf(files), only);
    }

    private static boolean isIn(Path path, Path folder) {
        return path.toAbsolutePath()
                .normalize()
                .startsWith(folder.toAbsolutePath().normalize());
    }

    /** Whether some of the rules are not meant. */
    boolean leavesSome() {
        return !only.isEmpty() || !base.files().isEmpty();
    }

    /** Whether a file is one that the goal is about. */
    boolean isOnly(String file) {
        return only.stream().anyMatch(path -> isIn(Path.of(file), path));
    }

    /** The names of the rules that are meant. */
    Set<String> names(RuleLoader loader, LoadResult loaded) {
        if (!only.isEmpty()) {
            return RuleBase.written(only, loader);
        }
        Set<String> names = loaded.rules().stream().map(Rule::name).collect(Collectors.toSet());
        if (!loaded.isSuccessful()) { // nothing can be compared, and the errors are told
            return base.files().isEmpty()
                    ? names
                    : RuleBase.written(
                            files.stream()
                                    .filter(file -> !base.files().contains(file))
                                    .toList(),
                            loader);
        }
        names.removeAll(
                base.load(loader).untouched(files, RuleSet.compile(loaded, EngineOptions.of(loader.version()))));
        return names;
    }
}
