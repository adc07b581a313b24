// SPDX-License-Identifier: Apache-2.0
package io.kguard.junit;

import io.kguard.verdict.EventOrigin;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.function.Function;

/** A kind of source of the events of a rule test: its annotation, and the member of {@link RuleTest} that was before it. */
@SuppressWarnings({"deprecation", "ImmutableEnumChecker"}) // old tests count; functions have no state
enum SourceKind {
    SCENARIO(EventOrigin.LIVE, ScenarioSource.class, ScenarioSource::value, RuleTest::scenario),
    CAPTURE(EventOrigin.CAPTURE, CaptureSource.class, CaptureSource::value, RuleTest::capture),
    AUDIT_LOG(EventOrigin.AUDIT, AuditLogSource.class, AuditLogSource::value, RuleTest::audit),
    LOG(EventOrigin.LOG, LogSource.class, LogSource::value, RuleTest::log),
    EVENT_SCRIPT(EventOrigin.WRITTEN, EventScriptSource.class, EventScriptSource::value, RuleTest::events),
    EVENT_METHOD(EventOrigin.WRITTEN, EventMethodSource.class, EventMethodSource::value, RuleTest::written);

    private final EventOrigin origin;
    private final Class<? extends Annotation> annotation;
    private final Function<Method, Optional<String>> annotated;
    private final Function<RuleTest, String> member;

    <A extends Annotation> SourceKind(
            EventOrigin origin, Class<A> annotation, Function<A, String> value, Function<RuleTest, String> member) {
        this.origin = origin;
        this.annotation = annotation;
        this.annotated =
                method -> Optional.ofNullable(method.getAnnotation(annotation)).map(value);
        this.member = member;
    }

    EventOrigin origin() {
        return origin;
    }

    boolean isOn(Method method) {
        return method.isAnnotationPresent(annotation);
    }

    /** What the method names by the annotation, or else its test by the member; empty if neither does. */
    Optional<String> named(Method method, RuleTest test) {
        return annotated.apply(method).or(() -> Optional.of(member.apply(test)).filter(name -> !name.isEmpty()));
    }

    /** Such as {@code @CaptureSource}. */
    @Override
    public String toString() {
        return "@" + annotation.getSimpleName();
    }
}
