// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.engine.Matching;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.report.JsonSchema;
import io.kguard.internal.result.SuiteResult;
import io.kguard.internal.tool.cost.CostAnalysis;
import io.kguard.internal.tool.mutation.MutationAnalysis;
import io.kguard.internal.tool.noise.NoiseAnalysis;
import io.kguard.requirement.RequiresBrowser;
import io.kguard.requirement.RequiresRoot;
import io.kguard.requirement.RequiresShared;
import io.kguard.requirement.Shared;
import io.kguard.rule.RuleLoader;
import io.kguard.simulation.SimulatorOptions;
import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;

/**
 * The report of a real run of the public rules, with all that can be measured: coverage, mutation, shadow, cost, noise and repeats. It
 * plays some attacks with their twins and some workloads of the catalogue. {@code -Dkguard.golden=accept} plays all, and puts
 * screenshots of that report into {@code docs}.
 */
@RequiresRoot
@RequiresShared
@RequiresBrowser
@Tag("runc")
class PublicRulesReportTest {
    private static final boolean ALL = "accept".equals(System.getProperty("kguard.golden"));
    private static final List<String> FILES = List.of(
            "falco_rules.yaml", "falco-incubating_rules.yaml", "falco-sandbox_rules.yaml", "k8s_audit_rules.yaml");
    /** What a cluster's owner adds to the audit rules: without it some of them never fire. */
    private static final Path LOCAL = Path.of("../sandbox/src/test/resources/public-rules/k8s_audit_local.yaml");

    private static final Set<String> CHOSEN = Set.of(
            "crypto-miner.yaml",
            "dropped-program.yaml",
            "shadow-read.yaml",
            "ssh-key-read.yaml",
            "health-probes.yaml",
            "cron.yaml");
    private static final Path FOLDER = Path.of("target/report-public").toAbsolutePath();
    private static final Path SHOTS = FOLDER.resolve("screenshots");
    private static final Path DOCS = Path.of("../docs/images");
    private static final long MOST_IN_DOCS = 250_000;
    private static final String RULE = "#rule=drop-and-execute-new-binary-in-container";
    private static final long MOST_BYTES = 2 << 20;
    private static final String LINK =
            FOLDER.resolve("reports/report.html").toUri().toString();

    private static final List<String> LINES = new ArrayList<>();
    private static SuiteResult result;
    private static ReportBrowser browser;

    @BeforeAll
    @Timeout(value = 20, unit = TimeUnit.MINUTES) // for all of the catalogue, on a machine that does something else
    static void verify(@TempDir Path folder) throws IOException {
        Path rules = Files.createDirectories(FOLDER.resolve("rules")); // with the same name on each machine
        for (String file : FILES) {
            Files.copy(
                    Shared.path("conformance/falco-rules/current").resolve(file),
                    rules.resolve(file),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        Files.copy(LOCAL, rules.resolve(LOCAL.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        try (URLClassLoader catalogue =
                CatalogueJar.in(folder, file -> ALL || CHOSEN.contains(String.valueOf(file.getFileName())))) {
            VerifyOptions options = new VerifyOptions(
                            new RuleOptions(
                                    Stream.concat(
                                                    FILES.stream(),
                                                    Stream.of(
                                                            LOCAL.getFileName().toString()))
                                            .map(rules::resolve)
                                            .toList(),
                                    FalcoVersion.CURRENT,
                                    Matching.ALL,
                                    true),
                            new ScenarioOptions(List.of(), catalogue),
                            new PlayOptions(SimulatorOptions.configured(), PlayOptions.defaultParallel()))
                    .with(List.of(new NoiseAnalysis(), new CostAnalysis(), new MutationAnalysis()))
                    .repeated(2);
            result = new Verification(options, null, FOLDER.resolve("reports"), LINES::add).run();
        }
        browser = new ReportBrowser();
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void allThatWasMeasuredIsInOneReport() throws IOException {
        assertThat(result.isGreen())
                .as(String.join("\n", LINES).replace("%", "%%"))
                .isTrue();
        browser.show(1440, 1000, "light");
        browser.open(LINK);

        assertThat(browser.driver().findElements(By.cssSelector("h2")))
                .extracting(heading -> heading.getAttribute("id"))
                .contains("checks", "rules", "matrix", "attack", "mutation", "noise", "shadow", "cost", "repeat")
                .contains("simulations");
        assertThat(browser.driver().findElement(By.cssSelector(".facts")).getText())
                .contains("Results of clauses that decided a check", "Mutation score", "Alerts on everyday work");
        assertThat(browser.driver().findElements(By.cssSelector("nav li a")).stream()
                        .map(link -> link.getText())
                        .toList())
                .allMatch(name -> Character.isUpperCase(name.charAt(0)));
        String json = Files.readString(FOLDER.resolve("reports/results.json"));
        assertThat(JsonSchema.ofResults().faults(json)).isEmpty();
        assertThat(json).contains("\"mutants\": {", "\"cost\": {", "\"noise\": {", "\"repeat\": {");
        assertThat(Files.size(FOLDER.resolve("reports/report.html"))).isLessThan(MOST_BYTES);
    }

    /** What counts as decided can't be removed from a rule without a check that fails. */
    @Test
    @Tag("trust")
    void noClauseThatCountsCanBeRemovedUnnoticed() {
        List<Path> files = Stream.concat(FILES.stream(), Stream.of(String.valueOf(LOCAL.getFileName())))
                .map(FOLDER.resolve("rules")::resolve)
                .toList();
        RemovedClauses removed = RemovedClauses.of(
                RuleLoader.of(FalcoVersion.CURRENT).load(files).orThrow().rules(), result.checks());
        assertThat(removed.disagreements()).isEmpty();
        assertThat(removed.removable()).isZero();
        assertThat(removed.counted()).isGreaterThan(ALL ? 60 : 10);
    }

    /** A change that no check notices has its number at a clause, and stands beside the condition. */
    @Test
    void survivingMutantsStandBesideTheCondition() {
        browser.show(1440, 1000, "light");
        browser.open(LINK + RULE);

        List<Long> marked = new ArrayList<>();
        browser.driver()
                .findElements(By.cssSelector("details:target mark b"))
                .forEach(mark ->
                        Stream.of(mark.getText().split(" ")).map(Long::valueOf).forEach(marked::add));
        List<Long> listed = browser.driver().findElements(By.cssSelector("details:target .beside li")).stream()
                .map(item -> Long.valueOf(item.getAttribute("value")))
                .toList();
        assertThat(marked).isNotEmpty();
        assertThat(listed).containsAll(marked);
        assertThat((Boolean) browser.driver().executeScript("""
                const beside = document.querySelector("details:target .beside");
                const boxes = [...beside.children].map(child => child.getBoundingClientRect());
                return boxes[1].left >= boxes[0].right && boxes[1].top < boxes[0].bottom;
                """)).isTrue();
    }

    @Test
    void hasNoBarrier() {
        browser.show(1440, 1000, "dark");
        browser.open(LINK);
        browser.assertNoBarrier();
    }

    @Test
    void screenshots() throws IOException {
        List<String> names = List.of("report", "report-rule", "report-simulation", "report-measured");
        for (byte[] png : List.of(
                shot("report", "", 1280, 780, "light"),
                shot("report-rule", RULE, 1200, 700, "dark"),
                shot("report-simulation", "#scenario=dropped-program", 1280, 700, "light"),
                shot("report-measured", "#noise", 1280, 860, "light"))) {
            assertThat(png.length).isLessThan((int) MOST_IN_DOCS);
        }
        shot("narrow", RULE, 400, 900, "light");
        if (ALL) {
            Files.createDirectories(DOCS);
            for (String name : names) {
                Path file = Path.of(name + ".png");
                Files.copy(SHOTS.resolve(file), DOCS.resolve(file), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static byte[] shot(String name, String target, int width, int height, String scheme) throws IOException {
        return browser.shot(SHOTS.resolve(name + ".png"), LINK + target, width, height, scheme);
    }
}
