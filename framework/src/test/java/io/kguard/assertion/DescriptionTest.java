// SPDX-License-Identifier: Apache-2.0
package io.kguard.assertion;

import static io.kguard.assertion.KguardAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.assertion.AlertAssert.MessageAssert;
import io.kguard.event.FalcoVersion;
import io.kguard.output.ChatOutput;
import io.kguard.output.FalcoConfig;
import io.kguard.rule.Priority;
import io.kguard.verdict.Detections;
import io.kguard.verdict.DetectionsFixture;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user says with {@code as} stands before each failure and each error, also after a step to an alert or a message. */
class DescriptionTest {
    private static final String RULE = "Terminal shell in container";
    private static final String WORDS = "the shell of the night shift";

    @TempDir
    private Path folder;

    private final DetectionsFixture fixture = new DetectionsFixture();

    private AlertAssert alert() throws IOException {
        Path values = Files.writeString(folder.resolve("values.yaml"), """
                falcosidekick:
                  enabled: true
                  config:
                    slack: {webhookurl: "https://slack.example/x", minimumpriority: notice}
                """);
        Detections sent =
                new DetectionsFixture().firing().build().sentBy(FalcoConfig.read(values, FalcoVersion.CURRENT));
        return assertThat(sent).as(WORDS).firedRule(RULE);
    }

    private DetectionsAssert silent() {
        return assertThat(fixture.build()).as(WORDS);
    }

    private DetectionsAssert firing() {
        return assertThat(new DetectionsFixture()
                        .firing()
                        .with(DetectionsFixture.alert(DetectionsFixture.otherRule()))
                        .build())
                .as(WORDS);
    }

    private DetectionsAssert doubted() {
        return assertThat(new DetectionsFixture()
                        .firing()
                        .doubted("17 events were lost")
                        .build())
                .as(WORDS);
    }

    @Test
    void everyAssertionSaysIt() throws IOException {
        Map<String, ThrowingCallable> failing = new HashMap<>();
        failing.put("firedRule", () -> silent().firedRule(RULE));
        failing.put("onlyRule", () -> firing().onlyRule(RULE));
        failing.put("silentRule", () -> firing().silentRule(RULE));
        failing.put("hasNoAlert", () -> firing().hasNoAlert());
        failing.put("reactedWith", () -> firing().reactedWith("kubernetes:terminate", "pod ci/jenkins-0"));
        failing.put("reactedWithNothing", () -> doubted().reactedWithNothing());
        failing.put("changed", () -> firing().changed("pod ci/jenkins-0", "gone"));
        failing.put("stoppedWithin", () -> firing().stoppedWithin(RULE, Duration.ofSeconds(1)));
        AlertAssert alert = alert();
        failing.put("hasPriority", () -> alert.hasPriority(Priority.DEBUG));
        failing.put("hasField", () -> alert.hasField("proc.tty", 1));
        failing.put("hasOutputContaining", () -> alert.hasOutputContaining("nothing of that"));
        failing.put("hasTag", () -> alert.hasTag("no_tag"));
        failing.put("reaches", () -> alert.reaches(ChatOutput.TEAMS));
        failing.put("doesNotReach", () -> alert.doesNotReach(ChatOutput.SLACK));
        failing.put("returnToDetections", () -> alert.returnToDetections().hasNoAlert());
        MessageAssert message = alert.reaches(ChatOutput.SLACK);
        failing.put("hasTextContaining", () -> message.hasTextContaining("nothing of that"));
        failing.put("showsField", () -> message.showsField("proc.tty", "1"));

        assertThat(failing.keySet()).isEqualTo(assertions());
        failing.forEach(
                (name, assertion) -> assertThatThrownBy(assertion).as(name).hasMessageStartingWith("[" + WORDS + "] "));
    }

    private static Set<String> assertions() {
        return Stream.of(DetectionsAssert.class, AlertAssert.class, MessageAssert.class)
                .flatMap(type -> Stream.of(type.getDeclaredMethods()))
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                .map(Method::getName)
                .collect(Collectors.toSet());
    }
}
