// SPDX-License-Identifier: Apache-2.0
package io.kguard.plugin;

import java.io.File;
import java.util.List;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/** Lists the scenarios of the project and of its jars, or tells one of them in words. Works without a pom. */
@Mojo(
        name = "scenarios",
        requiresProject = false,
        requiresDependencyResolution = ResolutionScope.TEST,
        threadSafe = true)
public final class ScenariosMojo extends GoalMojo {
    /** The id of the scenario to tell in words. Default: a list of all. */
    @Parameter(property = "kguard.scenario")
    @Nullable
    String scenario;

    /** Lists only attacks of this tactic, such as credential-access: the folder that their files are in. */
    @Parameter(property = "kguard.tactic")
    @Nullable
    String tactic;

    /** Lists only attacks with this technique, such as T1003 or T1003.008. */
    @Parameter(property = "kguard.technique")
    @Nullable
    String technique;

    /** Lists only attacks that expect something of the rule with this name. */
    @Parameter(property = "kguard.rule")
    @Nullable
    String rule;

    /** Scenario files and directories. Scenarios of jars are added. Default: src/kguard/scenarios, if it exists. */
    @Parameter(property = "kguard.scenarios")
    @Nullable
    List<File> scenarios;

    /** A file for the JSON schema of scenarios, for editors. */
    @Parameter(property = "kguard.schema")
    @Nullable
    File schema;

    /** The folder for the scenarios of an import. */
    @Parameter(property = "kguard.into", defaultValue = "src/kguard/scenarios/atomic")
    @Nullable
    File into;

    private @Nullable File atomics;

    /** A folder with tests in the format of Atomic Red Team. kguard makes scenarios of them, and lists those that it can't. */
    @Parameter(property = "kguard.import")
    public void setImport(File folder) {
        atomics = folder;
    }

    @Override
    @Nullable
    Object value(String parameter) {
        return parameter.equals("import") ? atomics : super.value(parameter);
    }
}
