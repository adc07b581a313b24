// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.suite;

import io.kguard.internal.yaml.YamlValue;
import org.jspecify.annotations.Nullable;

/**
 * One test of a suite file; a template is one for each combination of the values of its cases.
 *
 * @param name its name, such as {@code clear_log_activities_open_testCase#3}
 * @param rule the rule that must fire
 * @param unmet what it requires and this machine does not have, as the end of a sentence; null if it runs here
 * @param container its container
 * @param plan what {@code kguard-suite} reads
 * @param outcome the alert that it expects
 * @param place where it is written
 */
public record SuiteTest(
        String name,
        String rule,
        @Nullable String unmet,
        SuiteContainer container,
        String plan,
        ExpectedOutcome outcome,
        YamlValue place) {}
