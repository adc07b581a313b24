// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import java.util.List;
import java.util.stream.Collectors;
import org.apiguardian.api.API;

/** A {@code falco.yaml} can't be used. The message has a line for each problem. */
@API(status = API.Status.EXPERIMENTAL)
public final class FalcoConfigException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<ConfigProblem> problems;

    FalcoConfigException(List<ConfigProblem> problems) {
        super(problems.stream().map(ConfigProblem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** All that is wrong with the file, warnings included. */
    public List<ConfigProblem> problems() {
        return problems;
    }
}
