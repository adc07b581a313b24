package io.kguard.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.capture.CaptureException;
import io.kguard.engine.Alert;
import io.kguard.engine.EngineOptions;
import io.kguard.engine.Matching;
import io.kguard.engine.Replay;
import io.kguard.engine.RuleSet;
import io.kguard.engine.Selection;
import io.kguard.event.FalcoVersion;
import io.kguard.field.HostNames;
import io.kguard.output.AlertFormat;
import io.kguard.rule.RuleLoader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates rules over a capture and writes the alerts as Falco's JSON lines.
 *
 * @param rules rule files and directories, in the order in which they are loaded
 * @param falco which Falco is imitated
 * @param matching how many rules an event sets off
 * @param enableAll whether rules are evaluated that their files disable
 * @param hostNames names of addresses
 */
public record CaptureRun(
        List<Path> rules, FalcoVersion falco, Matching matching, boolean enableAll, HostNames hostNames) {
    /**
     * What a replay came to.
     *
     * @param events the number of events in the capture
     * @param alerts the number of alerts
     * @param millis how long it took
     */
    public record Summary(long events, long alerts, long millis) {
        /** The summary in one line. */
        public String text() {
            String noun = alerts == 1 ? "alert" : "alerts";
            return String.format(Locale.ROOT, "%d events, %d %s in %.1f s", events, alerts, noun, millis / 1000.0);
        }
    }

    /** Copies the list. */
    public CaptureRun {
        rules = List.copyOf(rules);
    }

    /**
     * Replays a capture.
     *
     * @param capture the capture's file
     * @param alerts the file for the alerts, replaced if it exists; null to print them
     * @param console where alerts go without a file
     * @throws io.kguard.rule.RuleLoadException if the rules do not load
     * @throws CaptureException if the capture is damaged; the alerts before the damage are written
     * @throws IOException if a file can't be read or written
     */
    public Summary replay(Path capture, @Nullable Path alerts, PrintStream console) throws IOException {
        long start = System.nanoTime();
        EngineOptions options = EngineOptions.of(falco).withMatching(matching);
        if (enableAll) {
            options = options.with(Selection.enableRule("*"));
        }
        RuleSet set = RuleSet.compile(RuleLoader.of(falco).load(rules), options);
        AlertFormat format = AlertFormat.json(falco, hostname());
        long[] count = {0};
        Replay.Result result;
        try (Writer out = writer(alerts, console)) {
            result = Replay.of(set).withHostNames(hostNames).run(capture, alert -> {
                count[0]++;
                write(out, format, alert);
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return new Summary(result.orThrow().events(), count[0], (System.nanoTime() - start) / 1_000_000);
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
            return Files.newBufferedWriter(file, UTF_8);
        }
        return new BufferedWriter(new OutputStreamWriter(console, UTF_8)) {
            @Override
            public void close() throws IOException {
                flush();
            }
        };
    }

    /** As Falco finds it: from the environment, else the machine's. */
    private static String hostname() throws IOException {
        String given = System.getenv("FALCO_HOSTNAME");
        return given == null ? InetAddress.getLocalHost().getHostName() : given;
    }
}
