// SPDX-License-Identifier: Apache-2.0
package io.kguard.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;

/** The method that writes the events of a {@link RuleTest} with an {@link io.kguard.capture.EventBuilder}. */
@API(status = API.Status.STABLE)
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface EventMethodSource {
    /** The name of a method of the test class, or of a class around it: {@code static void name(EventBuilder events)}. */
    String value();
}
