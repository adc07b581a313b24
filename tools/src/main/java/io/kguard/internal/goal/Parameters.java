// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.goal;

import static io.kguard.internal.option.GoalParameter.file;
import static io.kguard.internal.option.GoalParameter.files;
import static io.kguard.internal.option.GoalParameter.number;
import static io.kguard.internal.option.GoalParameter.text;
import static io.kguard.internal.option.GoalParameter.toggle;

import io.kguard.internal.message.Wording;
import io.kguard.internal.option.GoalParameter;
import java.util.List;

/** Parameters of several goals. */
final class Parameters {
    static final GoalParameter SKIP =
            toggle("skip", "true does nothing.").callerOnly().mavenOnly();

    static final GoalParameter FALCO = text(
                    "falco", "The Falco whose behaviour kguard follows: 0.40 to 0.45, or current for the newest.")
            .shared()
            .orElse("current");

    static final GoalParameter RULES_OR_CONFIGURED = files(
                    "rules",
                    "Rule files and directories, in the order in which they are loaded. Default: the rules_files of the falco.yaml, or"
                            + " src/kguard/rules.")
            .shared();

    static final GoalParameter BASE = files(
                    "base",
                    "Rule files of others, on which the rules build: they are loaded first, and are not judged, counted or linted. stock"
                            + " stands for the Falco rules of this machine. What the rules change of them is judged.")
            .shared();

    static final GoalParameter ONLY_FILES = files(
                    "onlyFiles",
                    "Rule files. Only their rules are meant, and the other files are what they build on. Default: all.")
            .callerOnly();

    static final GoalParameter SOURCES = files(
                    "sources",
                    "Tables of sources of other plugins, one in each file. Their rules are loaded, and logs may have their events.")
            .shared();

    static final GoalParameter CONFIG_OF_RULES = file(
                    "config", "A falco.yaml, or values of Falco's Helm chart. It decides which rules are evaluated.")
            .shared();
    static final GoalParameter PLUGINS = text(
                    "plugins",
                    "The plugins of the falco.yaml whose libraries are loaded, with commas between them. They run confined. One of"
                            + " them opens logs.")
            .callerOnly();

    static final GoalParameter SCENARIOS = files(
                    "scenarios",
                    "Scenario files and directories. Scenarios of jars are added. Default: src/kguard/scenarios, if it exists.")
            .shared();

    static final GoalParameter MATCHING = text(
                    "matching",
                    "first: an event triggers only the first rule that matches. all: every rule that matches. Default: rule_matching of the"
                            + " falco.yaml, or first.")
            .shared();

    static final GoalParameter ENABLE = text(
                    "enable", "\"all\" also evaluates rules that their files or the falco.yaml disable.")
            .shared();

    static final GoalParameter ROWS = text(
                    "rows", "failed: the table has a row for each check that did not pass. all: one for each check.")
            .shared()
            .orElse("failed");

    static final GoalParameter BASELINE = file(
                    "baseline",
                    "The file of known failures. Default: kguard-baseline.yaml in the project's folder, if it exists.")
            .shared();

    static final GoalParameter MIN_RULE_COVERAGE = number(
                    "minRuleCoverage",
                    "The minimum percentage of rules that are fired by a check and kept silent by another. Derived"
                            + " acts do not count.")
            .orElse("0");

    static final GoalParameter MIN_CLAUSE_COVERAGE = number(
                    "minClauseCoverage",
                    "The minimum percentage of results of clauses that decided a check. Derived acts do"
                            + " not count.")
            .orElse("0");

    static final GoalParameter FAIL_ON_UNTESTED_RULE = toggle(
            "failOnUntestedRule",
            "true makes it a failure if a rule has no check that passed. Derived acts do not count.");

    static final GoalParameter MIN_CHECKS = number(
                    "minChecks",
                    "The minimum number of checks that are judged. Fewer are an error: rules, scenarios or rule tests got lost. Derived acts"
                            + " do not count.")
            .orElse("0");

    static final GoalParameter ALLOW_UNLOADED = text(
                    "allowUnloaded",
                    "The names of rules, and of files in folders of rules, that may stay unloaded. They count as untested rules. Default:"
                            + " everything must load.")
            .shared();

    static final GoalParameter SHARD = text(
                    "shard",
                    "The part of the checks to make: k/n for the k-th of n parts. " + Wording.goal("merge")
                            + " makes one report of all. Default: all checks.")
            .callerOnly();

    static final GoalParameter SHARD_TIMES = file(
            "shardTimes",
            "A results.json of an earlier run, by whose times the parts become equal. Default: the parts are made by the names"
                    + " of checks.");

    static final GoalParameter MUTATION_THRESHOLD = number(
                    "mutationThreshold",
                    "The minimum percentage of changes that a check notices. Derived acts do not count.")
            .orElse("0");

    static final GoalParameter MAX_SURVIVING = number(
            "maxSurviving",
            "The maximum number of changes that no check notices. Derived acts do not count. Default: any number.");

    static final GoalParameter REPORTS = file(
                    "reports",
                    "The folder for the reports. Default: kguard in the build folder, which is target without a pom.")
            .shared();

    /** What all goals have that play scenarios against rules. */
    static final List<GoalParameter> OF_SUITES = List.of(
            RULES_OR_CONFIGURED,
            SOURCES,
            BASE,
            SCENARIOS,
            text("catalogue", "off leaves out the scenarios of the catalogue's jars.")
                    .shared()
                    .orElse("on"),
            FALCO,
            file(
                            "config",
                            "A falco.yaml, or values of Falco's Helm chart. It decides which rules are evaluated and"
                                    + " what alerts say. Nothing is sent to its channels.")
                    .shared(),
            PLUGINS,
            file(
                            "auditPolicy",
                            "The audit policy of your API server. Rules see only what it logs of the clusters of scenarios. Default:"
                                    + " everything.")
                    .shared(),
            MATCHING,
            ENABLE,
            ALLOW_UNLOADED,
            number(
                            "parallel",
                            "How many simulations run at the same time. Default: twice the number of processors, at least 2.")
                    .shared(),
            REPORTS,
            SKIP);

    private Parameters() {}

    static List<GoalParameter> concat(List<List<GoalParameter>> parts) {
        return parts.stream().flatMap(List::stream).toList();
    }

    static List<GoalParameter> ofSuite(GoalParameter... more) {
        return ofSuite(List.of(more));
    }

    static List<GoalParameter> ofSuite(List<GoalParameter> more) {
        return concat(List.of(OF_SUITES.subList(0, 2), more, OF_SUITES.subList(2, OF_SUITES.size())));
    }
}
