// SPDX-License-Identifier: Apache-2.0
/**
 * Reads the YAML of scenarios, falco.yaml and event scripts. {@link io.kguard.internal.yaml.YamlDocument} bounds a document and
 * collects all mistakes in it, {@link io.kguard.internal.yaml.YamlValue} and {@link io.kguard.internal.yaml.YamlMapping} read it,
 * and {@link io.kguard.internal.yaml.YamlProblem} shows a mistake with its line.
 */
@NullMarked
package io.kguard.internal.yaml;

import org.jspecify.annotations.NullMarked;
