// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.engine.RuleSet;
import io.kguard.rule.LoadResult;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioCatalogue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What a choice chooses from.
 *
 * @param options the options of the run
 * @param loaded the loaded rules
 * @param rules the rules that are evaluated
 * @param catalogue all scenarios, for these rules
 */
public record RulesAndScenarios(VerifyOptions options, LoadResult loaded, RuleSet rules, ScenarioCatalogue catalogue) {
    /** All scenarios. */
    Collection<Scenario> scenarios() {
        return catalogue.scenarios();
    }

    /** The files and folders that every check depends on. */
    List<Path> shared() {
        List<Path> shared = new ArrayList<>(options.rules());
        loaded.files().forEach(file -> shared.add(Path.of(file)));
        Path config = options.files().config();
        if (config != null) {
            shared.add(config);
        }
        shared.addAll(options.files().ofClusters());
        Path baseline = options.baseline().file();
        if (baseline != null) {
            shared.add(baseline);
        }
        return shared;
    }
}
