// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.goal;

import io.kguard.internal.file.OwnFolder;
import io.kguard.internal.file.WholeFile;
import io.kguard.internal.goal.FoundFiles.Kind;
import io.kguard.internal.message.ConsoleText;
import io.kguard.internal.message.Wording;
import io.kguard.internal.option.Goal;
import io.kguard.internal.option.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The goal {@code init}. */
final class InitGoal {
    static final Goals.Registered GOAL = Goals.Registered.of(
            "init",
            "Sets kguard up in a folder with rules: writes kguard.yaml, tests derived of rules that have none, and a pipeline"
                    + " for GitHub or GitLab. Files that exist are kept.",
            Goal.Group.EVERY_DAY,
            false,
            "",
            List.of(),
            InitGoal::prepare);

    /** The option that loads Falco's own rules first. */
    private static final String BASE = "base";

    private static final String STOCK = "stock";

    private InitGoal() {}

    static GoalAct.Task prepare(Settings settings, Workplace place) {
        return () -> run(place, StockRules.INSTALLED);
    }

    /**
     * Does it.
     *
     * @param stock where the machine has Falco's own rules
     */
    static Ending run(Workplace place, Path stock) throws IOException {
        FoundFiles found = FoundFiles.in(place.file(""));
        found.lines().forEach(place::say);
        Optional<Path> before = SettingsFile.find(place, List.of());
        if (before.isPresent()) {
            kept(place, before.get());
        } else if (Stream.of(Kind.RULES, Kind.CONFIG_MAP, Kind.VALUES)
                .allMatch(kind -> found.of(kind).isEmpty())) {
            return Ending.notJudged(
                    "there are no rules of Falco in this folder, and nothing was written. kguard new project"
                            + " writes some to begin with");
        } else {
            write(place, InitFiles.SETTINGS, new InitFiles(found, base(found, place, stock)).settings());
        }
        for (Map.Entry<String, String> pipeline :
                InitFiles.pipelines(place, version()).entrySet()) {
            write(place, pipeline.getKey(), pipeline.getValue());
        }
        Ending derived = GoalRun.run(Goals.named("derive").orElseThrow(), place, Map.of("missing", List.of("true")));
        if (derived.kind() == Ending.Kind.FAILED) { // a rule without a test is no fault of what was set up
            place.say(derived.sentence());
        } else if (derived.kind() != Ending.Kind.PASSED) {
            return Ending.notJudged("no test was derived: " + derived.sentence());
        }
        place.say("Next: " + Wording.command("verify"));
        return Ending.PASSED;
    }

    /** What loads the macros and lists of Falco's own rules that the rules use. */
    private static List<String> base(FoundFiles found, Workplace place, Path stock) {
        List<Path> files = new InitFiles(found, List.of()).rules();
        List<Path> rules = files.isEmpty() ? found.of(Kind.VALUES) : files;
        MissingNames missing = MissingNames.of(
                rules.stream().map(file -> place.file(file.toString())).toList());
        if (!missing.others().isEmpty()) {
            place.say("No file defines: " + String.join(", ", missing.others()));
        }
        if (missing.ofFalco().isEmpty()) {
            return List.of();
        }
        place.say("Falco's own rules define: " + String.join(", ", missing.ofFalco()));
        String why = "# Yours use macros or lists of Falco's own rules.";
        if (Goals.named("verify").flatMap(goal -> goal.parameter(BASE)).isPresent()) {
            return List.of(why + "\n" + BASE + ": " + STOCK);
        }
        return !files.isEmpty() && Files.isRegularFile(stock)
                ? List.of(STOCK)
                : List.of(why + " Put your copy of falco_rules.yaml in front of \"rules\".\n# " + BASE + ": " + STOCK);
    }

    private static void write(Workplace place, String name, String text) throws IOException {
        Path file = place.file(name);
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            kept(place, file);
            if (name.equals(InitFiles.OF_GITLAB) && !Files.readString(file).contains("kguard")) {
                place.say("It has no job of kguard. Add:\n" + text.stripTrailing());
            }
            return;
        }
        OwnFolder.check(place.file("").toAbsolutePath(), file.toAbsolutePath());
        WholeFile.write(file, text);
        place.say("New: " + ConsoleText.of(file.toString()));
    }

    private static void kept(Workplace place, Path file) {
        place.say("Kept: " + ConsoleText.of(file.toString()));
    }

    /** The version that a pipeline runs. */
    private static String version() {
        String version = InitGoal.class.getPackage().getImplementationVersion();
        return version == null ? "0.1.0" : version.replace("-SNAPSHOT", "");
    }
}
