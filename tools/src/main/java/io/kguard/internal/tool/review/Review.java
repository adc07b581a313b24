// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.review;

import io.kguard.diagnostic.KguardException;
import io.kguard.internal.console.Console;
import io.kguard.internal.file.WholeFile;
import io.kguard.internal.message.Wording;
import io.kguard.internal.tool.difference.Difference;
import io.kguard.internal.tool.difference.DifferenceReport;
import io.kguard.internal.tool.difference.OtherRules;
import io.kguard.internal.tool.mutation.ChangedClauses;
import io.kguard.internal.verify.VerifyOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What {@code mvn kguard:review} does: say in one comment what a change of the rules does to attacks, what lint says of it, and how well
 * it is tested.
 *
 * @param options the rules after the change, the scenarios, and how they are played
 * @param against the rules before the change: a place, or a revision of git
 * @param only what chose the scenarios; empty if all are played
 * @param reports the folder for {@code review.md}, {@code diff.md} and {@code diff.json}
 * @param console where it prints
 */
public record Review(VerifyOptions options, String against, String only, Path reports, Console console) {
    /** The comment. */
    public static final String FILE = "review.md";

    /**
     * Runs it.
     *
     * @throws IOException if a report can't be written, or the other rules can't be read
     */
    public Difference.End run() throws IOException {
        Files.deleteIfExists(reports.resolve(FILE));
        try (OtherRules other = OtherRules.of(against, options)) {
            Difference difference = new Difference(options, against, List.of(), reports, console);
            Difference.Sides sides = difference.load(other);
            Difference.KeptTapes tapes = new Difference.KeptTapes();
            DifferenceReport compared = difference.report(other, sides, tapes);
            if (compared.counts().isEmpty() && compared.inDoubt().isEmpty()) {
                compared.sentences().forEach(console::line);
                console.line("There was nothing to compare: no scenario is played. Name some with "
                        + Wording.given("scenarios") + ".");
                return Difference.End.NOTHING;
            }
            ReviewReport report = new ReviewReport(
                    only,
                    compared,
                    NewFindings.between(sides.loadedBefore(), sides.loadedAfter()),
                    new ChangedClauses(options, sides.before(), console).of(compared.namesBefore(), tapes::of));
            difference.write(compared);
            String comment = ReviewMarkdown.of(report);
            WholeFile.write(reports.resolve(FILE), comment);
            comment.lines().forEach(console::line);
            return report.end();
        } catch (KguardException e) {
            String.valueOf(e.getMessage()).lines().forEach(console::line);
            return Difference.End.NOTHING;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            console.line("The run was interrupted.");
            return Difference.End.NOTHING;
        }
    }
}
