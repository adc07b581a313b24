// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.samskivert.mustache.DefaultCollector;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import io.kguard.internal.file.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The template of a page that loads nothing but what its security policy names. All pages have the style and the script of the
 * report, so that they look and work alike.
 */
public final class PageTemplate {
    private static final String STYLE = resource(PageTemplate.class, "report.css");
    private static final String SCRIPT = resource(PageTemplate.class, "report.js");

    private final Template page;
    private final Map<String, String> own;

    private PageTemplate(Class<?> owner, String template, String style) {
        // the engine escapes all text that a template does not exempt: the page's own style and script
        this.page = Mustache.compiler()
                .withEscaper(MarkupText::escape)
                .withCollector(new Lists())
                .emptyStringIsFalse(true)
                .strictSections(true)
                .withLoader(name -> new StringReader(resource(owner, name)))
                .compile(resource(owner, template));
        this.own = Map.of("style", style, "script", SCRIPT, "styleHash", hash(style), "scriptHash", hash(SCRIPT));
    }

    /** What a template calls {@code hasChecks} is whether the list {@code checks} has an element. */
    private static final class Lists extends DefaultCollector {
        private static final Pattern NAME = Pattern.compile("has([A-Z])(.*)");

        @Override
        public Mustache.@Nullable VariableFetcher createFetcher(Object context, String name) {
            Mustache.VariableFetcher own = super.createFetcher(context, name);
            Matcher has = NAME.matcher(name);
            if (own != null || !has.matches()) {
                return own;
            }
            String list = has.group(1).toLowerCase(Locale.ROOT) + has.group(2);
            Mustache.VariableFetcher of = super.createFetcher(context, list);
            return of == null ? null : (owner, key) -> !((Collection<?>) of.get(owner, list)).isEmpty();
        }
    }

    /** The template in a resource beside a class. */
    public static PageTemplate of(Class<?> owner, String template) {
        return new PageTemplate(owner, template, STYLE);
    }

    /** The same with more style. */
    public static PageTemplate of(Class<?> owner, String template, String style) {
        return new PageTemplate(owner, template, STYLE + resource(owner, style));
    }

    /** The page of a model. */
    public String fill(Object model) {
        StringWriter out = new StringWriter();
        page.execute(model, own, out);
        return out.toString();
    }

    private static String resource(Class<?> owner, String name) {
        try (InputStream in = owner.getResourceAsStream(name)) {
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
