// SPDX-License-Identifier: Apache-2.0
package io.kguard.junit;

import io.kguard.engine.Matching;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;
import org.junit.jupiter.api.extension.ExtendWith;

/** Marks a class of rule tests. Its rules are compiled once. All classes of a test run share the sensor. */
@API(status = API.Status.STABLE)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ExtendWith(OtherTests.class)
public @interface KGuard {
    /** Rule files and directories, loaded in this order. Relative paths start at the working directory. */
    String[] rules();

    /**
     * Tables of sources of other plugins, one in each file: their rules are loaded, and logs may have their events. Relative paths
     * start at the working directory.
     */
    @API(status = API.Status.EXPERIMENTAL)
    String[] sources() default {};

    /** Scenario files and directories. Scenarios in jars on the class path are always available. */
    String[] scenarios() default {};

    /**
     * Folders from which scenarios may use images, captures and audit logs. The folders of the scenarios and those of
     * {@code -Dkguard.allow} are always allowed. Relative paths start at the working directory.
     */
    String[] allow() default {};

    /** The version of Falco to imitate: {@code 0.40} to {@code 0.45}, or {@code current} for the newest. */
    String falco() default "current";

    /** How many rules an event can match. A {@link #config} may override {@link Matching#FIRST}. */
    @API(status = API.Status.EXPERIMENTAL)
    Matching matching() default Matching.FIRST;

    /**
     * A {@code falco.yaml}, or values of Falco's Helm chart: which rules are evaluated, how alerts are formatted, how Sidekick
     * receives them, and of values what it sends to Slack and Teams. A relative path starts at the working directory.
     */
    String config() default "";

    /**
     * Rule files of Falco Talon: what alerts trigger in the cluster of each scenario that has one. Later files change rules
     * and actions of earlier ones. Relative paths start at the working directory.
     */
    String[] reactions() default {};

    /**
     * Whether tests with a {@link ScenarioSource} are aborted, and are no errors, where this machine can't play: for a build on a
     * developer's machine. {@code kguard:verify} says of each that it was not run.
     */
    @API(status = API.Status.EXPERIMENTAL)
    boolean disabledWithoutLive() default false;
}
