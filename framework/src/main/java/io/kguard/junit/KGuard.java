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

/**
 * A class of rule tests. Its rules are compiled once, and the sensor is shared by all classes of a test run.
 */
@API(status = API.Status.STABLE)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
public @interface KGuard {
    /** Rule files and directories, loaded in this order; relative ones start at the working directory. */
    String[] rules();

    /** Scenario files and directories, besides the scenarios of jars on the class path. */
    String[] scenarios() default {};

    /**
     * Folders whose files scenarios may name as images, captures and audit logs, besides the folders that the scenarios lie
     * in and those that {@code -Dkguard.allow} names. Relative ones start at the working directory.
     */
    String[] allow() default {};

    /** Which Falco is imitated: {@code current} or {@code 0.40}. */
    String falco() default "current";

    /** How many rules an event sets off. A {@link #config} may say that all do. */
    Matching matching() default Matching.FIRST;

    /**
     * A {@code falco.yaml}: which rules are evaluated, what alerts say, and how they arrive at Sidekick; a relative path
     * starts at the working directory.
     */
    String config() default "";
}
