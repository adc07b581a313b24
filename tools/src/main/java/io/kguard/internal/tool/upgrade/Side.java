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
 * @param falco the version of Falco
 * @param stock the rule files that come with it, loaded first; may be empty
 * @param rules the user's rule files and directories
 */
public record Side(FalcoVersion falco, List<Path> stock, List<Path> rules) {
    public Side {
        stock = List.copyOf(stock);
        rules = List.copyOf(rules);
    }

    LoadResult load() {
        return load(RuleLoader.of(falco));
    }

    LoadResult load(RuleLoader loader) {
        List<Path> all = new ArrayList<>(stock);
        all.addAll(rules);
        return loader.load(all);
    }

    /**
     * The stock rules alone.
     *
     * @throws UpgradeException if they do not load
     */
    LoadResult loadStock() {
        LoadResult loaded = RuleLoader.of(falco).load(stock);
        if (!loaded.isSuccessful()) {
            throw new UpgradeException(
                    "the stock rules do not load in Falco " + falco + "; name those that belong to this version. "
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
