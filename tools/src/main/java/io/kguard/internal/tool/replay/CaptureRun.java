// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.capture.CaptureException;
import io.kguard.engine.Alert;
import io.kguard.engine.Matching;
import io.kguard.engine.Replay;
import io.kguard.engine.RuleSet;
import io.kguard.engine.Session;
import io.kguard.event.EventSource;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.batch.Unseen;
import io.kguard.internal.field.HostNames;
import io.kguard.internal.file.WholeFile;
import io.kguard.internal.message.Wording;
import io.kguard.internal.option.EvaluationSettings;
import io.kguard.internal.source.SourceLog;
import io.kguard.internal.tool.beside.Agreement;
import io.kguard.internal.tool.beside.Beside;
import io.kguard.internal.tool.beside.BesideJudge;
import io.kguard.internal.tool.beside.BesideReport;
import io.kguard.output.AlertFormat;
import io.kguard.output.AlertOutputs;
import io.kguard.output.AlertOutputs.Delivery;
import io.kguard.output.FalcoConfig;
import io.kguard.rule.LoadResult;
import io.kguard.rule.RuleLoader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates rules on a capture or an audit log and writes the alerts as Falco's lines.
 *
 * @param rules rule files and directories, in the order in which they are loaded
 * @param loader loads them, for a version of Falco and with the sources of events that are known
 * @param matching how many rules an event can match; null for the configuration's setting, or else the first
 * @param enableAll whether to evaluate rules that their files or the configuration disable
 * @param hostNames names of addresses
 * @param config a user's {@code falco.yaml}, which sets the rules to evaluate, the format of alerts and their channels;
 *     null for JSON lines
 */
public record CaptureRun(
        List<Path> rules,
        RuleLoader loader,
        @Nullable Matching matching,
        boolean enableAll,
        HostNames hostNames,
        @Nullable FalcoConfig config) {
    /**
     * The result of a replay.
     *
     * @param events the number of events in the capture or the log
     * @param alerts the number of alerts
     * @param millis how long it took
     * @param deliveries how much arrived at each channel of the configuration
     */
    public record Summary(long events, long alerts, long millis, List<Delivery> deliveries) {
        public Summary {
            deliveries = List.copyOf(deliveries);
        }

        /** The summary in one line. */
        public String text() {
            String noun = alerts == 1 ? "alert" : "alerts";
            return String.format(Locale.ROOT, "%d events, %d %s in %.1f s", events, alerts, noun, millis / 1000.0);
        }

        /** What did not arrive, one line per channel; empty if everything did. */
        public String losses() {
            return deliveries.stream()
                    .map(Delivery::loss)
                    .filter(loss -> !loss.isEmpty())
                    .collect(Collectors.joining("\n"));
        }
    }

    public CaptureRun {
        rules = List.copyOf(rules);
    }

    /** A run with the sources of events that kguard knows. */
    public CaptureRun(
            List<Path> rules,
            FalcoVersion falco,
            @Nullable Matching matching,
            boolean enableAll,
            HostNames hostNames,
            @Nullable FalcoConfig config) {
        this(rules, RuleLoader.of(falco), matching, enableAll, hostNames, config);
    }

    /** The version of Falco to imitate. */
    public FalcoVersion falco() {
        return loader.version();
    }

    /**
     * Replays a capture. If an alert does not arrive at a channel, the replay goes on and the summary reports it.
     *
     * @param capture the capture file
     * @param alerts the file for the alerts, replaced if it exists; null to leave them to the configuration's channels
     *     or, without a configuration, to print them
     * @param console where alerts are printed
     * @param warnings receives one sentence per problem of a channel
     * @throws io.kguard.rule.RuleLoadException if the rules do not load
     * @throws CaptureException if the capture is damaged; the alerts before the damage are written
     * @throws IOException if the capture says that events are missing, or its events do not match Falco's tables (in
     *     both cases all alerts are written); or if a file can't be read or written, or a channel can't be opened
     * @throws IllegalArgumentException if the capture has no event, or no rule applies to its events
     */
    public Summary replay(Path capture, @Nullable Path alerts, PrintStream console, Consumer<String> warnings)
            throws IOException {
        return write((set, listener) -> readCapture(capture, set, listener, warnings), alerts, console, warnings);
    }

    /**
     * Replays a log, such as a Kubernetes audit log, otherwise like {@link #replay}.
     *
     * @param source the source of its events; null if each says by what it has
     * @param warnings also receives a sentence for each source of the log's events that no rule has
     * @throws IOException as for {@link #replay}, if a line can't be used (the alerts before it are written), or if the log
     *     says that parts of its events are missing (all alerts are written)
     * @throws IllegalArgumentException if the log has no event, or no rule applies to its events
     */
    public Summary replayLog(
            Path log,
            @Nullable EventSource source,
            @Nullable Path alerts,
            PrintStream console,
            Consumer<String> warnings)
            throws IOException {
        return write(
                (set, listener) -> {
                    if (source != null && !Unseen.hasRule(set, source)) {
                        throw unseen(source + ", so none sees the events of the audit log " + log);
                    }
                    Session session = Session.of(set, listener);
                    SourceLog.read(log, set.sources(), source, session::judge);
                    return judged(log.toString(), session, set, warnings);
                },
                alerts,
                console,
                warnings);
    }

    /**
     * Replays what the plugin of the configuration opens, otherwise like {@link #replayLog}.
     *
     * @param params what to open, in the plugin's words
     */
    public Summary replayOpened(String params, @Nullable Path alerts, PrintStream console, Consumer<String> warnings)
            throws IOException {
        return write(
                (set, listener) -> {
                    Session session = Session.of(set, listener);
                    SourceLog.readOpened(params, set.sources(), session::judge);
                    return judged("\"" + params + "\"", session, set, warnings);
                },
                alerts,
                console,
                warnings);
    }

    /**
     * Lets a Falco judge a capture with the same rules.
     *
     * @param lines receives how the two agree, and every difference
     * @return why kguard's alerts are in doubt; empty if Falco has the same
     * @throws io.kguard.rule.RuleLoadException if the rules do not load
     * @throws IOException if the capture can't be read to its end, or if Falco fails
     */
    public String compare(Beside judge, Path capture, Consumer<String> lines) throws IOException {
        Agreement agreement = new BesideJudge(judge.falco(), rules, ruleSet()).of(String.valueOf(capture), capture);
        BesideReport report = new BesideReport(judge, "capture", List.of(agreement), List.of());
        report.lines().forEach(lines);
        return report.problem();
    }

    private RuleSet ruleSet() {
        return RuleSet.compile(loader.load(rules), EvaluationSettings.of(falco(), config, matching, enableAll));
    }

    /** Evaluates rules on events and returns the number of events. */
    private interface Reading {
        long read(RuleSet rules, Consumer<Alert> listener) throws IOException;
    }

    private long readCapture(Path capture, RuleSet rules, Consumer<Alert> listener, Consumer<String> warnings)
            throws IOException {
        Replay.Result result =
                Replay.of(rules).withHostNames(hostNames).run(capture, listener).orThrow();
        Unseen unseen = Unseen.of(rules, result.session());
        if (unseen.isEverything()) {
            throw new IllegalArgumentException(
                    capture + ": " + unseen.sentence() + ". Name rules of that source, or replay a log with "
                            + Wording.given("audit") + " or " + Wording.given("log") + ".");
        }
        check(capture.toString(), result.doubts());
        if (result.misplacedEnters() > 0) {
            warnings.accept(capture + ": Falco " + falco().number() + " itself stops at " + result.misplacedEnters()
                    + " of its events (\"The enter event ... is not the right one\"): in them a thread that is not the"
                    + " first of its process executes a program. kguard reads on, and takes the enter event for missing."
                    + " A capture that this Falco records has no such events");
        }
        return some(result.events(), capture.toString());
    }

    private static void check(String file, List<String> doubts) throws IOException {
        if (!doubts.isEmpty()) {
            throw new IOException(file + ": alerts may be missing: " + String.join("; ", doubts));
        }
    }

    /** What was read of a log: the number of events, once it is sure that rules saw some of them. */
    private static long judged(String log, Session session, RuleSet rules, Consumer<String> warnings)
            throws IOException {
        check(log, session.doubts());
        Unseen unseen = Unseen.of(rules, session);
        if (unseen.isEverything()) {
            throw unseen(unseen.blind().get(0) + ", so none sees the events of the log " + log);
        }
        unseen.blind()
                .forEach(one -> warnings.accept(log + ": no rule has the source " + one + ", so none saw "
                        + session.eventCount(one) + " of the " + session.eventCount() + " events"));
        return some(session.eventCount(), log);
    }

    private static IllegalArgumentException unseen(String what) {
        return new IllegalArgumentException("no rule has the source " + what
                + ". Name rules of that source, or replay a capture with " + Wording.given("capture") + ".");
    }

    /** Having no alert of no event says nothing. */
    private static long some(long events, String file) {
        if (events == 0) {
            throw new IllegalArgumentException(file + " has no event, so no rule was judged");
        }
        return events;
    }

    private Summary write(Reading reading, @Nullable Path alerts, PrintStream console, Consumer<String> warnings)
            throws IOException {
        long start = System.nanoTime();
        LoadResult loaded = loader.load(rules);
        loaded.unloaded().forEach(left -> warnings.accept(left.why().render()));
        RuleSet set = RuleSet.compile(loaded, EvaluationSettings.of(falco(), config, matching, enableAll));
        AlertFormat format = config == null ? AlertFormat.json(falco(), AlertFormat.findHostname()) : config.format();
        boolean written = config == null || alerts != null;
        long[] count = {0};
        long events;
        AlertOutputs outputs = config == null ? null : config.openOutputs(console, warnings);
        try (outputs;
                Writer out = written ? writer(alerts, console) : Writer.nullWriter()) {
            events = reading.read(set, alert -> {
                count[0]++;
                if (written) {
                    write(out, format, alert);
                }
                if (outputs != null) {
                    outputs.accept(alert);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        List<Delivery> deliveries = outputs == null ? List.of() : outputs.deliveries();
        long millis = (System.nanoTime() - start) / 1_000_000;
        return new Summary(events, count[0], millis, deliveries);
    }

    private static void write(Writer out, AlertFormat format, Alert alert) {
        try {
            out.write(format.line(alert));
            out.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Writer writer(@Nullable Path file, PrintStream console) throws IOException {
        if (file != null) {
            return new BufferedWriter(new OutputStreamWriter(WholeFile.create(file), UTF_8));
        }
        return new BufferedWriter(new OutputStreamWriter(console, UTF_8)) {
            @Override
            public void close() throws IOException {
                flush();
            }
        };
    }
}
