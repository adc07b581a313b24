// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.requirement.RequiresBrowser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;

/** A browser that shows a report. */
final class ReportBrowser implements AutoCloseable {
    private final ChromeDriver driver;
    private final String axe;

    ReportBrowser(String... arguments) throws IOException {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(RequiresBrowser.BROWSER);
        options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--lang=en");
        options.addArguments(arguments);
        System.setProperty("webdriver.chrome.driver", RequiresBrowser.DRIVER);
        driver = new ChromeDriver(options);
        driver.manage().timeouts().scriptTimeout(Duration.ofMinutes(4));
        try (InputStream in = ReportBrowser.class.getResourceAsStream("/axe.min.js")) {
            axe = new String(in.readAllBytes(), UTF_8);
        }
    }

    ChromeDriver driver() {
        return driver;
    }

    /** Opens a link again, so that it goes to its target. */
    void open(String link) {
        driver.get("about:blank");
        driver.get(link);
        awaitFrames();
    }

    /** The page goes to a link's target in the first frame after it has loaded. */
    void awaitFrames() {
        driver.executeAsyncScript("const done = arguments[0];"
                + "requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(() => done())))");
    }

    /** Sets the size of the window, and whether the user likes it light or dark. */
    void show(int width, int height, String scheme) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** Looks for barriers in the page, with all parts open. */
    void assertNoBarrier() {
        driver.executeScript("document.querySelectorAll('details').forEach(details => { details.open = true; })");
        driver.executeScript(axe);
        Map<?, ?> result = (Map<?, ?>) driver.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                axe.run(document, {resultTypes: ["violations"]}).then(
                    r => done({
                        passes: r.passes.length,
                        violations: r.violations.map(v => v.id + ": " + v.help + " "
                            + v.nodes.slice(0, 3).map(n => n.html.slice(0, 200) + " " + n.failureSummary).join("; "))}),
                    e => done({passes: 0, violations: ["axe failed: " + e]}));
                """);
        assertThat((List<?>) result.get("violations")).isEmpty();
        assertThat(((Number) result.get("passes")).intValue()).isGreaterThan(20);
    }

    /** The kinds of barriers in a part of the page. */
    List<?> barriers(String selector) {
        driver.executeScript(axe);
        return (List<?>) driver.executeAsyncScript(
                "const done = arguments[arguments.length - 1];"
                        + "axe.run(arguments[0]).then(r => done(r.violations.map(v => v.id)))",
                selector);
    }

    /** How many elements can be seen. */
    long shown(String selector) {
        return (long) driver.executeScript(
                "return [...document.querySelectorAll(arguments[0])].filter(e => e.getClientRects().length).length",
                selector);
    }

    /** A picture of the window at a link, without what differs by machine. */
    byte[] shot(Path file, String link, int width, int height, String scheme) throws IOException {
        show(width, height, scheme);
        open(link);
        driver.executeScript("for (const dt of document.querySelectorAll('.facts dt'))"
                + "if (['System', 'Date'].includes(dt.textContent)) dt.parentElement.remove()");
        byte[] png = driver.getScreenshotAs(OutputType.BYTES);
        Files.createDirectories(file.getParent());
        Files.write(file, png);
        assertThat(png).hasSizeGreaterThan(10_000);
        return png;
    }

    /** The page as a PDF on A4. */
    byte[] pdf() {
        Map<String, Object> printed = driver.executeCdpCommand(
                "Page.printToPDF", Map.of("paperWidth", 8.27, "paperHeight", 11.69, "printBackground", true));
        return Base64.getDecoder().decode((String) printed.get("data"));
    }

    @Override
    public void close() {
        driver.quit();
    }
}
