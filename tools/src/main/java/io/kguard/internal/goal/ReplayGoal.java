// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.goal;

import static io.kguard.internal.option.GoalParameter.file;
import static io.kguard.internal.option.GoalParameter.number;
import static io.kguard.internal.option.GoalParameter.text;

import io.kguard.event.EventSource;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.console.Console;
import io.kguard.internal.field.HostNames;
import io.kguard.internal.message.Wording;
import io.kguard.internal.option.Goal;
import io.kguard.internal.option.Settings;
import io.kguard.internal.shard.Shard;
import io.kguard.internal.tool.beside.Beside;
import io.kguard.internal.tool.replay.BatchReplay;
import io.kguard.internal.tool.replay.CaptureRun;
import io.kguard.output.FalcoConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The goal {@code replay}. */
final class ReplayGoal {
    static final Goals.Registered GOAL = Goals.Registered.of(
            "replay",
            "Evaluates rules over a capture or a log. Writes the alerts as Falco's JSON lines, or in the form and to"
                    + " the channels of a falco.yaml.",
            Goal.Group.INCIDENTS,
            false,
            "captures",
            Parameters.concat(List.of(
                    List.of(
                            file("capture", "The capture. Give this, an audit log, or many captures.")
                                    .callerOnly(),
                            text(
                                            "captures",
                                            "Many captures: files, folders, globs, and lists (@list.txt), with commas between them. They are"
                                                    + " read on all processors. A file that is a log by what is in it is read"
                                                    + " as one.")
                                    .callerOnly(),
                            text(
                                            "shard",
                                            "The part of many captures to read: k/n for the k-th of n parts. "
                                                    + Wording.goal("merge") + " adds them up."
                                                    + " Default: all captures.")
                                    .callerOnly(),
                            number(
                                    "parallel",
                                    "How many captures are read at the same time. Default: the number of processors."),
                            file(
                                            "reports",
                                            "The folder for the file of a part. Default: kguard in the build folder, which is target without"
                                                    + " a pom.")
                                    .shared(),
                            file(
                                            "audit",
                                            "A Kubernetes audit log, one event per line. Rules of source k8s_audit are evaluated over it.")
                                    .callerOnly(),
                            file(
                                            "log",
                                            "A log of sources other than system calls: AWS CloudTrail, audit logs of Google Cloud or"
                                                    + " Kubernetes, Okta's system log, webhooks of GitHub, tool calls of coding agents."
                                                    + " What each event has tells its source.")
                                    .callerOnly(),
                            file(
                                            "config",
                                            "A falco.yaml, or values of Falco's Helm chart. It decides which rules are evaluated, how"
                                                    + " alerts become lines, and where they go.")
                                    .callerOnly(),
                            Parameters.PLUGINS,
                            Parameters.RULES_OR_CONFIGURED,
                            Parameters.SOURCES,
                            file(
                                    "alerts",
                                    "The file for the alerts. Default: standard output, or the channels of the falco.yaml."),
                            Parameters.MATCHING,
                            Parameters.ENABLE,
                            Parameters.FALCO,
                            file("hosts", "A file like /etc/hosts, for fields that are resolved names.")),
                    Beside.parameters(
                            "falco also lets a Falco of this machine judge the capture. An alert that only one of the"
                                    + " two has, or with other fields, is an error."))),
            ReplayGoal::prepare);

    private ReplayGoal() {}

    static GoalAct.Task prepare(Settings settings, Workplace place) throws IOException {
        GoalInputs inputs = new GoalInputs(settings, place);
        FalcoVersion version = inputs.falco();
        FalcoConfig config = inputs.config();
        Path hosts = settings.file("hosts").orElse(null);
        CaptureRun run = new CaptureRun(
                inputs.rules(config),
                inputs.loader(),
                inputs.matching(),
                inputs.enableAll(),
                hosts == null ? HostNames.NONE : HostNames.read(hosts),
                config);
        if (settings.isGiven("captures")) {
            return many(settings, place, run);
        }
        if (settings.isGiven("shard")) {
            throw new IllegalArgumentException(Wording.option("shard") + " is for " + Wording.option("captures"));
        }
        String opened = inputs.openParams();
        long inputsGiven =
                Stream.of("capture", "audit", "log").filter(settings::isGiven).count();
        if (inputsGiven > 1 || inputsGiven == 0 && opened.isEmpty()) {
            throw new IllegalArgumentException("replay needs either a capture or a log: "
                    + Wording.given("capture") + "=attack.scap, " + Wording.given("audit") + "=audit.log or "
                    + Wording.given("log") + "=cloudtrail.json. "
                    + Wording.given("captures") + "=folder/ reads many captures");
        }
        Path lines = settings.fileToWrite("alerts").orElse(null);
        Path capture = settings.file("capture").orElse(null);
        Beside judge = Beside.askedOfCaptures(settings).orElse(null);
        if (judge != null && (capture == null || hosts != null)) {
            throw new IllegalArgumentException(Wording.option("beside") + " reads a " + Wording.option("capture")
                    + ", without " + Wording.option("hosts") + ":"
                    + " Falco has no plugin for logs here, and asks this machine's resolver for names");
        }
        Path audit = settings.file("audit").orElse(null);
        Path log = settings.file("log").orElse(audit);
        EventSource source = audit != null ? EventSource.K8S_AUDIT : null;
        return () -> {
            CaptureRun.Summary summary;
            if (capture != null) {
                summary = run.replay(capture, lines, place.out(), place::warn);
            } else if (log != null) {
                summary = run.replayLog(log, source, lines, place.out(), place::warn);
            } else {
                summary = run.replayOpened(opened, lines, place.out(), place::warn);
            }
            place.sayBeside(summary.text() + ", as Falco " + version + " has them");
            if (!summary.losses().isEmpty()) {
                return Ending.notJudged("kguard could not deliver every alert: " + summary.losses());
            }
            String doubt = judge == null || capture == null ? "" : run.compare(judge, capture, place::sayBeside);
            return doubt.isEmpty() ? Ending.PASSED : Ending.notJudged(doubt);
        };
    }

    /** Members have commas between them. A file may have one in its name. */
    private static List<Path> places(List<String> given) {
        List<Path> places = new ArrayList<>();
        for (String one : given) {
            if (Files.exists(Path.of(one))) {
                places.add(Path.of(one));
            } else {
                Stream.of(one.split(","))
                        .filter(part -> !part.isBlank())
                        .map(Path::of)
                        .forEach(places::add);
            }
        }
        return places;
    }

    private static GoalAct.Task many(Settings settings, Workplace place, CaptureRun run) throws IOException {
        if (Stream.of("capture", "audit", "log").anyMatch(settings::isGiven)) {
            throw new IllegalArgumentException(Wording.option("captures") + " does not go together with "
                    + Wording.option("capture") + ", " + Wording.option("audit") + " and " + Wording.option("log"));
        }
        if (settings.isGiven("beside")) {
            throw new IllegalArgumentException(Wording.option("beside") + " reads one " + Wording.option("capture")
                    + ", not " + Wording.option("captures"));
        }
        BatchReplay replay = new BatchReplay(
                run,
                settings.isGiven("shard") ? Shard.of(settings.text("shard")) : null,
                new GoalInputs(settings, place).reports(),
                settings.isGiven("parallel") ? settings.number("parallel") : BatchReplay.defaultParallel());
        List<Path> places = places(settings.names("captures"));
        Path lines = settings.fileToWrite("alerts").orElse(null);
        // beside alerts on the standard output there is nothing else
        Console console = lines == null ? Console.plain(place::sayBeside) : place.console(false);
        return () -> replay.replay(places, lines, place.out(), console)
                ? Ending.PASSED
                : Ending.notJudged("kguard could not read every capture to its end");
    }
}
