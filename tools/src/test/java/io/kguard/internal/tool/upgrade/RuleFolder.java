// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.upgrade;

import io.kguard.engine.EngineOptions;
import io.kguard.event.FalcoVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A user's rule file, and what an upgrade makes of it. */
record RuleFolder(Path folder) {
    Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    /** A rule. */
    static String rule(String name, String condition) {
        return rule(name, condition, "o");
    }

    static String rule(String name, String condition, String output) {
        return "- rule: " + name + "\n  desc: d\n  condition: " + condition + "\n  output: " + output
                + "\n  priority: INFO\n";
    }

    UpgradeReport report(FalcoVersion from, FalcoVersion to, String text, Path... recordings) throws IOException {
        Path file = write("rules.yaml", text);
        return report(new Side(from, List.of(), List.of(file)), new Side(to, List.of(), List.of(file)), recordings);
    }

    /** The report on a user's file after stock files. */
    UpgradeReport report(
            FalcoVersion from, String stockFrom, FalcoVersion to, String stockTo, String text, Path... recordings)
            throws IOException {
        Path old = write("stock-from.yaml", stockFrom);
        Path now = write("stock-to.yaml", stockTo);
        Path file = write("rules.yaml", text);
        return report(
                new Side(from, List.of(old), List.of(file)), new Side(to, List.of(now), List.of(file)), recordings);
    }

    static UpgradeReport report(Side from, Side to, Path... recordings) throws IOException {
        return new Upgrade(from, to, List.of(recordings), EngineOptions::of).report();
    }
}
