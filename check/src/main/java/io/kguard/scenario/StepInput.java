// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import io.kguard.internal.yaml.YamlMapping;

/**
 * What the program of a step is given.
 *
 * @param tty whether it gets a terminal
 * @param stdin the content of its standard input; empty for end of file
 */
record StepInput(boolean tty, String stdin) {
    static final StepInput NONE = new StepInput(false, "");

    /**
     * Reads it from a step.
     *
     * @param otherwise whether it gets a terminal if the step does not say it
     */
    static StepInput read(YamlMapping step, boolean otherwise) {
        return new StepInput(step.flag("tty", otherwise), step.text("stdin", ""));
    }

    StepInput withTty(boolean value) {
        return new StepInput(value, stdin);
    }

    StepInput withStdin(String value) {
        return new StepInput(tty, value);
    }
}
