// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.engine.RuleSet;
import io.kguard.internal.option.GoalParameter;
import io.kguard.internal.option.Settings;
import io.kguard.scenario.Scenario;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Something that a run of {@code kguard:verify} tells besides the verdicts of its checks, which it does not change. To add one, write
 * a class with a constructor without arguments, and name it in {@code META-INF/services}: the gate knows none by name.
 */
public interface Analysis {
    /** Its name: that of the property that asks for it, without the prefix. */
    String name();

    /** The parameters with which a user asks for it. */
    List<GoalParameter> parameters();

    /** The file that it writes into the folder of reports: it is named as the analysis is. */
    default String file() {
        return name() + ".json";
    }

    /** The names of the files that it writes into the folder of reports. */
    default List<String> files() {
        return List.of(file());
    }

    /**
     * What the user asks of it, as a switch with its name says; empty if nothing.
     *
     * @throws IllegalArgumentException if the settings are invalid
     * @throws IOException if a file can't be read that they name
     */
    default Optional<Analysis> asked(Settings settings) throws IOException {
        return settings.isOn(name()) ? Optional.of(this) : Optional.empty();
    }

    /** Whether a plan has something for it. */
    default boolean isAbout(SuitePlan plan) {
        return true;
    }

    /** Whether a part of a run can make its part of it (kguard.shard). What needs the whole run can't. */
    default boolean canBeParted() {
        return false;
    }

    /** Whether it makes some checks fail, so that none may be left out (kguard.only=changes). */
    default boolean judgesAll() {
        return false;
    }

    /** The scenarios that it plays besides those of the checks. */
    default List<Scenario> played(SuitePlan plan) {
        return List.of();
    }

    /**
     * The rules that judge a scenario.
     *
     * @param plain what judges it without this analysis
     * @return the same rules, of which more may be measured
     */
    default RuleSet rules(SuitePlan plan, Scenario scenario, RuleSet plain) {
        return plain;
    }

    /**
     * What is found when the checks are made.
     *
     * @throws io.kguard.internal.sensor.SensorException if this machine can't run the sensor
     * @throws io.kguard.internal.sandbox.SandboxException if this machine can't run containers
     */
    AnalysisResult find(AnalysedRun run) throws InterruptedException;

    /**
     * What the parts of a run found together.
     *
     * @param parts what each found
     * @param played the ids of the scenarios that it plays besides those of the checks, in the order of an undivided run
     */
    default AnalysisResult merge(List<AnalysisResult> parts, List<String> played) {
        return AnalysisResult.together(parts);
    }
}
