// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.internal.tool.board.Board;
import io.kguard.internal.tool.board.SetName;
import io.kguard.requirement.RequiresBrowser;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The board in a browser, from files: of 120 rules and 160 pairs, and of a few. It writes screenshots to {@code target/board}. */
@RequiresBrowser
class BoardBrowserTest {
    private static final Path FOLDER = Path.of("target/board").toAbsolutePath();
    private static final Path SHOTS = FOLDER.resolve("screenshots");
    private static final int PAIRS = 60;

    private static ReportBrowser browser;

    @BeforeAll
    static void open() throws IOException {
        LargeSuite.verify(FOLDER.resolve("many"), 50, PAIRS);
        LargeSuite.verify(FOLDER.resolve("fewer"), 40, 40);
        LargeSuite.verify(FOLDER.resolve("small"), 14, 14);
        board("large", "many", "fewer");
        board("tiny", "small");
        browser = new ReportBrowser();
    }

    private static void board(String into, String... sets) throws IOException {
        Map<SetName, Path> runs = new LinkedHashMap<>();
        for (String set : sets) {
            runs.put(new SetName(set), FOLDER.resolve(set).resolve("reports"));
        }
        Board.read(runs).write(FOLDER.resolve(into));
    }

    private static String link(String page) {
        int target = page.indexOf('#');
        String file = target < 0 ? page : page.substring(0, target);
        return FOLDER.resolve(file).toUri() + page.substring(file.length());
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "tiny/index.html,light,1440",
        "tiny/index.html,dark,400",
        "tiny/set-small.html,light,1440",
        "tiny/set-small.html,dark,400"
    })
    void hasNoBarrier(String page, String scheme, int width) {
        browser.show(width, 1000, scheme);
        browser.open(link(page));
        browser.assertNoBarrier();
    }

    @Test
    void loadsNothing() {
        browser.open(link("large/index.html"));

        assertThat((List<?>) browser.driver()
                        .executeScript("return performance.getEntriesByType('resource').map(e => e.name)"))
                .isEmpty();
        assertThat((List<?>) browser.driver().manage().logs().get("browser").getAll())
                .isEmpty();
    }

    @Test
    void rowsAreChosenByWhatDiffersAndByText() {
        browser.show(1440, 1000, "light");
        browser.open(link("large/index.html"));
        String checks = "section[aria-labelledby=checks] tbody tr";
        long all = browser.shown(checks);
        assertThat(all).isGreaterThanOrEqualTo(2 * PAIRS);
        browser.driver().findElement(By.id("verdict")).sendKeys("what differs");
        assertThat(browser.shown(checks)).isBetween(1L, all - 1);
        browser.driver().findElement(By.id("verdict")).sendKeys("all");
        browser.driver().findElement(By.id("search")).sendKeys("secret-read-47");
        assertThat(browser.shown(checks)).isEqualTo(1);
        assertThat(browser.driver().findElement(By.id("found")).getText()).isEqualTo("1 row");
    }

    /** A cell opens its evidence, with the keyboard alone. */
    @Test
    void aCellLeadsToItsEvidence() throws IOException {
        browser.show(1440, 1000, "light");
        browser.open(link("large/index.html"));
        WebElement cell = browser.driver()
                .findElements(By.cssSelector("section[aria-labelledby=checks] td.X a"))
                .get(0);
        String row = cell.findElement(By.xpath("ancestor::tr")).getText();
        cell.sendKeys(Keys.ENTER);
        assertThat(Patience.until(
                        Duration.ofSeconds(60),
                        () -> String.valueOf(browser.driver().getCurrentUrl()).contains("/large/set-many.html#check=")))
                .isTrue();
        browser.awaitFrames();
        WebElement focused = browser.driver().switchTo().activeElement();

        assertThat(focused.getText()).startsWith("failed fires in secret-read-");
        String scenario = focused.getText().substring("failed fires in ".length());
        assertThat(row.split("\\s+")).contains(scenario);
        assertThat(focused.findElement(By.xpath("..")).getText())
                .contains("[NO ]", "=scenario:" + scenario, "did not fire");
    }

    @Test
    void aTableIsScrolledAndSortedWithTheKeyboard() {
        browser.show(1440, 1000, "light");
        browser.open(link("large/index.html"));
        WebElement table = browser.driver().findElement(By.cssSelector("section[aria-labelledby=rules] .board"));
        table.sendKeys(Keys.END);
        browser.driver()
                .executeAsyncScript(
                        "const [table, done] = arguments;"
                                + "const look = () => table.scrollTop > 0 ? done() : requestAnimationFrame(look); look()",
                        table);
        WebElement head = table.findElement(By.cssSelector("thead th:first-child button"));
        head.sendKeys(Keys.ENTER);
        assertThat(table.findElement(By.cssSelector("tbody th")).getText()).contains("service 0 ");
    }

    @Test
    void screenshots() throws IOException {
        shot("sets-light", "large/index.html", 1440, "light");
        shot("rules-dark", "large/index.html#rules", 1440, "dark");
        shot("checks-light", "large/index.html#checks", 1440, "light");
        shot("narrow-dark", "large/index.html", 400, "dark");
        shot(
                "evidence-light",
                "tiny/set-small.html#rule=secret-of-service-7-read-by-an-unexpected-program",
                1440,
                "light");
    }

    private static void shot(String name, String page, int width, String scheme) throws IOException {
        browser.shot(SHOTS.resolve(name + ".png"), link(page), width, 1000, scheme);
    }
}
