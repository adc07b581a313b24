// SPDX-License-Identifier: Apache-2.0
package io.kguard.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;

/** The scenario that a {@link RuleTest} plays. It needs root, and the sensor. */
@API(status = API.Status.STABLE)
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface ScenarioSource {
    /** The scenario's id. */
    String value();
}
