// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import org.apiguardian.api.API;

/**
 * One mistake in a scenario file.
 *
 * @param at where it is
 * @param message what is wrong
 * @param hint what to do; may be empty
 * @param sourceLine the line it is in; may be empty
 */
@API(status = API.Status.STABLE)
public record ScenarioProblem(Origin at, String message, String hint, String sourceLine) {
    /** As a compiler prints it: place and message, the line with a caret below it, the hint. */
    public String render() {
        StringBuilder text = new StringBuilder().append(at).append(": ").append(message);
        if (!sourceLine.isBlank()) {
            int indent = sourceLine.length() - sourceLine.stripLeading().length();
            text.append("\n    ").append(sourceLine.strip());
            text.append("\n    ")
                    .append(" ".repeat(Math.max(0, at.column() - 1 - indent)))
                    .append('^');
        }
        if (!hint.isEmpty()) {
            text.append("\n  ").append(hint);
        }
        return text.toString();
    }
}
