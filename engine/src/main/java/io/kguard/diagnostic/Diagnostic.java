// SPDX-License-Identifier: Apache-2.0
package io.kguard.diagnostic;

import io.kguard.internal.message.ConsoleText;
import java.util.List;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong at a position in a rule file, and what to do about it.
 *
 * @param code the kind of problem
 * @param message one sentence; Falco's where Falco reports the same
 * @param locations the path to the position, from the file inwards; never empty
 * @param excerpt the position, and what the file has there
 * @param hint what to do, or null if the message is enough
 * @param unknownName whether it is about a field or an event type that Falco does not know: the only errors that
 *     {@code skip-if-unknown-filter} excuses
 */
@API(status = API.Status.EXPERIMENTAL)
public record Diagnostic(
        DiagnosticCode code,
        String message,
        @API(status = API.Status.INTERNAL) List<Location> locations,
        Excerpt excerpt,
        @Nullable String hint,
        boolean unknownName) {
    /**
     * A position in a file with its line.
     *
     * @param position the position
     * @param line the line of the file at the position, possibly cut on both sides
     * @param caretColumn the column of the position in {@code line}, from 0
     */
    @API(status = API.Status.EXPERIMENTAL)
    public record Excerpt(Position position, String line, int caretColumn) {}

    private static final String INDENT = "    ";

    public Diagnostic {
        locations = List.copyOf(locations);
    }

    /** The position. */
    public Position position() {
        return excerpt.position;
    }

    /** The line of the file at the position, possibly cut on both sides. */
    public String sourceLine() {
        return excerpt.line;
    }

    /** The column of the position in {@link #sourceLine}, from 0. */
    public int caretColumn() {
        return excerpt.caretColumn;
    }

    /** This diagnostic with another code. */
    @API(status = API.Status.INTERNAL)
    public Diagnostic withCode(DiagnosticCode other) {
        return new Diagnostic(other, message, locations, excerpt, hint, unknownName);
    }

    /** This diagnostic, with whether it is about a name that Falco does not know. */
    @API(status = API.Status.INTERNAL)
    public Diagnostic withUnknownName(boolean value) {
        return new Diagnostic(code, message, locations, excerpt, hint, value);
    }

    /** Whether the rules can't be used. */
    public boolean isError() {
        return code.isError();
    }

    /**
     * The diagnostic for the console: {@code file:line:column: CODE: message}, then the source line, a caret below the
     * position, the rule or macro, and the hint.
     */
    public String render() {
        StringBuilder text = new StringBuilder();
        text.append(position()).append(": ").append(code).append(": ");
        text.append(message.isEmpty() ? code.description() : message).append('\n');
        if (!sourceLine().isBlank()) {
            text.append(INDENT).append(ConsoleText.unarmed(sourceLine())).append('\n');
            text.append(INDENT).append(caretLine()).append('\n');
        }
        String owner = owner();
        if (!owner.isEmpty()) {
            text.append("  in ").append(owner).append('\n');
        }
        if (hint != null) {
            text.append("  hint: ").append(hint).append('\n');
        }
        return text.toString();
    }

    /** White space up to the caret. Tabs stay tabs, so that the caret is below its position with any tab width. */
    private String caretLine() {
        StringBuilder line = new StringBuilder();
        String source = sourceLine();
        for (int i = 0; i < Math.min(caretColumn(), source.length()); i++) {
            line.append(source.charAt(i) == '\t' ? '\t' : ' ');
        }
        return line.append('^').toString();
    }

    private String owner() {
        StringBuilder owner = new StringBuilder();
        for (Location location : locations) {
            if (location.name().isEmpty() || location.kind() == Location.Kind.RULES_CONTENT) {
                continue;
            }
            owner.append(owner.isEmpty() ? "" : ", ").append(location);
            Position there = location.position();
            if (!there.file().equals(position().file())) {
                owner.append(" (").append(there).append(')');
            } else if (there.line() != position().line()) {
                owner.append(" (line ").append(there.line()).append(')');
            }
        }
        return owner.toString();
    }

    @Override
    public String toString() {
        return position() + ": " + code + ": " + message;
    }
}
