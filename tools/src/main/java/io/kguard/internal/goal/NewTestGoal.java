// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.goal;

import io.kguard.internal.message.Wording;
import io.kguard.internal.option.Settings;
import io.kguard.internal.tool.incident.NewTest;
import io.kguard.output.FalcoConfig;
import io.kguard.scenario.Recording;
import java.io.IOException;
import java.util.stream.Stream;

/** The goal {@code new-test}. */
final class NewTestGoal {
    private NewTestGoal() {}

    static GoalAct.Task prepare(Settings settings, Workplace place) throws IOException {
        GoalInputs inputs = new GoalInputs(settings, place);
        FalcoConfig config = inputs.config();
        NewTest test = new NewTest(
                inputs.rules(config),
                inputs.loader(),
                config,
                new NewTest.Evaluation(inputs.enableAll(), inputs.matching()),
                settings.folderToWrite("into").orElseThrow(),
                settings.textOrNull("name"));
        if (Stream.of("alert", "capture", "audit", "log")
                        .filter(settings::isGiven)
                        .count()
                != 1) {
            throw new IllegalArgumentException(
                    "new-test needs what Falco saw: one of " + Wording.given("alert") + "=alert.json, "
                            + Wording.given("capture") + "=attack.scap, " + Wording.given("audit") + "=audit.log and "
                            + Wording.given("log")
                            + "=cloudtrail.json");
        }
        if (settings.isGiven("alert") && settings.isGiven("rule")) {
            throw new IllegalArgumentException("the alert names its rule; leave " + Wording.given("rule") + " out");
        }
        return () -> {
            NewTest.Made made = write(test, settings);
            StringBuilder said = new StringBuilder(
                    "The rule fires. New test: " + made.scenario() + "\nIts events: " + made.events());
            made.notes().forEach(note -> said.append('\n').append(note));
            place.say(said + "\nNext: fill in the twin at the end of the scenario, then run "
                    + Wording.command("verify") + ".");
            return Ending.PASSED;
        };
    }

    private static NewTest.Made write(NewTest test, Settings settings) throws IOException {
        String rule = settings.textOrNull("rule");
        if (settings.isGiven("alert")) {
            return test.ofAlert(settings.file("alert").orElseThrow());
        }
        if (settings.isGiven("capture")) {
            return test.ofCapture(settings.file("capture").orElseThrow(), rule);
        }
        return settings.isGiven("audit")
                ? test.ofLog(settings.file("audit").orElseThrow(), Recording.Kind.AUDIT, rule)
                : test.ofLog(settings.file("log").orElseThrow(), Recording.Kind.LOG, rule);
    }
}
