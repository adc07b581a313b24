// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import java.util.List;
import java.util.stream.Collectors;
import org.apiguardian.api.API;

/** Scenario files that can't be used; it names every mistake found. */
@API(status = API.Status.STABLE)
public final class ScenarioException extends RuntimeException {
    private final transient List<ScenarioProblem> problems;

    /** Made of at least one problem. */
    public ScenarioException(List<ScenarioProblem> problems) {
        super(problems.stream().map(ScenarioProblem::render).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** A mistake that has no place in a file. */
    public ScenarioException(String message) {
        super(message);
        this.problems = List.of();
    }

    /** The mistakes, in the order of their places. */
    public List<ScenarioProblem> problems() {
        return problems;
    }
}
