// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.internal.result.SuiteResult;
import io.kguard.requirement.RequiresBrowser;
import io.kguard.requirement.Share;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;

/**
 * The HTML report in a browser: of 60 rules and 120 scenarios (150 and 1,000 in {@code bin/test --all}), and of a few, which is looked at in every detail. It writes
 * screenshots to {@code target/report}.
 */
@RequiresBrowser
class HtmlReportBrowserTest {
    private static final int RULES = Share.isLarge() ? 150 : 60;
    private static final int PAIRS = Share.isLarge() ? 500 : 60;
    private static final long MOST_BYTES = 3_000_000;
    private static final double MOST_MILLIS = 1000;
    private static final double MILLIS = 1000;
    private static final Path FOLDER = Path.of("target/report").toAbsolutePath();
    private static final Path PAGE = FOLDER.resolve("reports/report.html");
    private static final String LINK = PAGE.toUri().toString();
    private static final Path SMALL = Path.of("target/report-small").toAbsolutePath();
    private static final String SMALL_LINK =
            SMALL.resolve("reports/report.html").toUri().toString();
    private static final Path SHOTS = FOLDER.resolve("screenshots");

    private static ReportBrowser browser;

    @BeforeAll
    static void open() throws IOException {
        SuiteResult result = LargeSuite.verify(FOLDER, RULES, PAIRS);
        assertThat(result.checks()).hasSize(2 * PAIRS);
        LargeSuite.verify(SMALL, 14, 14);
        browser = new ReportBrowser();
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void wide() {
        browser.show(1440, 1000, "light");
        browser.open(SMALL_LINK);
    }

    @Test
    void isSmallAndLoadsQuickly() throws IOException {
        browser.driver().executeCdpCommand("Performance.enable", Map.of("timeDomain", "threadTicks"));
        browser.open(LINK);
        double loaded = ((Number)
                        browser.driver()
                                .executeScript(
                                        "const t = performance.getEntriesByType('navigation')[0]; return t.loadEventEnd - t.startTime;"))
                .doubleValue();
        double busy = MILLIS * busy();
        long bytes = Files.size(PAGE);
        System.out.printf(
                "report.html with %d rules and %d scenarios: %d bytes, loaded in %.0f ms, of which the page takes %.0f ms"
                        + " of a processor, %s elements%n",
                RULES,
                2 * PAIRS,
                bytes,
                loaded,
                busy,
                browser.driver().executeScript("return document.querySelectorAll('*').length"));
        assertThat(bytes).isLessThan(MOST_BYTES);
        assertThat(busy)
                .as("the time of the page's thread, which does not depend on what else the machine does")
                .isBetween(1.0, MOST_MILLIS);
    }

    /** The processor time of the page's thread, in seconds. */
    private static double busy() {
        List<?> metrics = (List<?>) browser.driver()
                .executeCdpCommand("Performance.getMetrics", Map.of())
                .get("metrics");
        return metrics.stream()
                .map(metric -> (Map<?, ?>) metric)
                .filter(metric -> "TaskDuration".equals(metric.get("name")))
                .mapToDouble(metric -> ((Number) metric.get("value")).doubleValue())
                .sum();
    }

    @Test
    void loadsNothing() {
        assertThat((List<?>) browser.driver()
                        .executeScript("return performance.getEntriesByType('resource').map(e => e.name)"))
                .isEmpty();
        assertThat((List<?>) browser.driver().manage().logs().get("browser").getAll())
                .isEmpty();
        String refused = (String) browser.driver().executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                document.addEventListener("securitypolicyviolation", event => done(event.violatedDirective));
                document.body.appendChild(document.createElement("img")).src = "http://127.0.0.1:9/x.png";
                """);
        assertThat(refused).isEqualTo("img-src");
    }

    /** All parts are open, so that everything is looked at. */
    @ParameterizedTest
    @CsvSource({"light,1440", "dark,400"})
    void hasNoBarrier(String scheme, int width) {
        browser.show(width, 1000, scheme);
        browser.open(SMALL_LINK);
        browser.assertNoBarrier();
    }

    @Test
    void axeFindsABarrier() {
        browser.driver().executeScript("document.querySelector('h1').innerHTML = '<a href=\"#main\"></a>'");
        assertThat(browser.barriers("header").toString()).contains("link-name");
    }

    @Test
    void searchAndFilterWork() {
        browser.open(LINK);
        assertThat(browser.shown(".checks tbody tr")).isEqualTo(2L * PAIRS);
        WebElement search = browser.driver().findElement(By.id("search"));
        search.sendKeys("secret-read-17 t1020");
        assertThat(browser.shown(".checks tbody tr")).isEqualTo(1);
        assertThat(browser.driver().findElement(By.id("found")).getText()).isEqualTo("1 check");
        search.clear();
        search.sendKeys("no such thing");
        assertThat(browser.shown(".checks tbody tr")).isZero();
        browser.driver()
                .executeScript("const s = arguments[0]; s.value = ''; s.dispatchEvent(new Event('input'))", search);
        browser.driver().findElement(By.id("verdict")).sendKeys("failed");
        long failed =
                (long) browser.driver().executeScript("return document.querySelectorAll('.checks tr.failed').length");
        assertThat(failed).isPositive();
        assertThat(browser.shown(".checks tbody tr")).isEqualTo(failed);
    }

    @ParameterizedTest
    @CsvSource({
        "rule=secret-of-service-3-read-by-an-unexpected-program,Secret of service 3 read",
        "rule=Secret%20of%20service%203%20read%20by%20an%20unexpected%20program,Secret of service 3 read",
        "scenario=secret-used-12,secret-used-12",
        "check=secret-of-service-3-read-by-an-unexpected-program-fires-in-secret-read-3,secret-read-3",
    })
    void aLinkOpensWhatItNames(String link, String text) {
        browser.open(SMALL_LINK + "#" + link);
        WebElement focused = browser.driver().switchTo().activeElement();

        assertThat(focused.getText()).contains(text);
        assertThat((Boolean) browser.driver()
                        .executeScript("const at = document.activeElement.closest('details'); return !at || at.open"))
                .isTrue();
        assertThat(
                        (Boolean)
                                browser.driver()
                                        .executeScript(
                                                "const r = document.activeElement.getBoundingClientRect();"
                                                        + "return r.top >= document.querySelector('nav').offsetHeight && r.bottom <= innerHeight"))
                .as("it is in sight")
                .isTrue();
    }

    @Test
    void aSimulationShowsItsProcessesWithTheirAlerts() {
        browser.open(SMALL_LINK + "#scenario=secret-read-3");

        assertThat(browser.driver()
                        .findElement(By.cssSelector("details:target .line pre"))
                        .getText())
                .containsPattern("\\+0\\.\\d{3} s +sh -c cat /srv/app3/secrets/tls.key [^\\n]*\\n"
                        + " *\\+0\\.\\d{3} s +\u25b2 Secret of service 3 read by an unexpected program");
    }

    @Test
    void aClickOnARuleLeadsToIt() {
        browser.driver().findElement(By.cssSelector(".checks td a")).click();

        browser.awaitFrames();

        assertThat((Boolean) browser.driver().executeScript("return document.querySelector('details:target').open"))
                .isTrue();
    }

    @Test
    void everythingIsThereWithoutJavaScript() throws IOException {
        browser.open(LINK);
        Object text = browser.driver().executeScript("return document.querySelector('main').textContent.length");
        try (ReportBrowser without = new ReportBrowser("--blink-settings=scriptEnabled=false")) {
            ChromeDriver page = without.driver();
            page.get(LINK);
            assertThat(page.findElements(By.cssSelector(".filter"))).allMatch(form -> !form.isDisplayed());
            assertThat(page.findElements(By.cssSelector(".checks tbody tr"))).hasSize(2 * PAIRS);
            assertThat(page.findElement(By.tagName("h1")).getText()).contains("failed");
        }
        assertThat((long) text).isPositive();
    }

    /** A line of the tree and a line of the chart are about the same thing. */
    @Test
    void theChartStandsBesideTheTree() {
        browser.open(SMALL_LINK + "#scenario=secret-read-3");
        assertThat((String) browser.driver().executeScript("""
                const box = document.querySelector("details:target .line");
                const tree = box.querySelector("pre");
                const range = document.createRange();
                const text = tree.firstChild;
                const at = text.data.indexOf("\u25b2");
                range.setStart(text, at);
                range.setEnd(text, at + 1);
                const inTree = range.getBoundingClientRect();
                const mark = box.querySelector("use").getBoundingClientRect();
                const gap = Math.abs((inTree.top + inTree.bottom) / 2 - (mark.top + mark.bottom) / 2);
                return gap < 5 && mark.left > inTree.right ? "" : gap + " " + mark.left + " " + inTree.right;
                """)).isEmpty();
        assertThat((String) browser.driver()
                        .executeScript("return getComputedStyle(document.querySelector('details:target use')).fill"))
                .as("an alert has a colour")
                .isNotEqualTo("rgb(0, 0, 0)");
    }

    /** The bar of a message has its colour although the page allows no style attributes. */
    @Test
    void messagesLookAsPeopleSeeThem() {
        browser.open(SMALL_LINK + "#scenario=secret-read-3");

        assertThat(browser.driver()
                        .findElement(By.cssSelector("details:target .slack"))
                        .getText())
                .contains("Falcosidekick", "Critical Secret of a service read", "k8s.pod.name", "app3-0");
        assertThat(browser.driver()
                        .findElement(By.cssSelector("details:target .teams"))
                        .getText())
                .contains("+0000 UTC", "k8s.pod.name", "app3-0");
        assertThat((List<?>) browser.driver().executeScript("""
                return [...document.querySelectorAll("details:target .stripe rect")].map(rect => {
                    const box = rect.getBoundingClientRect();
                    return getComputedStyle(rect).fill + (box.width > 3 && box.height > 3);
                });
                """))
                .isEqualTo(List.of("rgb(255, 84, 0)true", "rgb(255, 144, 0)true"));
    }

    /** Paper can't be opened or scrolled: all parts must be on it, whole and in black on white. */
    @ParameterizedTest
    @ValueSource(strings = {"", "--blink-settings=scriptEnabled=false"})
    void printsAllParts(String argument) throws IOException {
        try (ReportBrowser printer = argument.isEmpty() ? new ReportBrowser() : new ReportBrowser(argument)) {
            printer.show(1440, 1000, "dark");
            printer.driver().get(SMALL_LINK);
            byte[] pdf = printer.pdf();
            Files.write(Files.createDirectories(SHOTS).resolve("printed.pdf"), pdf);
            try (PDDocument document = Loader.loadPDF(pdf)) {
                String text = new PDFTextStripper().getText(document).replaceAll("\\s+", " ");
                assertThat(text)
                        .contains("Secret of service 13 read by an unexpected program")
                        .contains("fd.name startswith /srv/app13/secrets/")
                        .contains("Changes that no check notices")
                        .contains("sh -c cat /srv/app3/secrets/tls.key")
                        .doesNotContain("Skip to the results");
                BufferedImage page = new PDFRenderer(document).renderImageWithDPI(0, 60);
                ImageIO.write(page, "png", SHOTS.resolve("printed.png").toFile());
                assertThat(page.getRGB(page.getWidth() / 2, page.getHeight() - 3) & 0xffffff)
                        .as("the paper")
                        .isEqualTo(0xffffff);
            }
        }
    }

    @Test
    void screenshots() throws IOException {
        shot("wide-light", LINK, 1440, 1000, "light");
        shot("wide-dark", SMALL_LINK, 1440, 1000, "dark");
        shot("narrow-light", SMALL_LINK, 400, 900, "light");
        shot("narrow-dark", SMALL_LINK + "#checks", 400, 900, "dark");
        shot("matrix-light", LINK + "#matrix", 1440, 1000, "light");
        shot("attack-dark", SMALL_LINK + "#attack", 1440, 1000, "dark");
        shot("simulation-light", SMALL_LINK + "#scenario=secret-read-3", 1440, 1000, "light");
        shot("simulation-narrow", SMALL_LINK + "#scenario=secret-read-3", 400, 900, "dark");
        shot("chain-dark", SMALL_LINK + "#scenario=secret-read-3", 1440, 1500, "dark");
        shot("times-dark", LINK + "#times", 1440, 1000, "dark");
        shot("times-narrow", SMALL_LINK + "#times", 400, 900, "light");
        shot("rule-dark", SMALL_LINK + "#rule=Secret of service 3 read by an unexpected program", 1200, 760, "dark");
    }

    private static void shot(String name, String link, int width, int height, String scheme) throws IOException {
        browser.shot(SHOTS.resolve(name + ".png"), link, width, height, scheme);
    }
}
