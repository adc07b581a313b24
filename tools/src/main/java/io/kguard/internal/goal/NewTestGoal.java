// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.goal;

import static io.kguard.internal.option.GoalParameter.file;
import static io.kguard.internal.option.GoalParameter.text;

import io.kguard.internal.message.Wording;
import io.kguard.internal.option.Goal;
import io.kguard.internal.option.Settings;
import io.kguard.internal.tool.incident.NewTest;
import io.kguard.output.FalcoConfig;
import io.kguard.scenario.Recording;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The goal {@code new-test}. */
final class NewTestGoal {
    static final Goals.Registered GOAL = Goals.Registered.of(
            "new-test",
            "Makes a regression test of an incident: of an alert of Falco, a capture, or a log. The new"
                    + " scenario passes as it stands.",
            Goal.Group.INCIDENTS,
            false,
            "alert",
            List.of(
                    file(
                                    "alert",
                                    "A file or folder with alerts: Falco's output (json_output: true), or what Falcosidekick, Loki,"
                                            + " Elasticsearch, OpenSearch, Splunk or CloudWatch made of it, as JSON. kguard writes"
                                            + " the events that the alerts describe, one test for each kind of alerts.")
                            .callerOnly(),
                    file("capture", "A capture. The scenario gets the part that the alert needs.")
                            .callerOnly(),
                    file("audit", "A Kubernetes audit log. The scenario gets the event of the alert.")
                            .callerOnly(),
                    file("log", "A log of another source than system calls. The scenario gets the event of the alert.")
                            .callerOnly(),
                    text(
                                    "rule",
                                    "The rule whose first alert in the capture or the log becomes the test. Default: the first"
                                            + " alert of any rule.")
                            .callerOnly(),
                    text(
                                    "name",
                                    "The id of the new scenario. Default: the name of the rule, in lower case with dashes.")
                            .callerOnly(),
                    file("into", "The folder for the new scenario.").orElse("src/kguard/scenarios"),
                    Parameters.CONFIG_OF_RULES,
                    Parameters.PLUGINS,
                    Parameters.RULES_OR_CONFIGURED,
                    Parameters.SOURCES,
                    Parameters.MATCHING,
                    Parameters.ENABLE,
                    Parameters.FALCO),
            NewTestGoal::prepare);

    private NewTestGoal() {}

    static GoalAct.Task prepare(Settings settings, Workplace place) throws IOException {
        GoalInputs inputs = new GoalInputs(settings, place);
        FalcoConfig config = inputs.config();
        NewTest test = new NewTest(
                inputs.rules(config),
                inputs.loader(),
                inputs.evaluated(config),
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
        if (settings.isGiven("alert")) {
            Path alerts = settings.file("alert").orElseThrow();
            return () -> ofAlerts(test.ofAlerts(alerts), place);
        }
        return () -> {
            NewTest.Made made = write(test, settings);
            place.say(said(made) + "\n" + next());
            return Ending.PASSED;
        };
    }

    private static Ending ofAlerts(NewTest.OfAlerts made, Workplace place) {
        made.tests().forEach(test -> place.say(said(test)));
        place.say(String.join("\n", made.read().lines()) + "\n" + next());
        if (made.refused().isEmpty()) {
            return Ending.PASSED;
        }
        return Ending.failed("no test can be made of " + made.refused().size() + " kinds of alerts:\n"
                + String.join("\n", made.refused()));
    }

    private static String next() {
        return "Next: fill in the twin at the end of the scenario, then run " + Wording.command("verify") + ".";
    }

    private static String said(NewTest.Made made) {
        StringBuilder said =
                new StringBuilder("The rule fires. New test: " + made.scenario() + "\nIts events: " + made.events());
        made.notes().forEach(note -> said.append('\n').append(note));
        return said.toString();
    }

    private static NewTest.Made write(NewTest test, Settings settings) throws IOException {
        String rule = settings.textOrNull("rule");
        if (settings.isGiven("capture")) {
            return test.ofCapture(settings.file("capture").orElseThrow(), rule);
        }
        return settings.isGiven("audit")
                ? test.ofLog(settings.file("audit").orElseThrow(), Recording.Kind.AUDIT, rule)
                : test.ofLog(settings.file("log").orElseThrow(), Recording.Kind.LOG, rule);
    }
}
