// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.requirement.RequiresBrowser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;

/**
 * The HTML report in a browser: of 150 rules and 400 scenarios, and of a few, which is looked at in every detail. It writes
 * screenshots to {@code target/report}; {@code -Dkguard.golden=accept} puts two into {@code docs}.
 */
@RequiresBrowser
class HtmlReportBrowserTest {
    private static final int RULES = 150;
    private static final int PAIRS = 200;
    private static final long MOST_BYTES = 2 << 20;
    private static final Path FOLDER = Path.of("target/report").toAbsolutePath();
    private static final Path PAGE = FOLDER.resolve("reports/report.html");
    private static final String LINK = PAGE.toUri().toString();
    private static final Path SMALL = Path.of("target/report-small").toAbsolutePath();
    private static final String SMALL_LINK =
            SMALL.resolve("reports/report.html").toUri().toString();
    private static final Path SHOTS = FOLDER.resolve("screenshots");
    private static final Path DOCS = Path.of("../docs/images");
    private static final long MOST_IN_DOCS = 200_000;

    private static ChromeDriver browser;
    private static String axe;

    @BeforeAll
    static void open() throws IOException {
        SuiteResult result = LargeSuite.verify(FOLDER, RULES, PAIRS);
        assertThat(result.checks()).hasSize(2 * PAIRS);
        LargeSuite.verify(SMALL, 20, 20);
        browser = browser();
        try (InputStream in = HtmlReportBrowserTest.class.getResourceAsStream("/axe.min.js")) {
            axe = new String(in.readAllBytes(), UTF_8);
        }
    }

    private static ChromeDriver browser(String... more) {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(RequiresBrowser.BROWSER);
        options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--lang=en");
        options.addArguments(more);
        System.setProperty("webdriver.chrome.driver", RequiresBrowser.DRIVER);
        ChromeDriver started = new ChromeDriver(options);
        started.manage().timeouts().scriptTimeout(Duration.ofMinutes(4));
        return started;
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.quit();
        }
    }

    @BeforeEach
    void wide() {
        show(1440, 1000, "light");
        browser.get("about:blank");
        browser.get(LINK);
    }

    private static void show(int width, int height, String scheme) {
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        browser.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    @Test
    void isSmallAndLoadsQuickly() throws IOException {
        Number loaded = (Number) browser.executeScript(
                "const t = performance.getEntriesByType('navigation')[0]; return t.loadEventEnd - t.startTime;");
        long bytes = Files.size(PAGE);
        System.out.printf(
                "report.html with %d rules and %d scenarios: %d bytes, loaded in %.0f ms, %s elements%n",
                RULES,
                2 * PAIRS,
                bytes,
                loaded.doubleValue(),
                browser.executeScript("return document.querySelectorAll('*').length"));
        assertThat(bytes).isLessThan(MOST_BYTES);
    }

    @Test
    void loadsNothing() {
        assertThat((List<?>) browser.executeScript("return performance.getEntriesByType('resource').map(e => e.name)"))
                .isEmpty();
        assertThat((List<?>) browser.manage().logs().get("browser").getAll()).isEmpty();
        String refused = (String) browser.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                document.addEventListener("securitypolicyviolation", event => done(event.violatedDirective));
                document.body.appendChild(document.createElement("img")).src = "http://127.0.0.1:9/x.png";
                """);
        assertThat(refused).isEqualTo("img-src");
    }

    /** All parts are open, so that everything is looked at. */
    @ParameterizedTest
    @CsvSource({"light,1440", "dark,1440", "light,400", "dark,400"})
    void hasNoBarrier(String scheme, int width) {
        show(width, 1000, scheme);
        browser.get(SMALL_LINK);
        browser.executeScript("document.querySelectorAll('details').forEach(details => { details.open = true; })");
        browser.executeScript(axe);
        Map<?, ?> result = (Map<?, ?>) browser.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                axe.run(document, {resultTypes: ["violations"]}).then(
                    r => done({
                        passes: r.passes.length,
                        violations: r.violations.map(v => v.id + ": " + v.help + " "
                            + v.nodes.slice(0, 3).map(n => n.html.slice(0, 200) + " " + n.failureSummary).join("; "))}),
                    e => done({passes: 0, violations: ["axe failed: " + e]}));
                """);
        System.out.printf("axe, %s, %d pixels wide: %s rules passed%n", scheme, width, result.get("passes"));
        assertThat((List<?>) result.get("violations")).isEmpty();
        assertThat(((Number) result.get("passes")).intValue()).isGreaterThan(20);
    }

    @Test
    void axeFindsABarrier() {
        browser.executeScript(axe);
        browser.executeScript("document.querySelector('h1').style.setProperty('color', '#eee')");
        assertThat((List<?>) browser.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                document.querySelector("h1").innerHTML = "<a href='#main'></a>";
                axe.run("header").then(r => done(r.violations.map(v => v.id)));
                """)).asString().contains("link-name");
    }

    private static long shown(String selector) {
        return (long) browser.executeScript(
                "return [...document.querySelectorAll(arguments[0])].filter(e => e.getClientRects().length).length",
                selector);
    }

    @Test
    void searchAndFilterWork() {
        assertThat(shown(".checks tbody tr")).isEqualTo(2 * PAIRS);
        WebElement search = browser.findElement(By.id("search"));
        search.sendKeys("secret-read-17 t1020");
        assertThat(shown(".checks tbody tr")).isEqualTo(1);
        assertThat(browser.findElement(By.id("found")).getText()).isEqualTo("1 check");
        search.clear();
        search.sendKeys("no such thing");
        assertThat(shown(".checks tbody tr")).isZero();
        browser.executeScript("const s = arguments[0]; s.value = ''; s.dispatchEvent(new Event('input'))", search);
        browser.findElement(By.id("verdict")).sendKeys("failed");
        long failed = (long) browser.executeScript("return document.querySelectorAll('.checks tr.failed').length");
        assertThat(failed).isPositive();
        assertThat(shown(".checks tbody tr")).isEqualTo(failed);
    }

    @ParameterizedTest
    @CsvSource({
        "rule=secret-of-service-3-read-by-an-unexpected-program,Secret of service 3 read",
        "rule=Secret%20of%20service%203%20read%20by%20an%20unexpected%20program,Secret of service 3 read",
        "scenario=secret-used-12,secret-used-12",
        "check=secret-of-service-3-read-by-an-unexpected-program-fires-in-secret-read-3,secret-read-3",
    })
    void aLinkOpensWhatItNames(String link, String text) {
        browser.get("about:blank");
        browser.get(LINK + "#" + link);
        awaitFrames();
        WebElement focused = browser.switchTo().activeElement();

        assertThat(focused.getText()).contains(text);
        assertThat((Boolean) browser.executeScript(
                        "const at = document.activeElement.closest('details'); return !at || at.open"))
                .isTrue();
        assertThat((Boolean) browser.executeScript("const r = document.activeElement.getBoundingClientRect();"
                        + "return r.top >= document.querySelector('nav').offsetHeight && r.bottom <= innerHeight"))
                .as("it is in sight")
                .isTrue();
    }

    @Test
    void aSimulationShowsItsProcessesWithTheirAlerts() {
        browser.get("about:blank");
        browser.get(LINK + "#scenario=secret-read-3");
        awaitFrames();

        assertThat(browser.findElement(By.cssSelector("details:target pre")).getText())
                .containsPattern("\\+0\\.\\d{3} s +sh -c cat /srv/app3/secrets/tls.key [^\\n]*\\n"
                        + " *\\+0\\.\\d{3} s +\u25b2 Secret of service 3 read by an unexpected program");
    }

    @Test
    void aClickOnARuleLeadsToIt() {
        browser.findElement(By.cssSelector(".checks td a")).click();

        awaitFrames();

        assertThat((Boolean) browser.executeScript("return document.querySelector('details:target').open"))
                .isTrue();
    }

    @Test
    void everythingIsThereWithoutJavaScript() {
        Object text = browser.executeScript("return document.querySelector('main').textContent.length");
        ChromeDriver without = browser("--blink-settings=scriptEnabled=false");
        try {
            without.get(LINK);
            assertThat(without.findElements(By.cssSelector(".filter"))).allMatch(form -> !form.isDisplayed());
            assertThat(without.findElements(By.cssSelector(".checks tbody tr"))).hasSize(2 * PAIRS);
            assertThat(without.findElement(By.tagName("h1")).getText()).contains("failed");
        } finally {
            without.quit();
        }
        assertThat((long) text).isPositive();
    }

    @Test
    void screenshots() throws IOException {
        shot("wide-light", LINK, 1440, 1000, "light");
        shot("wide-dark", LINK, 1440, 1000, "dark");
        shot("narrow-light", LINK, 400, 900, "light");
        shot("narrow-dark", LINK + "#checks", 400, 900, "dark");
        shot("matrix-light", LINK + "#matrix", 1440, 1000, "light");
        shot("attack-dark", LINK + "#attack", 1440, 1000, "dark");
        shot("simulation-light", LINK + "#scenario=secret-read-3", 1440, 1000, "light");
        for (byte[] inDocs : List.of(
                shot("report", SMALL_LINK, 1280, 780, "light"),
                shot(
                        "report-rule",
                        SMALL_LINK + "#rule=Secret of service 3 read by an unexpected program",
                        1200,
                        760,
                        "dark"))) {
            assertThat(inDocs.length).isLessThan((int) MOST_IN_DOCS);
        }
        if ("accept".equals(System.getProperty("kguard.golden"))) {
            Files.createDirectories(DOCS);
            for (String name : List.of("report.png", "report-rule.png")) {
                Files.copy(SHOTS.resolve(name), DOCS.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static byte[] shot(String name, String link, int width, int height, String scheme) throws IOException {
        show(width, height, scheme);
        browser.get("about:blank");
        browser.get(link);
        awaitFrames();
        browser.executeScript("for (const dt of document.querySelectorAll('.facts dt'))"
                + "if (['System', 'Date'].includes(dt.textContent)) dt.parentElement.remove()"); // those differ
        // by machine
        byte[] png = browser.getScreenshotAs(OutputType.BYTES);
        Files.write(Files.createDirectories(SHOTS).resolve(name + ".png"), png);
        assertThat(png).hasSizeGreaterThan(10_000);
        return png;
    }

    /** The page goes to a link's target in the first frame after it has loaded. */
    private static void awaitFrames() {
        browser.executeAsyncScript("const done = arguments[0];"
                + "requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(() => done())))");
    }
}
