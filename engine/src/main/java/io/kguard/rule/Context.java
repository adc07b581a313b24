// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.diagnostic.Diagnostic;
import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.diagnostic.Location;
import io.kguard.internal.condition.syntax.Span;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The loader's position: a file, an item in it, a part of that. Diagnostics are made from it.
 *
 * @param parent the enclosing context, or null for the file itself
 */
record Context(@Nullable Context parent, Location.Kind kind, String name, Place place) {
    private static final int SHOWN_EACH_SIDE = 80;
    private static final int MAX_MESSAGE = 2000;

    public static Context of(RuleFileText source) {
        return new Context(null, Location.Kind.RULES_CONTENT, "", source.place(0));
    }

    public Context in(Location.Kind child, String childName, Place at) {
        return new Context(this, child, childName, at);
    }

    public Context in(Location.Kind child, Place at) {
        return in(child, "", at);
    }

    /** The context of a part of a condition. */
    Context at(TracedText text, Span span) {
        return in(Location.Kind.CONDITION_EXPRESSION, text.placeOf(Math.min(span.start(), text.length())));
    }

    public LoadError error(DiagnosticCode code, String message) {
        return error(code, message, null);
    }

    public LoadError error(DiagnosticCode code, String message, @Nullable String hint) {
        return new LoadError(diagnostic(code, message, hint));
    }

    public LoadError malformed(String message) {
        return error(DiagnosticCode.LOAD_ERR_YAML_VALIDATE, message, null);
    }

    public LoadError malformed(String message, @Nullable String hint) {
        return error(DiagnosticCode.LOAD_ERR_YAML_VALIDATE, message, hint);
    }

    public LoadError invalid(String message, @Nullable String hint) {
        return error(DiagnosticCode.LOAD_ERR_VALIDATE, message, hint);
    }

    public Diagnostic diagnostic(DiagnosticCode code, String message, @Nullable String hint) {
        RuleFileText source = place.source();
        int lineStart = source.lineStart(place.offset());
        int lineEnd = source.lineEnd(place.offset());
        int from = Math.max(lineStart, place.offset() - SHOWN_EACH_SIDE);
        int to = Math.min(lineEnd, place.offset() + SHOWN_EACH_SIDE);
        String before = from > lineStart ? "..." : "";
        String after = to < lineEnd ? "..." : "";
        return new Diagnostic(
                code,
                message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) + "..." : message,
                locations(),
                new Diagnostic.Excerpt(
                        place.position(),
                        before + source.text().substring(Math.min(from, to), to) + after,
                        place.offset() - from + before.length()),
                hint == null || hint.length() <= MAX_MESSAGE ? hint : null,
                false);
    }

    private List<Location> locations() {
        List<Location> locations = new ArrayList<>();
        for (Context at = this; at != null; at = at.parent) {
            locations.add(new Location(at.kind, at.name, at.place.position()));
        }
        Collections.reverse(locations);
        return locations;
    }
}
