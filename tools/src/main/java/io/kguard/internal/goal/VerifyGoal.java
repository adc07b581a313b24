// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.goal;

import static io.kguard.internal.option.GoalParameter.files;
import static io.kguard.internal.option.GoalParameter.number;
import static io.kguard.internal.option.GoalParameter.text;
import static io.kguard.internal.option.GoalParameter.valueOrAlone;

import io.kguard.diagnostic.KguardException;
import io.kguard.internal.file.FileFault;
import io.kguard.internal.message.Wording;
import io.kguard.internal.option.Goal;
import io.kguard.internal.option.GoalParameter;
import io.kguard.internal.option.Settings;
import io.kguard.internal.report.Annotations;
import io.kguard.internal.result.Baseline;
import io.kguard.internal.result.BaselineFile;
import io.kguard.internal.result.SuiteResult;
import io.kguard.internal.ruletest.RuleTestRun;
import io.kguard.internal.verify.Analyses;
import io.kguard.internal.verify.InputFiles;
import io.kguard.internal.verify.ReportOptions;
import io.kguard.internal.verify.Reports;
import io.kguard.internal.verify.Verification;
import io.kguard.internal.verify.VerifyOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** The goals that make the checks of scenarios and of rule tests: {@code verify} and {@code baseline}. */
record VerifyGoal(Settings settings, Workplace place, GoalInputs inputs) {
    private static final GoalParameter ONLY = text(
                    "only",
                    "The checks to make: names of scenarios, rules, tags of rules, and techniques, in which * stands for any characters. A"
                            + " prefix such as rule: says which are meant. \"changes\": those that a change since "
                            + Wording.option("against") + " can affect."
                            + " Default: all.")
            .callerOnly();

    private static final GoalParameter RULE_TEST_TIMEOUT = number(
                    "ruleTestTimeout", "How many minutes the rule tests may take together.")
            .orElse("30")
            .mavenOnly()
            .shared();

    private static final GoalParameter VM = valueOrAlone(
                    "vm",
                    "Plays the scenarios in a virtual machine, without root. The value names its kernel: a file vmlinuz, a folder or a"
                            + " package of a distribution, or a version such as 6.12; alone, it is this machine's kernel. With several, and"
                            + " commas between them, the report has a column for each.")
            .callerOnly();

    private static final GoalParameter VM_MEMORY =
            number("vmMemory", "The memory of the virtual machine, in MiB.").orElse("2048");

    private static final GoalParameter VM_TIMEOUT =
            number("vmTimeout", "How many minutes a virtual machine may run.").orElse("60");

    private static final GoalParameter LIVE = text(
                    "live",
                    "off leaves out the checks that are played, so that no root is needed. only makes these alone. "
                            + Wording.goal("merge") + " makes one verdict of both runs.")
            .callerOnly()
            .orElse("on");

    private static final GoalParameter REACTIONS = files(
                    "reactions",
                    "Rule files of Falco Talon: what alerts trigger in the cluster of each scenario that has one. Later files change rules"
                            + " and actions of earlier ones.")
            .shared();

    static final Goals.Registered VERIFY = new Goals.Registered(
            new Goal(
                    "verify",
                    "Plays every scenario against the rules, and says which rules do what they should.",
                    Goal.Group.EVERY_DAY,
                    true,
                    "rules",
                    VerifyGoal::parameters),
            VerifyGoal::verify);

    static final Goals.Registered BASELINE = Goals.Registered.of(
            "baseline",
            "Makes every check, and writes those that fail to a baseline: they may fail until a date. Entries that are there"
                    + " already keep their reason and their day, and those that pass again are removed. Nothing is written if"
                    + " a check can't be judged.",
            Goal.Group.BIG_RUNS,
            true,
            "rules",
            Parameters.ofSuite(
                    text("reason", "Why new failures are accepted, such as the number of a ticket.")
                            .callerOnly()
                            .must(),
                    text(
                                    "expires",
                                    "The last day on which new failures are accepted, such as 2027-01-31. Default: in 30 days.")
                            .callerOnly(),
                    REACTIONS,
                    Parameters.BASELINE,
                    Parameters.ROWS,
                    RULE_TEST_TIMEOUT),
            VerifyGoal::baseline);

    private static final int DAYS = 30;

    static GoalAct.Task verify(Settings settings, Workplace place) throws IOException {
        try {
            return asked(settings, place);
        } catch (IOException | KguardException e) { // not a wrong call, which leaves them
            removeReports(settings, place);
            throw e;
        }
    }

    private static GoalAct.Task asked(Settings settings, Workplace place) throws IOException {
        if (!settings.isGiven("vm")) {
            return of(settings, place).verify("");
        }
        Optional<String> lacking = VirtualMachines.lacking();
        return lacking.isPresent() ? of(settings, place).verify(lacking.get()) : VmGoal.verify(settings, place);
    }

    static GoalAct.Task baseline(Settings settings, Workplace place) throws IOException {
        return of(settings, place).baseline();
    }

    private static VerifyGoal of(Settings settings, Workplace place) {
        return new VerifyGoal(settings, place, new GoalInputs(settings, place));
    }

    /**
     * Makes the checks.
     *
     * @param lacking what is missing to play scenarios; empty if that is to be tried
     */
    private GoalAct.Task verify(String lacking) throws IOException {
        place.ruleTests().compile();
        VerifyOptions suite = withReactions(inputs.options(settings.text("only"), settings.text("against")));
        VerifyOptions options = suite.with(inputs.thresholds())
                .with(knownFailures(settings, place))
                .with(inputs.sharding())
                .live(settings.text("live"))
                .lacking(lacking)
                .repeated(settings.number("repeat"))
                .with(Analyses.asked(settings));
        Checking checking = checking(options, Annotations.of(settings.text("annotations")));
        return () -> {
            SuiteResult result = checking.run();
            return ending(result, Verification.gate(result, options.sharding()).orElse(""));
        };
    }

    /**
     * How a run ended, of which the total is not empty if it is not green. What failed weighs more than what could not be judged: who
     * tries again after an error would hide it.
     */
    static Ending ending(SuiteResult result, String total) {
        if (total.isEmpty()) {
            return Ending.PASSED;
        }
        boolean unjudged = result.errors() > 0 || result.notRun() > 0;
        if (result.failed() == 0 && unjudged) {
            return Ending.notJudged("kguard could not judge every check").after(total);
        }
        if (result.failed() == 0 && !result.missed().isEmpty()) {
            return Ending.failed("kguard found a threshold that is missed").after(total);
        }
        return Ending.failed("kguard found rules that fail their checks"
                        + (unjudged ? ", and could not judge every check" : ""))
                .after(total);
    }

    private VerifyOptions withReactions(VerifyOptions plain) throws IOException {
        return plain.with(plain.simulator().withReactions(inputs.reactions()))
                .from(new InputFiles(
                        plain.files().config(),
                        plain.files().configNamesRules(),
                        plain.files().sources(),
                        settings.files("reactions"),
                        plain.files().auditPolicy(),
                        baselineFile()));
    }

    private GoalAct.Task baseline() throws IOException {
        LocalDate day = day();
        place.ruleTests().compile();
        Checking checking = checking(withReactions(inputs.options("", "")).with(Analyses.always()), Annotations.OFF);
        return () -> {
            SuiteResult result = checking.run();
            if (result.errors() > 0 || result.notRun() > 0) {
                return Ending.notJudged("nothing was written: kguard could not judge every check");
            }
            int entries = BaselineFile.write(baselineFile(), result, settings.text("reason"), day);
            place.say(baselineFile() + " has " + entries + (entries == 1 ? " known failure" : " known failures"));
            return Ending.PASSED;
        };
    }

    /** Removes the reports of an earlier run, which must not be taken for those of this one. */
    static void removeReports(Settings settings, Workplace place) throws IOException {
        Path folder = new GoalInputs(settings, place).reports();
        try {
            Reports.remove(folder);
        } catch (IOException e) {
            throw new IOException("the reports of an earlier run can't be removed: " + FileFault.of(e), e);
        }
    }

    private LocalDate day() {
        String expires = settings.text("expires");
        try {
            return expires.isEmpty() ? LocalDate.now(ZoneId.systemDefault()).plusDays(DAYS) : LocalDate.parse(expires);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    Wording.option("expires") + " is \"" + expires
                            + "\"; write year, month and day, such as 2027-01-31",
                    e);
        }
    }

    /** The file of known failures, which need not exist unless it is given. */
    private Path baselineFile() {
        return baselineFile(settings, place);
    }

    private static Path baselineFile(Settings settings, Workplace place) {
        return settings.file("baseline").orElseGet(() -> place.file(BaselineFile.NAME));
    }

    static Baseline knownFailures(Settings settings, Workplace place) throws IOException {
        Path file = baselineFile(settings, place);
        return settings.isGiven("baseline") || Files.exists(file) ? BaselineFile.read(file) : Baseline.NONE;
    }

    static boolean isAllRows(Settings settings) {
        return GoalInputs.oneOf(settings, "rows", List.of("failed", "all")).equals("all");
    }

    /** Makes the checks. */
    private interface Checking {
        SuiteResult run() throws IOException;
    }

    private Checking checking(VerifyOptions options, Annotations annotations) throws IOException {
        RuleTestRun tests = place.ruleTests().run(settings.number("ruleTestTimeout"));
        Path reports = inputs.reports();
        Verification verification = new Verification(
                options,
                tests,
                new ReportOptions(reports, annotations, System.getenv(), inputs.asGiven()),
                place.console(isAllRows(settings)));
        return () -> {
            SuiteResult result = verification.run();
            place.ruleTests().sayWhatIsNotRun();
            if (!options.sharding().isPart()) {
                place.say("Report: " + reports.resolve("report.html"));
            }
            return result;
        };
    }

    /** They are made when somebody asks: the analyses are searched for in every jar. */
    private static List<GoalParameter> parameters() {
        return Parameters.ofSuite(Parameters.concat(List.of(
                List.of(
                        ONLY,
                        text(
                                        "against",
                                        "What " + Wording.option("only")
                                                + "=changes compares with: a git revision, or a folder or file with other rules.")
                                .callerOnly(),
                        REACTIONS),
                Analyses.parameters(),
                List.of(
                        number("repeat", "How often each check is made. One that passes only sometimes is an error.")
                                .orElse("1"),
                        Parameters.MIN_RULE_COVERAGE,
                        Parameters.MIN_CLAUSE_COVERAGE,
                        Parameters.FAIL_ON_UNTESTED_RULE,
                        Parameters.MIN_CHECKS,
                        text(
                                        "annotations",
                                        "Shows checks that did not pass in a code host, at the line of the clause that is the"
                                                + " reason, or else of the rule: github for GitHub Actions, azure for Azure"
                                                + " Pipelines, auto for the one that runs the build, off for none.")
                                .shared()
                                .orElse("auto"),
                        Parameters.BASELINE,
                        Parameters.SHARD,
                        Parameters.SHARD_TIMES,
                        Parameters.ROWS,
                        LIVE,
                        VM,
                        VM_MEMORY,
                        VM_TIMEOUT,
                        RULE_TEST_TIMEOUT))));
    }
}
