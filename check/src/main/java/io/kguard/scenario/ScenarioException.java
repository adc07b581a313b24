// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import io.kguard.diagnostic.KguardException;
import java.util.List;
import java.util.stream.Collectors;
import org.apiguardian.api.API;

/** Scenario files can't be used. The message lists every mistake. */
@API(status = API.Status.INTERNAL)
public final class ScenarioException extends KguardException {
    private final transient List<ScenarioProblem> problems;

    /** An exception for at least one problem. */
    public ScenarioException(List<ScenarioProblem> problems) {
        super(problems.stream().map(ScenarioProblem::render).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** An exception for a mistake without a position in a file. */
    public ScenarioException(String message) {
        super(message);
        this.problems = List.of();
    }

    /** The mistakes, in the order of their positions. */
    public List<ScenarioProblem> problems() {
        return problems;
    }
}
