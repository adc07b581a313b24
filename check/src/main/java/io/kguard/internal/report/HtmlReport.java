// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import io.kguard.internal.file.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Map;

/**
 * A run as one HTML page, for people. It loads nothing, and its security policy lets it run and show only what is in it.
 * Without JavaScript everything is there but search and filters.
 */
public final class HtmlReport {
    private static final String STYLE = resource("report.css");
    private static final String SCRIPT = resource("report.js");

    /** The template engine escapes all text that the template does not exempt: the page's own style and script. */
    private static final Template PAGE = Mustache.compiler()
            .withEscaper(MarkupText::escape)
            .emptyStringIsFalse(true)
            .strictSections(true)
            .withLoader(name -> new StringReader(resource(name)))
            .compile(resource("report.html.mustache"));

    private HtmlReport() {}

    /** The page of a run that is the first one. */
    public static String of(Run run) {
        return of(run, LastRun.NONE);
    }

    /** The page of a run, with what is new since the last one. */
    public static String of(Run run, LastRun last) {
        Map<String, String> own =
                Map.of("style", STYLE, "script", SCRIPT, "styleHash", hash(STYLE), "scriptHash", hash(SCRIPT));
        StringWriter out = new StringWriter();
        PAGE.execute(new HtmlPage(run, last), own, out);
        return out.toString();
    }

    private static String resource(String name) {
        try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("kguard's jar does not have " + name);
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(String text) {
        return "sha256-" + Base64.getEncoder().encodeToString(Sha256.start().digest(text.getBytes(UTF_8)));
    }
}
