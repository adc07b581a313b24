// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.upgrade;

import io.kguard.diagnostic.Position;
import io.kguard.event.FalcoVersion;
import io.kguard.rule.LoadResult;
import io.kguard.rule.RuleLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One side of an upgrade.
 *
 * @param loader loads the rules for its version of Falco
 * @param stock the rule files that come with it, loaded first; may be empty
 * @param rules the user's rule files and directories
 */
public record Side(RuleLoader loader, List<Path> stock, List<Path> rules) {
    public Side {
        stock = List.copyOf(stock);
        rules = List.copyOf(rules);
    }

    /** Rules of the sources that kguard knows. */
    Side(FalcoVersion falco, List<Path> stock, List<Path> rules) {
        this(RuleLoader.of(falco), stock, rules);
    }

    /** The version of Falco. */
    public FalcoVersion falco() {
        return loader.version();
    }

    LoadResult load() {
        return load(loader);
    }

    LoadResult load(RuleLoader by) {
        List<Path> all = new ArrayList<>(stock);
        all.addAll(rules);
        return by.load(all);
    }

    /**
     * The stock rules alone.
     *
     * @throws Upgrade.UpgradeException if they do not load
     */
    LoadResult loadStock() {
        LoadResult loaded = loader.load(stock);
        if (!loaded.isSuccessful()) {
            throw new Upgrade.UpgradeException(
                    "the stock rules do not load in Falco " + falco() + "; name those that belong to this version. "
                            + loaded.errors().get(0));
        }
        return loaded;
    }

    /** Whether a position is in the user's files. */
    boolean isOfUser(Position position) {
        Path file = Path.of(position.file());
        return rules.stream().anyMatch(file::startsWith);
    }
}
