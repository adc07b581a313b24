// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.goal;

import static io.kguard.internal.option.GoalParameter.file;
import static io.kguard.internal.option.GoalParameter.text;
import static io.kguard.internal.option.GoalParameter.toggle;

import io.kguard.internal.atomic.AtomicImport;
import io.kguard.internal.file.WholeFile;
import io.kguard.internal.message.Wording;
import io.kguard.internal.option.Goal;
import io.kguard.internal.option.Settings;
import io.kguard.internal.source.EventSources;
import io.kguard.internal.tool.catalogue.ScenarioCopy;
import io.kguard.internal.tool.catalogue.ScenarioFilter;
import io.kguard.internal.tool.catalogue.ScenarioList;
import io.kguard.internal.tool.catalogue.ScenarioText;
import io.kguard.scenario.ScenarioCatalogue;
import io.kguard.scenario.ScenarioSchema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The goal {@code scenarios}. */
final class ScenariosGoal {
    static final Goals.Registered GOAL = Goals.Registered.of(
            "scenarios",
            "Lists the scenarios of the project and of its jars, or tells one of them in words.",
            Goal.Group.EVERY_DAY,
            false,
            "scenario",
            List.of(
                    text("scenario", "The id of the scenario to tell in words. Default: a list of all.")
                            .callerOnly(),
                    toggle("yaml", "Whether to print the file of the scenario, and not to tell it in words.")
                            .callerOnly(),
                    text(
                                    "tactic",
                                    "Lists only attacks of this tactic, such as credential-access: the folder that their files are"
                                            + " in.")
                            .callerOnly(),
                    text("technique", "Lists only attacks with this technique, such as T1003 or T1003.008.")
                            .callerOnly(),
                    text("rule", "Lists only attacks that expect something of the rule with this name.")
                            .callerOnly(),
                    Parameters.SCENARIOS,
                    Parameters.SOURCES,
                    file("schema", "A file for the JSON schema of scenarios, for editors.")
                            .callerOnly(),
                    file(
                                    "import",
                                    "A folder with tests in the format of Atomic Red Team. kguard makes scenarios of them, and lists"
                                            + " those that it can't.")
                            .callerOnly(),
                    file("into", "The folder for the scenarios of an import.")
                            .callerOnly()
                            .orElse("src/kguard/scenarios/atomic"),
                    text("image", "The image of the containers that an import's commands run in.")
                            .callerOnly()
                            .orElse(AtomicImport.BASE)),
            ScenariosGoal::prepare);

    private ScenariosGoal() {}

    static GoalAct.Task prepare(Settings settings, Workplace place) throws IOException {
        Path atomics = settings.file("import").orElse(null);
        if (atomics != null) {
            Path into = settings.folderToWrite("into").orElseThrow();
            String image = settings.text("image");
            return () -> {
                AtomicImport.run(atomics, into, image).lines().forEach(place::say);
                return Ending.PASSED;
            };
        }
        ScenarioFilter filter = new ScenarioFilter(
                settings.textOrNull("tactic"), settings.textOrNull("technique"), settings.textOrNull("rule"));
        String scenario = settings.text("scenario");
        if (!scenario.isEmpty() && !filter.isEmpty()) {
            throw new IllegalArgumentException(Wording.option("scenario") + " names one scenario; leave out "
                    + Wording.option("tactic") + ", " + Wording.option("technique") + " and " + Wording.option("rule"));
        }
        boolean yaml = settings.isOn("yaml");
        if (yaml && scenario.isEmpty()) {
            throw new IllegalArgumentException(Wording.option("yaml")
                    + " prints the file of one scenario: name it with " + Wording.option("scenario"));
        }
        Path schema = settings.fileToWrite("schema").orElse(null);
        ClassLoader jars = place.catalogue();
        GoalInputs inputs = new GoalInputs(settings, place);
        List<Path> files = inputs.scenarios();
        EventSources sources = inputs.sources();
        return () -> {
            ScenarioCatalogue catalogue = ScenarioCatalogue.load(
                    jars, files, inputs.simulator().sandbox().setup().folders(), sources);
            if (yaml) {
                place.say(ScenarioCopy.text(catalogue, scenario).stripTrailing());
            } else {
                place.say(
                        scenario.isEmpty() ? ScenarioList.of(catalogue, filter) : ScenarioText.of(catalogue, scenario));
            }
            if (schema != null) {
                write(schema.toAbsolutePath(), place);
            }
            return Ending.PASSED;
        };
    }

    private static void write(Path schema, Workplace place) throws IOException {
        WholeFile.write(schema, ScenarioSchema.json());
        place.say("The schema of scenario files is in " + schema);
    }
}
