// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.engine.Matching;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.option.AllowedUnloaded;
import io.kguard.internal.option.RuleBase;
import io.kguard.output.FalcoConfig;
import io.kguard.rule.RuleLoader;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a run, and how they are evaluated.
 *
 * @param files rule files and directories, in the order in which they are loaded, those of the base among them
 * @param base the rules of others, on which the rest builds
 * @param allowUnloaded what of the rule files may stay unloaded
 * @param loader loads them, for a version of Falco and with the sources of events that are known
 * @param matching how many rules an event can match; null for the configuration's setting, or else the first
 * @param enableAll whether to evaluate rules that their files or the configuration disable
 * @param config a user's {@code falco.yaml}, which sets the rules to evaluate and the output of alerts; null for none
 */
public record RuleOptions(
        List<Path> files,
        RuleBase base,
        AllowedUnloaded allowUnloaded,
        RuleLoader loader,
        @Nullable Matching matching,
        boolean enableAll,
        @Nullable FalcoConfig config) {
    /** Copies the list. */
    public RuleOptions {
        files = List.copyOf(files);
    }

    /** Rules that must all load, without a configuration. */
    public RuleOptions(List<Path> files, FalcoVersion falco, @Nullable Matching matching, boolean enableAll) {
        this(files, RuleBase.NONE, AllowedUnloaded.NONE, RuleLoader.of(falco), matching, enableAll, null);
    }

    FalcoVersion falco() {
        return loader.version();
    }

    RuleOptions withFiles(List<Path> other) {
        return new RuleOptions(other, base, allowUnloaded, loader, matching, enableAll, config);
    }

    RuleOptions with(RuleBase other) {
        return new RuleOptions(other.before(files), other, allowUnloaded, loader, matching, enableAll, config);
    }

    RuleOptions with(AllowedUnloaded other) {
        return new RuleOptions(files, base, other, loader, matching, enableAll, config);
    }

    RuleOptions with(@Nullable FalcoConfig other) {
        return new RuleOptions(files, base, allowUnloaded, loader, matching, enableAll, other);
    }
}
