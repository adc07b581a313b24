// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.goal;

import static io.kguard.internal.option.GoalParameter.files;
import static io.kguard.internal.option.GoalParameter.text;
import static io.kguard.internal.option.GoalParameter.toggle;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.Matching;
import io.kguard.engine.Selection;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.file.WholeFile;
import io.kguard.internal.message.ConsoleText;
import io.kguard.internal.message.Wording;
import io.kguard.internal.option.Goal;
import io.kguard.internal.option.Settings;
import io.kguard.internal.tool.upgrade.FixedFile;
import io.kguard.internal.tool.upgrade.Side;
import io.kguard.internal.tool.upgrade.Upgrade;
import io.kguard.internal.tool.upgrade.UpgradeReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The goal {@code upgrade}. */
record UpgradeGoal(Settings settings, Workplace place) {
    static final Goals.Registered GOAL = Goals.Registered.of(
            "upgrade",
            "Says what a newer version of Falco, or of its rules, changes for your rules. Shows as a patch what has one right"
                    + " answer.",
            Goal.Group.BETTER_RULES,
            false,
            "rules",
            List.of(
                    text("from", "The Falco that you run: 0.40 to 0.45, or current for the newest.")
                            .must(),
                    text("to", "The Falco that you upgrade to: 0.40 to 0.45, or current for the newest.")
                            .orElse("current"),
                    files(
                                    "rules",
                                    "Your rule files and directories, in the order in which they are loaded. Default:"
                                            + " src/kguard/rules.")
                            .shared(),
                    Parameters.SOURCES,
                    files("stockFrom", "Falco's own rule files as you have them, loaded before yours."),
                    files(
                            "stockTo",
                            "Falco's own rule files as you will have them, loaded before yours. Default: those of"
                                    + " stockFrom."),
                    files(
                            "recordings",
                            "Captures (.scap), logs (.log, .json, .jsonl) and event scripts (.yaml) to compare the"
                                    + " alerts on. Default: those in src/kguard/scenarios."),
                    text(
                                    "matching",
                                    "first: an event triggers only the first rule that matches. all: every rule that"
                                            + " matches.")
                            .shared()
                            .orElse("first"),
                    text("enable", "\"all\" also evaluates rules that their files disable.")
                            .shared(),
                    toggle("fix", "Whether to apply the patch.").callerOnly()),
            UpgradeGoal::prepare);

    static GoalAct.Task prepare(Settings settings, Workplace place) throws IOException {
        UpgradeGoal goal = new UpgradeGoal(settings, place);
        Upgrade upgrade = goal.upgrade();
        boolean fix = settings.isOn("fix");
        return () -> goal.run(upgrade, fix);
    }

    private Ending run(Upgrade upgrade, boolean fix) throws IOException {
        UpgradeReport report = upgrade.report();
        report.text().lines().map(ConsoleText::of).forEach(place::say);
        write(report);
        if (fix && report.fix().isProven()) {
            for (FixedFile file : report.fix().files()) {
                file.write();
                place.say("Rewritten: " + file.path());
            }
        }
        if (fix && !report.fix().isProven()) {
            return Ending.failed("nothing was rewritten: " + report.fix().refusal());
        }
        if (!report.rules().stopsLoading().isEmpty()) {
            return Ending.failed("in Falco " + report.sides().to().falco() + " rules stop loading");
        }
        return !report.rules().loadsInNeither().isEmpty()
                ? Ending.failed("some rules load in neither version, so that kguard can't compare them")
                : Ending.PASSED;
    }

    private Upgrade upgrade() throws IOException {
        GoalInputs inputs = new GoalInputs(settings, place);
        List<Path> own = inputs.rules();
        List<Path> old = settings.files("stockFrom");
        List<Path> now = settings.isGiven("stockTo") ? settings.files("stockTo") : old;
        Matching matches = Matching.of(settings.text("matching"));
        boolean all = inputs.enableAll();
        return new Upgrade(
                new Side(inputs.loader(version("from")), old, own),
                new Side(inputs.loader(version("to")), now, own),
                inputs.recordings(),
                version -> {
                    EngineOptions options = EngineOptions.of(version).withMatching(matches);
                    return all ? options.with(Selection.enableRule("*")) : options;
                });
    }

    private FalcoVersion version(String name) {
        try {
            return FalcoVersion.of(settings.text(name));
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            String other = Wording.option("falco");
            throw new IllegalArgumentException(
                    message.startsWith(other) ? Wording.option(name) + message.substring(other.length()) : message, e);
        }
    }

    private void write(UpgradeReport report) throws IOException {
        Path markdown = place.report("upgrade.md");
        WholeFile.write(markdown, report.markdown());
        WholeFile.write(place.report("upgrade.json"), report.json());
    }
}
