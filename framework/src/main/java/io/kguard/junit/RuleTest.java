// SPDX-License-Identifier: Apache-2.0
package io.kguard.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test of one rule: a scenario is played, a capture or an audit log replayed, or events are written, and the rule must fire, or
 * stay silent. The class carries {@link KGuard}.
 *
 * <p>The method may take a parameter of type {@link io.kguard.simulation.Detections} to look closer, one of type
 * {@link io.kguard.output.SidekickReceiver} to look at what Falcosidekick receives of the alerts, and its body may be
 * empty: the annotation is a whole test. What could not be judged is an error of type
 * {@link io.kguard.simulation.UntrustedException}, not a failure.
 */
@API(status = API.Status.STABLE)
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Test
@Tag(RuleTest.TAG)
@ExtendWith(RuleTestExtension.class)
public @interface RuleTest {
    /** The tag that every rule test has. */
    String TAG = "kguard";

    /** The rule's name. */
    String rule();

    /**
     * The id of the scenario to play; a test has this, {@link #capture}, {@link #audit}, {@link #events} or
     * {@link #written}.
     */
    String scenario() default "";

    /** The capture to replay; a relative path starts at the working directory. */
    String capture() default "";

    /** The Kubernetes audit log to read, an event in each line; relative paths as for captures. */
    String audit() default "";

    /** The file that describes events, as {@link io.kguard.capture.EventScript}; relative paths as for captures. */
    String events() default "";

    /**
     * The method of the test class that writes events: {@code static void name(EventBuilder events)}, for
     * {@link io.kguard.capture.EventBuilder}.
     */
    String written() default "";

    /** Whether the rule must stay silent, although events reach it. */
    boolean silent() default false;
}
