// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.goal;

import static io.kguard.internal.option.GoalParameter.file;
import static io.kguard.internal.option.GoalParameter.files;
import static io.kguard.internal.option.GoalParameter.names;
import static io.kguard.internal.option.GoalParameter.number;
import static io.kguard.internal.option.GoalParameter.text;
import static io.kguard.internal.option.GoalParameter.toggle;
import static io.kguard.internal.option.GoalParameter.valueOrAlone;

import io.kguard.internal.atomic.AtomicImport;
import io.kguard.internal.message.Wording;
import io.kguard.internal.option.Goal;
import io.kguard.internal.option.GoalParameter;
import io.kguard.internal.tool.beside.Beside;
import io.kguard.internal.verify.Analyses;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The goals, in the order in which people need them, and the one list of their parameters. The Maven plugin declares the same ones,
 * as Maven requires; a test compares them. The launcher's options are made of this list.
 */
public final class Goals {
    private static final GoalParameter SKIP =
            toggle("skip", "true does nothing.").mavenOnly();

    private static final GoalParameter FALCO = text(
                    "falco", "The Falco whose behaviour kguard follows: 0.40 to 0.45, or current for the newest.")
            .orElse("current");

    private static final GoalParameter RULES = files(
            "rules", "Rule files and directories, in the order in which they are loaded. Default: src/kguard/rules.");

    private static final GoalParameter RULES_OR_CONFIGURED = files(
            "rules",
            "Rule files and directories, in the order in which they are loaded. Default: the rules_files of the falco.yaml, or"
                    + " src/kguard/rules.");

    private static final GoalParameter SOURCES = files(
            "sources",
            "Tables of sources of other plugins, one in each file. Their rules are loaded, and logs may have their events.");

    private static final GoalParameter PLUGINS = text(
            "plugins",
            "The plugins of the falco.yaml whose libraries are loaded, with commas between them. They run confined. One of"
                    + " them opens logs.");

    private static final GoalParameter SCENARIOS = files(
            "scenarios",
            "Scenario files and directories. Scenarios of jars are added. Default: src/kguard/scenarios, if it exists.");

    private static final GoalParameter MATCHING = text(
            "matching",
            "first: an event triggers only the first rule that matches. all: every rule that matches. Default: rule_matching of the"
                    + " falco.yaml, or first.");

    private static final GoalParameter ENABLE =
            text("enable", "\"all\" also evaluates rules that their files or the falco.yaml disable.");

    private static final GoalParameter ONLY = text(
            "only",
            "The checks to make: names of scenarios, rules, tags of rules, and techniques, in which * stands for any characters. A"
                    + " prefix such as rule: says which are meant. \"changes\": those that a change since "
                    + Wording.option("against") + " can affect."
                    + " Default: all.");

    private static final GoalParameter RULES_BEFORE = text(
                    "against", "The rules before the change: a git revision, or folders and files with other rules.")
            .must();

    private static final GoalParameter SCENARIOS_TO_PLAY = text(
            "only", "The scenarios to play: names of scenarios, techniques, rules and tags of rules. Default: all.");

    private static final GoalParameter FAIL_ON = text(
            "failOn",
            "lost: it is a failure if no rule that should report an attack does so any more. Default: none is.");

    private static final GoalParameter ROWS = text(
                    "rows", "failed: the table has a row for each check that did not pass. all: one for each check.")
            .orElse("failed");

    private static final GoalParameter BASELINE = file(
            "baseline",
            "The file of known failures. Default: kguard-baseline.yaml in the project's folder, if it exists.");

    private static final GoalParameter MIN_RULE_COVERAGE = number(
                    "minRuleCoverage",
                    "The minimum percentage of rules that are fired by a check and kept silent by another.")
            .orElse("0");

    private static final GoalParameter MIN_CLAUSE_COVERAGE = number(
                    "minClauseCoverage", "The minimum percentage of results of clauses that decided a check.")
            .orElse("0");

    private static final GoalParameter FAIL_ON_UNTESTED_RULE =
            toggle("failOnUntestedRule", "true makes it a failure if a rule has no check that passed.");

    private static final GoalParameter MIN_CHECKS = number(
                    "minChecks",
                    "The minimum number of checks that are judged. Fewer are an error: rules, scenarios or rule tests got lost.")
            .orElse("0");

    private static final GoalParameter ALLOW_UNLOADED = text(
            "allowUnloaded",
            "The names of rules, and of files in folders of rules, that may stay unloaded. They count as untested rules. Default:"
                    + " everything must load.");

    private static final GoalParameter SHARD = text(
            "shard",
            "The part of the checks to make: k/n for the k-th of n parts. " + Wording.goal("merge")
                    + " makes one report of all. Default: all checks.");

    private static final GoalParameter SHARD_TIMES = file(
            "shardTimes",
            "A results.json of an earlier run, by whose times the parts become equal. Default: the parts are made by the names"
                    + " of checks.");

    private static final GoalParameter MUTATION_THRESHOLD = number(
                    "mutationThreshold", "The minimum percentage of changes that a check notices.")
            .orElse("0");

    private static final GoalParameter MAX_SURVIVING =
            number("maxSurviving", "The maximum number of changes that no check notices. Default: any number.");

    private static final GoalParameter RULE_TEST_TIMEOUT = number(
                    "ruleTestTimeout", "How many minutes the rule tests may take together.")
            .orElse("30")
            .mavenOnly();

    private static final GoalParameter VM = valueOrAlone(
            "vm",
            "Plays the scenarios in a virtual machine, without root. The value names its kernel: a file vmlinuz, a folder or a"
                    + " package of a distribution, or a version such as 6.12; alone, it is this machine's kernel. With several, and"
                    + " commas between them, the report has a column for each.");

    private static final GoalParameter VM_MEMORY =
            number("vmMemory", "The memory of the virtual machine, in MiB.").orElse("2048");

    private static final GoalParameter VM_TIMEOUT =
            number("vmTimeout", "How many minutes a virtual machine may run.").orElse("60");

    private static final GoalParameter REACTIONS = files(
            "reactions",
            "Rule files of Falco Talon: what alerts trigger in the cluster of each scenario that has one. Later files change rules"
                    + " and actions of earlier ones.");

    /** What all goals have that play scenarios against rules. */
    private static final List<GoalParameter> OF_SUITES = List.of(
            RULES_OR_CONFIGURED,
            SOURCES,
            SCENARIOS,
            text("catalogue", "off leaves out the scenarios of the catalogue's jars.")
                    .orElse("on"),
            FALCO,
            file(
                    "config",
                    "A falco.yaml, or values of Falco's Helm chart. It decides which rules are evaluated and"
                            + " what alerts say. Nothing is sent to its channels."),
            PLUGINS,
            file(
                    "auditPolicy",
                    "The audit policy of your API server. Rules see only what it logs of the clusters of scenarios. Default:"
                            + " everything."),
            MATCHING,
            ENABLE,
            ALLOW_UNLOADED,
            number(
                    "parallel",
                    "How many simulations run at the same time. Default: twice the number of processors, at least 2."),
            file(
                    "reports",
                    "The folder for the reports. Default: kguard in the build folder, which is target without a pom."),
            SKIP);

    private static final List<Goal> ALL = List.of(
            new Goal(
                    "verify",
                    "Plays every scenario against the rules, and says which rules do what they should.",
                    true,
                    "rules",
                    Goals::ofVerify),
            new Goal(
                    "merge",
                    "Makes one run of the parts that " + Wording.goal("verify") + " or " + Wording.goal("mutate")
                            + " made with " + Wording.option("shard") + ", judges it, and writes all reports.",
                    false,
                    "shards",
                    List.of(
                            files(
                                    "shards",
                                    "The files of the parts, or folders that are searched for them. Default: the folder for the"
                                            + " reports."),
                            text(
                                    "axes",
                                    "In what whole runs may differ that are merged: kernel, runtime, falco. Each is compared with the"
                                            + " others. Default: none."),
                            MIN_RULE_COVERAGE,
                            MIN_CLAUSE_COVERAGE,
                            FAIL_ON_UNTESTED_RULE,
                            MIN_CHECKS,
                            MUTATION_THRESHOLD,
                            MAX_SURVIVING,
                            text(
                                            "annotations",
                                            "Shows checks that did not pass at their rules' lines in a code host: github for GitHub"
                                                    + " Actions, azure for Azure Pipelines, auto for the one that runs the build, off for"
                                                    + " none.")
                                    .orElse("auto"),
                            BASELINE,
                            ROWS,
                            file(
                                    "reports",
                                    "The folder for the reports. Default: kguard in the build folder, which is target without a"
                                            + " pom."))),
            new Goal(
                    "board",
                    "Makes pages of what runs left behind: rule sets beside each other, with the evidence of each cell.",
                    false,
                    "runs",
                    List.of(
                            names(
                                    "runs",
                                    "The runs, each as NAME=FOLDER with commas between them: the name of a rule set, and the"
                                            + " folder for the reports of its run. Default: the one run of the project."),
                            file(
                                    "into",
                                    "The folder for the pages. An earlier board in it is replaced. Default: board in the folder"
                                            + " for the reports."))),
            new Goal(
                    "lint",
                    "Loads and checks rules without running anything.",
                    false,
                    "rules",
                    List.of(
                            RULES,
                            SOURCES,
                            FALCO,
                            toggle("strict", "Whether warnings are failures, too."),
                            files("reactions", "Rule files of Falco Talon to check, too."),
                            file(
                                    "sarif",
                                    "The file for the findings, as SARIF 2.1.0. Default: kguard/lint.sarif in the build folder of a pom."),
                            toggle("skip", "true checks nothing.").mavenOnly())),
            new Goal(
                    "replay",
                    "Evaluates rules over a capture or a log. Writes the alerts as Falco's JSON lines, or in the form and to"
                            + " the channels of a falco.yaml.",
                    false,
                    "captures",
                    concat(List.of(
                            List.of(
                                    file("capture", "The capture. Give this, an audit log, or many captures."),
                                    text(
                                            "captures",
                                            "Many captures: files, folders, globs, and lists (@list.txt), with commas between them. They are"
                                                    + " read on all processors. A file that is a log by what is in it is read"
                                                    + " as one."),
                                    text(
                                            "shard",
                                            "The part of many captures to read: k/n for the k-th of n parts. "
                                                    + Wording.goal("merge") + " adds them up."
                                                    + " Default: all captures."),
                                    number(
                                            "parallel",
                                            "How many captures are read at the same time. Default: the number of processors."),
                                    file(
                                            "reports",
                                            "The folder for the file of a part. Default: kguard in the build folder, which is target without"
                                                    + " a pom."),
                                    file(
                                            "audit",
                                            "A Kubernetes audit log, one event per line. Rules of source k8s_audit are evaluated over it."),
                                    file(
                                            "log",
                                            "A log of sources other than system calls: AWS CloudTrail, audit logs of Google Cloud or"
                                                    + " Kubernetes, Okta's system log, webhooks of GitHub, tool calls of coding agents."
                                                    + " What each event has tells its source."),
                                    file(
                                            "config",
                                            "A falco.yaml, or values of Falco's Helm chart. It decides which rules are evaluated, how"
                                                    + " alerts become lines, and where they go."),
                                    PLUGINS,
                                    RULES_OR_CONFIGURED,
                                    SOURCES,
                                    file(
                                            "alerts",
                                            "The file for the alerts. Default: standard output, or the channels of the falco.yaml."),
                                    MATCHING,
                                    ENABLE,
                                    FALCO,
                                    file("hosts", "A file like /etc/hosts, for fields that are resolved names.")),
                            Beside.parameters(
                                    "falco also lets a Falco of this machine judge the capture. An alert that only one of the"
                                            + " two has, or with other fields, is an error.")))),
            new Goal(
                    "record",
                    "Plays a scenario and keeps its capture. If the scenario has a cluster, keeps its audit log next to it.",
                    true,
                    "scenario",
                    List.of(
                            text("scenario", "The scenario's id.").must(),
                            file("capture", "The file for the capture. An old one is replaced.")
                                    .must(),
                            SCENARIOS,
                            SOURCES,
                            text(
                                            "falco",
                                            "The Falco whose behaviour kguard follows: 0.40 to 0.45, or current; 0.40 and 0.41"
                                                    + " record enter events too.")
                                    .orElse("current"))),
            new Goal(
                    "new-test",
                    "Makes a regression test of an incident: of an alert of Falco, a capture, or a log. The new"
                            + " scenario passes as it stands.",
                    false,
                    "alert",
                    List.of(
                            file(
                                    "alert",
                                    "A file with one line of Falco's output (json_output: true). kguard writes the events that the"
                                            + " alert describes."),
                            file("capture", "A capture. The scenario gets the part that the alert needs."),
                            file("audit", "A Kubernetes audit log. The scenario gets the event of the alert."),
                            file(
                                    "log",
                                    "A log of another source than system calls. The scenario gets the event of the alert."),
                            text(
                                    "rule",
                                    "The rule whose first alert in the capture or the log becomes the test. Default: the first"
                                            + " alert of any rule."),
                            text(
                                    "name",
                                    "The id of the new scenario. Default: the name of the rule, in lower case with dashes."),
                            file("into", "The folder for the new scenario.").orElse("src/kguard/scenarios"),
                            file(
                                    "config",
                                    "A falco.yaml, or values of Falco's Helm chart. It decides which rules are evaluated."),
                            PLUGINS,
                            RULES_OR_CONFIGURED,
                            SOURCES,
                            MATCHING,
                            ENABLE,
                            FALCO)),
            new Goal(
                    "derive",
                    "Writes tests of rules, made of their conditions. They are written events on which each rule fires, and the"
                            + " nearest ones on which it must not.",
                    false,
                    "rule",
                    List.of(
                            names(
                                    "rule",
                                    "The rules, with commas between them; * stands for any characters. Default: all that are"
                                            + " evaluated."),
                            toggle("missing", "true leaves out the rules that a scenario fires already."),
                            toggle(
                                    "update",
                                    "true writes files again whose rules changed. It never changes a file that somebody edited,"
                                            + " and says what that file lacks."),
                            toggle(
                                    "live",
                                    "true also plays the acts by real processes in containers, and writes those that can be played so"
                                            + " to a file of their own, NAME-live.yaml. It needs what verify needs."),
                            file("into", "The folder for the scenarios.").orElse("src/kguard/scenarios/derived"),
                            RULES_OR_CONFIGURED,
                            SOURCES,
                            SCENARIOS,
                            file(
                                    "config",
                                    "A falco.yaml, or values of Falco's Helm chart. It decides which rules are evaluated."),
                            PLUGINS,
                            MATCHING,
                            ENABLE,
                            FALCO)),
            new Goal(
                    "baseline",
                    "Makes every check, and writes those that fail to a baseline: they may fail until a date. Entries that are there"
                            + " already keep their reason and their day, and those that pass again are removed. Nothing is written if"
                            + " a check can't be judged.",
                    true,
                    "rules",
                    ofSuite(
                            text("reason", "Why new failures are accepted, such as the number of a ticket.")
                                    .must(),
                            text(
                                    "expires",
                                    "The last day on which new failures are accepted, such as 2027-01-31. Default: in 30 days."),
                            REACTIONS,
                            BASELINE,
                            ROWS,
                            RULE_TEST_TIMEOUT)),
            new Goal(
                    "diff",
                    "Says which alerts a change of the rules makes appear, vanish or say something else. Plays each scenario once,"
                            + " and evaluates the rules before and after the change on its events.",
                    true,
                    "against",
                    ofSuite(
                            RULES_BEFORE,
                            SCENARIOS_TO_PLAY,
                            files(
                                    "recordings",
                                    "Captures (.scap), logs (.log, .json, .jsonl) and event scripts (.yaml) to evaluate both"
                                            + " on, besides the scenarios: files, folders, and lists (@list.txt)."),
                            FAIL_ON)),
            new Goal(
                    "review",
                    "Says in one comment what a change of the rules does: attacks that are lost and new, configuration, findings of"
                            + " lint, and how well the change is tested. Writes it to review.md.",
                    true,
                    "against",
                    ofSuite(RULES_BEFORE, SCENARIOS_TO_PLAY, FAIL_ON)),
            new Goal(
                    "mutate",
                    "Makes small changes to the conditions of the rules, and lists those that no check would notice. Each scenario is"
                            + " played once.",
                    true,
                    "rules",
                    ofSuite(
                            MUTATION_THRESHOLD,
                            MAX_SURVIVING,
                            SHARD,
                            SHARD_TIMES,
                            text(
                                    "mutationHistory",
                                    "The file with the results of earlier runs; off evaluates all changes again. Default:"
                                            + " mutation-history.txt in the folder for the reports."))),
            new Goal(
                    "upgrade",
                    "Says what a newer version of Falco, or of its rules, changes for your rules. Shows as a patch what has one right"
                            + " answer.",
                    false,
                    "rules",
                    List.of(
                            text("from", "The Falco that you run: 0.40 to 0.45, or current for the newest.")
                                    .must(),
                            text("to", "The Falco that you upgrade to: 0.40 to 0.45, or current for the newest.")
                                    .orElse("current"),
                            files(
                                    "rules",
                                    "Your rule files and directories, in the order in which they are loaded. Default:"
                                            + " src/kguard/rules."),
                            SOURCES,
                            files("stockFrom", "Falco's own rule files as you have them, loaded before yours."),
                            files(
                                    "stockTo",
                                    "Falco's own rule files as you will have them, loaded before yours. Default: those of"
                                            + " stockFrom."),
                            files(
                                    "recordings",
                                    "Captures (.scap), logs (.log, .json, .jsonl) and event scripts (.yaml) to compare the"
                                            + " alerts on. Default: those in src/kguard/scenarios."),
                            text(
                                            "matching",
                                            "first: an event triggers only the first rule that matches. all: every rule that"
                                                    + " matches.")
                                    .orElse("first"),
                            text("enable", "\"all\" also evaluates rules that their files disable."),
                            toggle("fix", "Whether to apply the patch."))),
            new Goal(
                    "tune",
                    "Counts the alerts of the rules on everyday work, and proposes the exceptions that silence them. Shows that the"
                            + " rules detect every attack of the scenarios with these exceptions, too.",
                    true,
                    "rules",
                    ofSuite(
                            files(
                                    "recordings",
                                    "Captures (.scap), logs (.log, .json, .jsonl) and event scripts (.yaml) of everyday work."
                                            + " There must be no attack in them. The workloads among the scenarios are added."),
                            toggle("fix", "Whether to write the exceptions to a file."),
                            file(
                                    "into",
                                    "The rule file that the exceptions are appended to. Default: zz-kguard-exceptions.yaml in the"
                                            + " last folder of the rules."))),
            new Goal(
                    "watch",
                    "Plays every scenario once, and keeps its events. When a rule file is saved, judges at once what the change"
                            + " affects. When a scenario is saved, plays it. Enter plays all again. Ends by Ctrl+C.",
                    true,
                    "rules",
                    ofSuite(text(
                            "only",
                            "Scenarios, rules, tags and techniques with commas between them; * stands for any text. Default:"
                                    + " all."))),
            new Goal(
                    "scenarios",
                    "Lists the scenarios of the project and of its jars, or tells one of them in words.",
                    false,
                    "scenario",
                    List.of(
                            text("scenario", "The id of the scenario to tell in words. Default: a list of all."),
                            toggle("yaml", "Whether to print the file of the scenario, and not to tell it in words."),
                            text(
                                    "tactic",
                                    "Lists only attacks of this tactic, such as credential-access: the folder that their files are"
                                            + " in."),
                            text("technique", "Lists only attacks with this technique, such as T1003 or T1003.008."),
                            text("rule", "Lists only attacks that expect something of the rule with this name."),
                            SCENARIOS,
                            SOURCES,
                            file("schema", "A file for the JSON schema of scenarios, for editors."),
                            file(
                                    "import",
                                    "A folder with tests in the format of Atomic Red Team. kguard makes scenarios of them, and lists"
                                            + " those that it can't."),
                            file("into", "The folder for the scenarios of an import.")
                                    .orElse("src/kguard/scenarios/atomic"),
                            text("image", "The image of the containers that an import's commands run in.")
                                    .orElse(AtomicImport.BASE))),
            new Goal(
                    "images",
                    "Makes the images that need packages of Debian, with the machine's apt. Needs root and a network.",
                    true,
                    "",
                    List.of()),
            new Goal(
                    "doctor",
                    "Says what this machine can run, and how to fix the rest. Needs no privileges.",
                    true,
                    "",
                    List.of()));

    /** The goal of the plugin alone; the launcher has {@code --help}. */
    public static final Goal HELP = new Goal(
            "help",
            "Lists the goals, or the properties of one.",
            false,
            "",
            List.of(text(
                    "goal",
                    "The goal whose properties are listed. Default: all goals are listed, without their properties.")));

    private Goals() {}

    /** They are made when somebody asks: the analyses are searched for in every jar. */
    private static List<GoalParameter> ofVerify() {
        return ofSuite(concat(List.of(
                List.of(
                        ONLY,
                        text(
                                "against",
                                "What " + Wording.option("only")
                                        + "=changes compares with: a git revision, or a folder or file with other rules."),
                        REACTIONS),
                Analyses.parameters(),
                List.of(
                        number("repeat", "How often each check is made. One that passes only sometimes is an error.")
                                .orElse("1"),
                        MIN_RULE_COVERAGE,
                        MIN_CLAUSE_COVERAGE,
                        FAIL_ON_UNTESTED_RULE,
                        MIN_CHECKS,
                        text(
                                        "annotations",
                                        "Shows checks that did not pass in a code host, at the line of the clause that is the"
                                                + " reason, or else of the rule: github for GitHub Actions, azure for Azure"
                                                + " Pipelines, auto for the one that runs the build, off for none.")
                                .orElse("auto"),
                        BASELINE,
                        SHARD,
                        SHARD_TIMES,
                        ROWS,
                        VM,
                        VM_MEMORY,
                        VM_TIMEOUT,
                        RULE_TEST_TIMEOUT))));
    }

    private static List<GoalParameter> concat(List<List<GoalParameter>> parts) {
        return parts.stream().flatMap(List::stream).toList();
    }

    private static List<GoalParameter> ofSuite(GoalParameter... more) {
        return ofSuite(List.of(more));
    }

    private static List<GoalParameter> ofSuite(List<GoalParameter> more) {
        return concat(List.of(OF_SUITES.subList(0, 2), more, OF_SUITES.subList(2, OF_SUITES.size())));
    }

    /** All goals of the Maven plugin. */
    public static List<Goal> ofPlugin() {
        List<Goal> goals = new ArrayList<>(ALL);
        goals.add(HELP);
        return goals;
    }

    /** All goals that {@link GoalRun} runs. */
    public static List<Goal> all() {
        return ALL;
    }

    /** The goal with a name. */
    public static Optional<Goal> named(String name) {
        return ALL.stream().filter(goal -> goal.name().equals(name)).findFirst();
    }
}
