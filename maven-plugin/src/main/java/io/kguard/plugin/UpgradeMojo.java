// SPDX-License-Identifier: Apache-2.0
package io.kguard.plugin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.Matching;
import io.kguard.engine.Selection;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.upgrade.FixedFile;
import io.kguard.internal.upgrade.Side;
import io.kguard.internal.upgrade.Upgrade;
import io.kguard.internal.upgrade.UpgradeException;
import io.kguard.internal.upgrade.UpgradeReport;
import io.kguard.internal.verify.ConsoleText;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/**
 * Says what a newer version of Falco, or of its rules, changes for your rules. Shows as a patch what has one right answer.
 * Works without a pom.
 */
@Mojo(name = "upgrade", requiresProject = false, threadSafe = true)
public final class UpgradeMojo extends AbstractMojo {
    /** The Falco that you run: 0.40 to 0.45, or current for the newest. */
    @Parameter(property = "kguard.from", required = true)
    private @Nullable String from;

    /** The Falco that you upgrade to: 0.40 to 0.45, or current for the newest. */
    @Parameter(property = "kguard.to", defaultValue = "current")
    private String to = "current";

    /** Your rule files and directories, in the order in which they are loaded. Default: src/kguard/rules. */
    @Parameter(property = "kguard.rules")
    private @Nullable List<File> rules;

    /** Falco's own rule files as you have them, loaded before yours. */
    @Parameter(property = "kguard.stockFrom")
    private @Nullable List<File> stockFrom;

    /** Falco's own rule files as you will have them, loaded before yours. Default: those of stockFrom. */
    @Parameter(property = "kguard.stockTo")
    private @Nullable List<File> stockTo;

    /**
     * Captures (.scap), audit logs (.log, .json, .jsonl) and event scripts (.yaml) to compare the alerts on. Default: those in
     * src/kguard/scenarios.
     */
    @Parameter(property = "kguard.recordings")
    private @Nullable List<File> recordings;

    /** first: an event sets off only the first rule that matches. all: every rule that matches. */
    @Parameter(property = "kguard.matching", defaultValue = "first")
    private String matching = "first";

    /** "all" also evaluates rules that their files disable. */
    @Parameter(property = "kguard.enable")
    private @Nullable String enable;

    /** Whether to apply the patch. */
    @Parameter(property = "kguard.fix", defaultValue = "false")
    private boolean fix;

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    private @Nullable MavenProject project;

    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    private @Nullable MavenSession session;

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        GivenProperties.check(Required.of(session), Required.of(project));
        UpgradeReport report;
        try {
            report = upgrade().report();
            report.text().lines().map(ConsoleText::of).forEach(System.out::println);
            write(report);
            if (fix && report.fix().isProven()) {
                for (FixedFile file : report.fix().files()) {
                    file.write();
                    System.out.println("Rewritten: " + file.path());
                }
            }
        } catch (NoSuchFileException e) {
            throw new MojoExecutionException(e.getMessage() + " does not exist", e);
        } catch (IllegalArgumentException | UpgradeException | IOException e) {
            throw new MojoExecutionException(String.valueOf(e.getMessage()), e);
        }
        if (fix && !report.fix().isProven()) {
            throw new MojoFailureException(
                    "nothing was rewritten: " + report.fix().refusal());
        }
        if (report.stopped() > 0) {
            throw new MojoFailureException("in Falco " + report.to().falco() + " rules stop loading");
        }
        if (report.broken() > 0) {
            throw new MojoFailureException("some rules load in neither version, so that kguard can't compare them");
        }
    }

    private Upgrade upgrade() throws IOException {
        Inputs inputs = new Inputs(Required.of(project));
        List<Path> own = inputs.rules(rules);
        List<Path> old = stockFrom == null ? List.of() : Inputs.paths(stockFrom);
        List<Path> now = stockTo == null || stockTo.isEmpty() ? old : Inputs.paths(stockTo);
        Matching matches = Matching.of(matching);
        boolean all = inputs.enableAll(enable);
        return new Upgrade(
                new Side(version("kguard.from", Required.of(from)), old, own),
                new Side(version("kguard.to", to), now, own),
                inputs.recordings(recordings),
                version -> {
                    EngineOptions options = EngineOptions.of(version).withMatching(matches);
                    return all ? options.with(Selection.enableRule("*")) : options;
                });
    }

    private static FalcoVersion version(String property, String label) {
        try {
            return FalcoVersion.of(label);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    String.valueOf(e.getMessage()).replaceFirst("^kguard\\.falco", property), e);
        }
    }

    private void write(UpgradeReport report) throws IOException {
        Inputs inputs = new Inputs(Required.of(project));
        Path markdown = inputs.output(null, "upgrade.md");
        Files.createDirectories(markdown.toAbsolutePath().getParent());
        // what recordings say need not be Unicode; such characters become question marks
        Files.write(markdown, report.markdown().getBytes(UTF_8));
        Files.write(inputs.output(null, "upgrade.json"), report.json().getBytes(UTF_8));
    }
}
