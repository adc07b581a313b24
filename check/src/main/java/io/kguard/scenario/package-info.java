// SPDX-License-Identifier: Apache-2.0
/**
 * Attack scenarios: what an attack does, in which pods, which rules it must fire, and its benign twin. One YAML file
 * contains one attack. {@link io.kguard.scenario.ScenarioCatalogue} finds the files,
 * {@link io.kguard.scenario.ScenarioReader} reads one.
 */
@NullMarked
package io.kguard.scenario;

import org.jspecify.annotations.NullMarked;
