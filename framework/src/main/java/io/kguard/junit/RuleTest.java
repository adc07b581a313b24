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
 * Marks a test of one rule. kguard plays a scenario, replays a capture or a log, or reads written events. Then
 * the rule must have fired, or stayed silent. The class must carry {@link KGuard}.
 *
 * <p>The annotation is the whole test; the method's body may be empty. To look closer, the method may take a parameter
 * of type {@link io.kguard.verdict.Detections}, or one of type {@link io.kguard.output.SidekickReceiver}, which has
 * the alerts as Falcosidekick receives them. If the rule can't be judged, the test ends with an
 * {@link io.kguard.verdict.UntrustedException}: an error, not a failure.
 */
@API(status = API.Status.STABLE)
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Test
@Tag(RuleTest.TAG)
@ExtendWith(RuleTestExtension.class)
public @interface RuleTest {
    /** The tag of every rule test. */
    String TAG = "kguard";

    /** The system property that leaves tests with a {@link #scenario} out, if it is {@code off}: they are skipped. */
    String LIVE = "kguard.live";

    /** The rule's name. */
    String rule();

    /**
     * The id of the scenario to play. A test sets exactly one of this, {@link #capture}, {@link #audit},
     * {@link #log}, {@link #events} and {@link #written}.
     */
    String scenario() default "";

    /** The capture to replay. A relative path starts at the working directory. */
    String capture() default "";

    /** The Kubernetes audit log to read, with one event per line. A relative path starts at the working directory. */
    String audit() default "";

    /**
     * The log to read, of sources other than system calls: AWS CloudTrail, audit logs of Google Cloud or Kubernetes, Okta's
     * system log, webhooks of GitHub, tool calls of coding agents. A relative path starts at the working directory.
     */
    @API(status = API.Status.EXPERIMENTAL)
    String log() default "";

    /**
     * The file that describes events, as {@link io.kguard.capture.EventScript} reads it. A relative path starts at the
     * working directory.
     */
    String events() default "";

    /**
     * The method of the test class, or of a class around it, that writes events with an {@link io.kguard.capture.EventBuilder}:
     * {@code static void name(EventBuilder events)}.
     */
    String written() default "";

    /** Whether the rule must stay silent. At least one event must reach its condition. */
    boolean silent() default false;
}
