// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import io.kguard.internal.yaml.Keys;
import java.util.Map;

/** The keys of scenario files: {@code keys.tsv}. */
final class ScenarioKeys {
    static final Map<String, Keys> ALL = Keys.of(ScenarioKeys.class);
    static final Keys SCENARIO = of("scenario");
    static final Keys TWIN = of("twin");

    private ScenarioKeys() {}

    static Keys of(String mapping) {
        return Keys.known(ALL, mapping);
    }
}
