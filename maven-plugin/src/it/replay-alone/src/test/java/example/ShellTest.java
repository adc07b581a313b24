package example;

import io.kguard.capture.EventBuilder;
import io.kguard.junit.EventMethodSource;
import io.kguard.junit.KGuard;
import io.kguard.junit.RuleTest;
import io.kguard.junit.ScenarioSource;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@KGuard(rules = "src/kguard/rules", scenarios = "src/kguard/scenarios")
class ShellTest {
    @RuleTest(rule = "Shell")
    @EventMethodSource("shell")
    void aShellIsReported() {}

    @RuleTest(rule = "Shell")
    @ScenarioSource("shell")
    void nothingPlaysScenarios() {}

    static void shell(EventBuilder events) {
        events.pod("web-0", "shop").container("web", "web:1").process("/usr/bin/java").spawns("/bin/bash");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.vertx.core.Vertx",
                "io.netty.channel.Channel",
                "com.github.dockerjava.api.DockerClient",
                "io.kguard.internal.sensor.Sensor"
            })
    void noContainerLibraryIsHere(String type) {
        Assertions.assertThrows(ClassNotFoundException.class, () -> Class.forName(type));
    }
}
