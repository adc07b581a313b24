// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.goal;

import static io.kguard.internal.option.GoalParameter.file;
import static io.kguard.internal.option.GoalParameter.names;

import io.kguard.internal.message.Wording;
import io.kguard.internal.option.Goal;
import io.kguard.internal.option.Settings;
import io.kguard.internal.tool.board.Board;
import io.kguard.internal.tool.board.SetName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The goal {@code board}. */
final class BoardGoal {
    static final Goals.Registered GOAL = Goals.Registered.of(
            "board",
            "Makes pages of what runs left behind: rule sets beside each other, with the evidence of each cell.",
            Goal.Group.BIG_RUNS,
            false,
            "runs",
            List.of(
                    names(
                                    "runs",
                                    "The runs, each as NAME=FOLDER with commas between them: the name of a rule set, and the"
                                            + " folder for the reports of its run. Default: the one run of the project.")
                            .callerOnly(),
                    file(
                            "into",
                            "The folder for the pages. An earlier board in it is replaced. Default: board in the folder"
                                    + " for the reports.")),
            BoardGoal::prepare);

    /** A comma is between two runs if a name follows; a folder may have one in its name. */
    private static final Pattern BETWEEN = Pattern.compile(",(?=[^,=/]+=)");

    private BoardGoal() {}

    static GoalAct.Task prepare(Settings settings, Workplace place) throws IOException {
        Map<SetName, Path> runs = runs(settings.names("runs"), place);
        Path into = settings.folderToWrite("into").orElseGet(() -> place.report("board"));
        return () -> {
            Board.read(runs).write(into).forEach(place::say);
            place.say("Board: " + into.resolve("index.html"));
            return Ending.PASSED;
        };
    }

    private static Map<SetName, Path> runs(List<String> given, Workplace place) {
        Map<SetName, Path> runs = new LinkedHashMap<>();
        if (given.isEmpty()) {
            runs.put(new SetName("rules"), place.report(""));
        }
        for (String several : given) {
            for (String run : BETWEEN.split(several, -1)) {
                int sign = run.indexOf('=');
                if (sign < 0 || sign == run.length() - 1) {
                    throw new IllegalArgumentException(Wording.option("runs") + " has \"" + run
                            + "\"; write NAME=FOLDER, such as stable=target/kguard");
                }
                SetName name = new SetName(run.substring(0, sign).strip());
                if (runs.put(name, place.file(run.substring(sign + 1))) != null) {
                    throw new IllegalArgumentException(Wording.option("runs") + " has the name \"" + name + "\" twice");
                }
            }
        }
        return runs;
    }
}
