// SPDX-License-Identifier: Apache-2.0
package io.kguard.assertion;

import static io.kguard.assertion.KguardAssertions.assertThat;
import static io.kguard.output.ChatOutput.SLACK;
import static io.kguard.output.ChatOutput.TEAMS;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kguard.assertion.AlertAssert.MessageAssert;
import io.kguard.event.FalcoVersion;
import io.kguard.output.FalcoConfig;
import io.kguard.verdict.Detections;
import io.kguard.verdict.DetectionsFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Assertions on what Falcosidekick sends of an alert, by values of Falco's chart. */
class MessageAssertTest {
    private static final String RULE = "Terminal shell in container";

    @TempDir
    Path folder;

    private Detections sent(boolean enabled) throws IOException {
        Path values = Files.writeString(folder.resolve("values.yaml"), """
                falcosidekick:
                  enabled: %s
                  config:
                    slack: {webhookurl: "https://slack.example/x", minimumpriority: notice}
                    teams: {webhookurl: "https://teams.example/x", minimumpriority: error}
                """.formatted(enabled));
        return new DetectionsFixture().firing().build().sentBy(FalcoConfig.read(values, FalcoVersion.CURRENT));
    }

    private static void assertFails(ThrowingCallable assertion, String message) {
        assertThatExceptionOfType(AssertionError.class).isThrownBy(assertion).withMessageContaining(message);
    }

    @Test
    void aMessageThatArrivesIsAsserted() throws IOException {
        Detections detections = sent(true);

        MessageAssert message = assertThat(detections).firedRule(RULE).reaches(SLACK);
        message.hasTextContaining("pod=jenkins-0").showsField("k8s.pod.name", "jenkins-0");
        assertFails(() -> message.hasTextContaining("pod=web-0"), "must contain \"pod=web-0\"");
        assertFails(() -> message.showsField("k8s.pod.name", "web-0"), "but shows \"jenkins-0\"");
        assertFails(() -> message.showsField("proc.tty", "34816"), "but shows no such field");
    }

    @Test
    void aMessageWithTooLowAPriorityDoesNotArrive() throws IOException {
        AlertAssert alert = assertThat(sent(true)).firedRule(RULE);

        alert.doesNotReach(TEAMS);
        assertFails(() -> alert.reaches(TEAMS), "its priority Notice is lower than the minimumpriority Error at ");
        assertFails(() -> alert.doesNotReach(SLACK), "must not reach Slack, but does");
    }

    @Test
    void whatNeverArrivesAtFalcosidekickProvesNothing() throws IOException {
        AlertAssert alert = assertThat(sent(false)).firedRule(RULE);

        assertFails(() -> alert.reaches(SLACK), "falcosidekick.enabled is not true");
        assertFails(() -> alert.doesNotReach(SLACK), "this proves nothing");
    }

    @Test
    void withoutValuesNothingIsKnown() {
        AlertAssert alert = assertThat(new DetectionsFixture().firing().build()).firedRule(RULE);

        assertFails(() -> alert.reaches(SLACK), "it is not known what Falcosidekick sends");
        assertFails(() -> alert.doesNotReach(SLACK), "it is not known what Falcosidekick sends");
        assertFails(
                () -> assertThat(new DetectionsFixture().firing().build()).changed("node a", "takes no pods"),
                "nothing was triggered in a cluster");
    }
}
