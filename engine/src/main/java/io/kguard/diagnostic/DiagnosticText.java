// SPDX-License-Identifier: Apache-2.0
package io.kguard.diagnostic;

import io.kguard.internal.message.ConsoleText;

/** The text of a diagnostic, in the form of a compiler's message. */
final class DiagnosticText {
    private static final String INDENT = "    ";

    private final Diagnostic diagnostic;

    DiagnosticText(Diagnostic diagnostic) {
        this.diagnostic = diagnostic;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(diagnostic.position())
                .append(": ")
                .append(diagnostic.code())
                .append(": ");
        String message = diagnostic.message();
        text.append(message.isEmpty() ? diagnostic.code().description() : message)
                .append('\n');
        if (!diagnostic.sourceLine().isBlank()) {
            text.append(INDENT)
                    .append(ConsoleText.unarmed(diagnostic.sourceLine()))
                    .append('\n');
            text.append(INDENT).append(caretLine()).append('\n');
        }
        String owner = owner();
        if (!owner.isEmpty()) {
            text.append("  in ").append(owner).append('\n');
        }
        if (diagnostic.hint() != null) {
            text.append("  hint: ").append(diagnostic.hint()).append('\n');
        }
        return text.toString();
    }

    /** White space up to the caret. Tabs stay tabs, so that the caret is below its position with any tab width. */
    private String caretLine() {
        StringBuilder line = new StringBuilder();
        String source = diagnostic.sourceLine();
        for (int i = 0; i < Math.min(diagnostic.caretColumn(), source.length()); i++) {
            line.append(source.charAt(i) == '\t' ? '\t' : ' ');
        }
        return line.append('^').toString();
    }

    private String owner() {
        StringBuilder owner = new StringBuilder();
        for (Location location : diagnostic.locations()) {
            if (location.name().isEmpty() || location.kind() == Location.Kind.RULES_CONTENT) {
                continue;
            }
            owner.append(owner.isEmpty() ? "" : ", ").append(location);
            Position there = location.position();
            if (!there.file().equals(diagnostic.position().file())) {
                owner.append(" (").append(there).append(')');
            } else if (there.line() != diagnostic.position().line()) {
                owner.append(" (line ").append(there.line()).append(')');
            }
        }
        return owner.toString();
    }
}
