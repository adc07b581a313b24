// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.internal.report.Annotations;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where the reports of a run go.
 *
 * @param folder the folder for the files
 * @param annotations what a CI server is told
 * @param environment the environment variables, by which CI servers are known
 * @param options what a command is given, besides the choice of checks, that makes the same run again; empty for nothing
 */
public record ReportOptions(Path folder, Annotations annotations, Map<String, String> environment, String options) {
    public ReportOptions {
        environment = Map.copyOf(environment);
    }

    /** Files alone. */
    public static ReportOptions in(Path folder) {
        return new ReportOptions(folder, Annotations.OFF, Map.of(), "");
    }
}
