// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.option;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Something that kguard can be told to do: {@code mvn kguard:NAME} and {@code kguard NAME}.
 *
 * @param name its name
 * @param summary what it does, in sentences
 * @param plays whether it plays scenarios, so that the properties of simulations matter
 * @param argument the parameter that the arguments of the command stand for; empty if it takes none
 * @param source makes its parameters
 */
public record Goal(String name, String summary, boolean plays, String argument, Supplier<List<GoalParameter>> source) {
    /** A goal whose parameters are at hand. */
    public Goal(String name, String summary, boolean plays, String argument, List<GoalParameter> parameters) {
        this(name, summary, plays, argument, () -> parameters);
    }

    /** Its parameters. */
    public List<GoalParameter> parameters() {
        return source.get();
    }

    /** The parameter with a name. */
    public Optional<GoalParameter> parameter(String wanted) {
        return parameters().stream()
                .filter(parameter -> parameter.name().equals(wanted))
                .findFirst();
    }
}
