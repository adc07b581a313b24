// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import java.nio.file.Path;
import java.util.List;

/**
 * The scenarios of a run.
 *
 * @param files scenario files and directories; those on the class path are added
 * @param catalogue the class loader whose jars hold further scenarios
 * @param choice which of the checks are made
 */
public record ScenarioOptions(List<Path> files, ClassLoader catalogue, Choice choice) {
    /** Copies the list. */
    public ScenarioOptions {
        files = List.copyOf(files);
    }

    /** All checks. */
    public ScenarioOptions(List<Path> files, ClassLoader catalogue) {
        this(files, catalogue, Choice.ALL);
    }

    ScenarioOptions with(Choice other) {
        return new ScenarioOptions(files, catalogue, other);
    }

    ScenarioOptions withFiles(List<Path> other) {
        return new ScenarioOptions(other, catalogue, choice);
    }
}
