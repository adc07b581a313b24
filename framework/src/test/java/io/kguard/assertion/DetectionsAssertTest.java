// SPDX-License-Identifier: Apache-2.0
package io.kguard.assertion;

import static io.kguard.assertion.KguardAssertions.assertThat;
import static io.kguard.golden.Golden.assertGolden;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.kguard.rule.Priority;
import io.kguard.verdict.Detections;
import io.kguard.verdict.DetectionsFixture;
import io.kguard.verdict.UntrustedException;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.Arrays;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class DetectionsAssertTest {
    private static final String RULE = "Terminal shell in container";

    private final DetectionsFixture fixture = new DetectionsFixture();

    @Test
    void firedRulePassesBesideOtherRules() {
        Detections detections = fixture.firing()
                .with(DetectionsFixture.alert(DetectionsFixture.otherRule()))
                .build();

        assertThatCode(() -> assertThat(detections).firedRule(RULE).hasField("proc.tty", 34816))
                .doesNotThrowAnyException();
    }

    @Test
    void anAlertLeadsBackToItsDetections() throws IOException {
        Detections detections = fixture.firing().build();

        assertThat(detections)
                .firedRule(RULE)
                .hasField("proc.tty", 34816)
                .returnToDetections()
                .onlyRule(RULE)
                .hasPriority(Priority.NOTICE);
        assertThatThrownBy(() -> assertThat(detections)
                        .firedRule(RULE)
                        .returnToDetections()
                        .hasNoAlert())
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> assertThat(detections.alerts().get(0)).returnToDetections())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("begin with assertThat(detections)");
    }

    @Test
    void firedRuleFailsLikeACheck() {
        assertThatThrownBy(() -> assertThat(fixture.closest().build()).firedRule(RULE))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("Rule \"" + RULE + "\" did not fire in scenario kubectl-exec-shell.");
    }

    @Test
    void onlyRuleFailsBesideOtherRules() throws IOException {
        Detections detections = fixture.firing()
                .with(DetectionsFixture.alert(DetectionsFixture.otherRule()))
                .build();

        pinned(() -> assertThat(detections).onlyRule(RULE), "assertion/not-alone.txt");
    }

    @Test
    void onlyRulePassesAlone() {
        assertThatCode(() -> assertThat(fixture.firing().build()).onlyRule(RULE))
                .doesNotThrowAnyException();
    }

    @Test
    void silentRulePassesIfEventsReachedIt() {
        assertThatCode(() -> assertThat(fixture.build()).silentRule(RULE)).doesNotThrowAnyException();
    }

    @Test
    void silentRuleIsAnErrorIfNoneDid() {
        assertThatThrownBy(() -> assertThat(fixture.reached(0).build()).silentRule(RULE))
                .isInstanceOf(UntrustedException.class);
    }

    @Test
    void hasNoAlertFailsWithTheAlerts() throws IOException {
        pinned(() -> assertThat(fixture.firing().build()).hasNoAlert(), "assertion/alerts.txt");
    }

    @Test
    void hasNoAlertIsAnErrorIfNoEventReachedAnyRule() {
        assertThatThrownBy(() -> assertThat(fixture.reached(0).build()).hasNoAlert())
                .isInstanceOf(UntrustedException.class)
                .hasMessageContaining("proves nothing");
    }

    @Test
    void everyAssertionIsAnErrorOnDoubts() {
        Detections doubted = fixture.firing().doubted("17 events were lost").build();

        assertThatThrownBy(() -> assertThat(doubted).onlyRule(RULE)).isInstanceOf(UntrustedException.class);
        assertThatThrownBy(() -> assertThat(doubted).firedRule(RULE)).isInstanceOf(UntrustedException.class);
        assertThatThrownBy(() -> assertThat(doubted).silentRule(RULE)).isInstanceOf(UntrustedException.class);
        assertThatThrownBy(() -> assertThat(doubted).hasNoAlert())
                .isInstanceOf(UntrustedException.class)
                .hasMessage("Scenario kubectl-exec-shell can't be judged.\n  17 events were lost");
    }

    @Test
    void theEntryPointsAreThese() {
        assertThat(Arrays.stream(KguardAssertions.class.getDeclaredMethods())
                        .filter(method -> method.getName().equals("assertThat"))
                        .map(Method::getParameterTypes)
                        .map(types -> types[0].getSimpleName()))
                .containsExactlyInAnyOrder("Detections", "Alert");
    }

    static void pinned(ThrowingCallable assertion, String golden) throws IOException {
        Throwable failure = catchThrowable(assertion);
        assertThat(failure).isInstanceOf(AssertionError.class);
        assertGolden(failure.getMessage(), golden);
    }
}
