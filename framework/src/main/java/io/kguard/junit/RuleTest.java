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
 * Marks a test of one rule. The method has one more annotation, which says where the events come from:
 * {@link ScenarioSource}, {@link CaptureSource}, {@link AuditLogSource}, {@link LogSource}, {@link EventScriptSource} or
 * {@link EventMethodSource}. On these events the rule must have fired, or stayed silent. The class must carry
 * {@link KGuard}.
 *
 * <p>The annotations are the whole test; the method's body may be empty. To look closer, the method may take a parameter
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

    /** The system property that leaves tests with a {@link ScenarioSource} out, if it is {@code off}, and the others if it is {@code only}: they are skipped. */
    String LIVE = "kguard.live";

    /** The rule's name. */
    String rule();

    /** Whether the rule must stay silent. At least one event must reach its condition. */
    boolean silent() default false;

    /** @deprecated use {@link ScenarioSource} */
    @Deprecated
    String scenario() default "";

    /** @deprecated use {@link CaptureSource} */
    @Deprecated
    String capture() default "";

    /** @deprecated use {@link AuditLogSource} */
    @Deprecated
    String audit() default "";

    /** @deprecated use {@link LogSource} */
    @Deprecated
    @API(status = API.Status.EXPERIMENTAL)
    String log() default "";

    /** @deprecated use {@link EventScriptSource} */
    @Deprecated
    String events() default "";

    /** @deprecated use {@link EventMethodSource} */
    @Deprecated
    String written() default "";
}
