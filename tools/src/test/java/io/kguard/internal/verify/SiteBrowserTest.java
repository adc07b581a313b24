// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.kguard.requirement.RequiresBrowser;
import io.kguard.requirement.Share;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/** The site of the documents, as bin/site makes it: no barriers, and a search that finds what people ask. */
@RequiresBrowser
class SiteBrowserTest {
    private static final Path SITE = Path.of("target/site").toAbsolutePath();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static HttpServer server;
    private static ReportBrowser browser;

    @BeforeAll
    static void build() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/mkdocs")), "needs mkdocs, which bin/setup --all installs");
        Path log = Files.createTempFile("site", ".log");
        Process process = new ProcessBuilder("../bin/site", SITE.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(process.waitFor()).as(Files.readString(log)).isZero();
        Files.delete(log);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", SiteBrowserTest::answer);
        server.start();
        browser = new ReportBrowser();
        browser.driver().manage().timeouts().implicitlyWait(PATIENCE); // what the search finds comes later
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
            server.stop(0);
        }
    }

    static Stream<String> pages() throws IOException {
        try (Stream<Path> docs = Files.list(Path.of("../docs"))) {
            return Share.orAll(Stream.concat(
                                    Stream.of("index.html"),
                                    docs.map(page -> page.getFileName().toString())
                                            .filter(name -> name.endsWith(".md"))
                                            .map(name -> name.replace(".md", ".html")))
                            .sorted()
                            .toList())
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void aPageHasNoBarrier(String page) {
        browser.show(1280, 900, "light");
        browser.open(link(page));
        assertThat(browser.driver().getTitle()).contains("kguard");
        browser.assertNoBarrier();
    }

    @Test
    void thereIsNoneInTheDarkOnAPhone() {
        browser.show(400, 900, "dark");
        browser.open(link("index.html"));
        browser.assertNoBarrier();
    }

    /** The first click is on one of the first five pages that the search shows. */
    @ParameterizedTest
    @CsvSource({
        "skipped scenario, scenarios.html",
        "exit status, reference.html",
        "virtual machine, virtual-machine.html",
        "LINT_UNKNOWN_TAG, lint.html",
        "cloudtrail, sources.html",
        "github actions, ci.html",
        "supported kernel, kernels.html",
        "twin, scenarios.html",
        "io_uring, blind-spots.html",
        "hostPath, manifests.html"
    })
    void theSearchFinds(String question, String page) {
        browser.show(1280, 900, "light");
        browser.open(
                link("index.html") + "?q=" + URLEncoder.encode(question, UTF_8)); // typed, each key would be a question
        List<String> found = browser.driver().findElements(By.cssSelector("a.md-search-result__link")).stream()
                .map(SiteBrowserTest::pageOf)
                .distinct()
                .limit(5)
                .toList();
        assertThat(found).contains(page);
    }

    @Test
    void itLoadsNothingFromElsewhere() {
        browser.open(link("index.html"));
        assertThat((List<?>) browser.driver()
                        .executeScript(
                                "return performance.getEntriesByType('resource').map(e => new URL(e.name).host)"))
                .allSatisfy(host -> assertThat(host)
                        .isEqualTo("localhost:" + server.getAddress().getPort()));
    }

    private static String pageOf(WebElement link) {
        String target = String.valueOf(link.getDomProperty("href"));
        return target.replaceFirst("[?#].*", "").replaceFirst(".*/", "");
    }

    private static String link(String page) {
        return "http://localhost:" + server.getAddress().getPort() + "/" + page;
    }

    private static void answer(HttpExchange request) throws IOException {
        try (request) {
            Path file =
                    SITE.resolve(request.getRequestURI().getPath().substring(1)).normalize();
            boolean known = file.startsWith(SITE) && Files.isRegularFile(file);
            byte[] bytes = known ? Files.readAllBytes(file) : "no such page".getBytes(UTF_8);
            String type = known ? Files.probeContentType(file) : null;
            request.getResponseHeaders().set("Content-Type", type == null ? "text/plain" : type);
            request.sendResponseHeaders(known ? 200 : 404, bytes.length == 0 ? -1 : bytes.length);
            request.getResponseBody().write(bytes);
        }
    }
}
