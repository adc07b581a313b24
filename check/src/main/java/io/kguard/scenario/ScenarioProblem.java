// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import io.kguard.internal.yaml.YamlProblem;
import org.apiguardian.api.API;

/**
 * One mistake in a scenario file.
 *
 * @param at its position
 * @param message what is wrong
 * @param hint what to do; may be empty
 * @param sourceLine the line it is in; may be empty
 */
@API(status = API.Status.INTERNAL)
public record ScenarioProblem(Origin at, String message, String hint, String sourceLine) {
    /**
     * The problem in the form of a compiler's message: position and message, the line with a caret below it, the hint.
     */
    public String render() {
        return new YamlProblem(at.file(), at.line(), at.column(), false, message, hint, sourceLine).render();
    }

    static ScenarioProblem of(YamlProblem problem) {
        Origin at = new Origin(problem.file(), problem.line(), problem.column());
        return new ScenarioProblem(at, problem.message(), problem.hint(), problem.sourceLine());
    }
}
