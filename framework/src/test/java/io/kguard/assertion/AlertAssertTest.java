// SPDX-License-Identifier: Apache-2.0
package io.kguard.assertion;

import static io.kguard.assertion.DetectionsAssertTest.pinned;
import static io.kguard.assertion.KguardAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.kguard.engine.Alert;
import io.kguard.rule.Priority;
import io.kguard.verdict.DetectionsFixture;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class AlertAssertTest {
    private final Alert alert = DetectionsFixture.alert(DetectionsFixture.shellRule());

    @Test
    void aSentenceOfWhatHoldsPasses() {
        assertThatCode(() -> assertThat(alert)
                        .hasPriority(Priority.NOTICE)
                        .hasField("k8s.pod.name", "jenkins-0")
                        .hasField("proc.tty", 34816)
                        .hasField("fd.name", null)
                        .hasOutputContaining("pod=jenkins-0")
                        .hasTag("T1609"))
                .doesNotThrowAnyException();
    }

    @Test
    void anotherPriorityFails() throws IOException {
        pinned(() -> assertThat(alert).hasPriority(Priority.CRITICAL), "assertion/priority.txt");
    }

    @Test
    void anotherValueFails() throws IOException {
        pinned(() -> assertThat(alert).hasField("k8s.pod.name", "jenkins-1"), "assertion/field-value.txt");
    }

    @Test
    void aMissingValueFails() throws IOException {
        pinned(() -> assertThat(alert).hasField("fd.name", "/etc/shadow"), "assertion/field-missing.txt");
    }

    @Test
    void aFieldThatTheOutputLacksFails() throws IOException {
        pinned(() -> assertThat(alert).hasField("proc.cmdline", "bash"), "assertion/field-absent.txt");
    }

    @Test
    void anotherTextFails() throws IOException {
        pinned(() -> assertThat(alert).hasOutputContaining("shell=zsh"), "assertion/output.txt");
    }

    @Test
    void anotherTagFails() throws IOException {
        pinned(() -> assertThat(alert).hasTag("T1059"), "assertion/tag.txt");
    }
}
