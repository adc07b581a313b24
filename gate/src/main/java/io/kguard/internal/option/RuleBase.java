// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.option;

import io.kguard.diagnostic.Location;
import io.kguard.diagnostic.Position;
import io.kguard.engine.RuleSet;
import io.kguard.internal.difference.RuleChange;
import io.kguard.rule.LoadResult;
import io.kguard.rule.Rule;
import io.kguard.rule.RuleLoader;
import io.kguard.rule.Unloaded;
import io.kguard.rule.WrittenItem;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rules of others, on which own ones build. They are loaded first, and nobody here answers for them.
 *
 * @param files their files and folders
 */
public record RuleBase(List<Path> files) {
    /** All rules are own ones. */
    public static final RuleBase NONE = new RuleBase(List.of());

    public RuleBase {
        files = List.copyOf(files);
    }

    /** All files in the order in which they are loaded. One of the base is not loaded again. */
    public List<Path> before(List<Path> own) {
        return Stream.concat(files.stream(), own.stream().filter(path -> !files.contains(path)))
                .toList();
    }

    /** This base, loaded by itself. */
    public Loaded load(RuleLoader loader) {
        return new Loaded(files, loader, files.isEmpty() ? null : loader.load(files));
    }

    /**
     * The base, loaded by itself, to be compared with what is loaded with own files.
     *
     * @param files its files and folders
     * @param alone what it has; null if it has no files
     */
    public record Loaded(
            List<Path> files, RuleLoader loader, @Nullable LoadResult alone) {
        /** What is loaded, without what Falco leaves out of the base: nobody here can mend that. */
        public LoadResult without(LoadResult loaded) {
            if (alone == null) {
                return loaded;
            }
            Set<Position> ofBase =
                    alone.unloaded().stream().map(Unloaded::position).collect(Collectors.toSet());
            return new LoadResult(
                    loaded.version(),
                    loaded.sources(),
                    loaded.files(),
                    loaded.defined(),
                    loaded.unloaded().stream()
                            .filter(left -> !ofBase.contains(left.position()))
                            .toList(),
                    loaded.diagnostics());
        }

        /**
         * The names of the rules that own files leave as the base has them. A rule that they write, change or append to is an own one,
         * and so is one whose macro or list they change.
         *
         * @param all all files, the base among them
         * @param rules the rules of all files
         */
        public Set<String> untouched(Collection<Path> all, RuleSet rules) {
            if (alone == null) {
                return Set.of();
            }
            Set<String> untouched = alone.rules().stream().map(Rule::name).collect(Collectors.toSet());
            untouched.removeAll(RuleChange.between(RuleSet.compile(alone, rules.options()), rules)
                    .keySet());
            untouched.removeAll(
                    written(all.stream().filter(path -> !files.contains(path)).toList(), loader));
            return untouched;
        }
    }

    /** The names of the rules that files write, or change. */
    public static Set<String> written(Collection<Path> files, RuleLoader loader) {
        return files.stream()
                .flatMap(path -> WrittenItem.read(path, loader.version()).stream())
                .filter(item -> item.kind() == Location.Kind.RULE)
                .map(WrittenItem::name)
                .collect(Collectors.toSet());
    }
}
