package example;

import io.kguard.capture.EventBuilder;
import io.kguard.junit.EventMethodSource;
import io.kguard.junit.KGuard;
import io.kguard.junit.RuleTest;

@KGuard(rules = "src/kguard/rules")
class ShellTest {
    @RuleTest(rule = "Shell")
    @EventMethodSource("shell")
    void aShellIsReported() {}

    @RuleTest(rule = "Shell", silent = true)
    @EventMethodSource("program")
    void anotherProgramIsNot() {}

    static void shell(EventBuilder events) {
        events.pod("web-0", "shop").container("web", "web:1").process("/usr/bin/java").spawns("/bin/bash");
    }

    static void program(EventBuilder events) {
        events.pod("web-0", "shop").container("web", "web:1").process("/usr/bin/java").spawns("/bin/cat");
    }

}
