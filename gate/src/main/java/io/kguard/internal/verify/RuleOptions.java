// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.engine.Matching;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.option.AllowedUnloaded;
import io.kguard.output.FalcoConfig;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a run, and how they are evaluated.
 *
 * @param files rule files and directories, in the order in which they are loaded
 * @param allowUnloaded what of the rule files may stay unloaded
 * @param falco the version of Falco to imitate
 * @param matching how many rules an event can match; null for the configuration's setting, or else the first
 * @param enableAll whether to evaluate rules that their files or the configuration disable
 * @param config a user's {@code falco.yaml}, which sets the rules to evaluate and the output of alerts; null for none
 */
public record RuleOptions(
        List<Path> files,
        AllowedUnloaded allowUnloaded,
        FalcoVersion falco,
        @Nullable Matching matching,
        boolean enableAll,
        @Nullable FalcoConfig config) {
    /** Copies the list. */
    public RuleOptions {
        files = List.copyOf(files);
    }

    /** Rules that must all load, without a configuration. */
    public RuleOptions(List<Path> files, FalcoVersion falco, @Nullable Matching matching, boolean enableAll) {
        this(files, AllowedUnloaded.NONE, falco, matching, enableAll, null);
    }

    RuleOptions withFiles(List<Path> other) {
        return new RuleOptions(other, allowUnloaded, falco, matching, enableAll, config);
    }

    RuleOptions with(AllowedUnloaded other) {
        return new RuleOptions(files, other, falco, matching, enableAll, config);
    }

    RuleOptions with(@Nullable FalcoConfig other) {
        return new RuleOptions(files, allowUnloaded, falco, matching, enableAll, other);
    }
}
