// SPDX-License-Identifier: Apache-2.0
package io.kguard.spark;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.internal.message.Visible;
import io.kguard.output.FalcoConfigException;
import io.kguard.rule.RuleLoadException;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;

/**
 * The program that {@code spark-submit} starts. Its exit status is 0 if every capture was judged, 2 if kguard could not find out, and
 * 64 if it was called wrongly.
 */
public final class SparkReplay {
    static final int JUDGED = 0;
    static final int NOT_JUDGED = 2;
    static final int WRONG_USE = 64;

    private final PrintStream out;
    private final PrintStream error;

    SparkReplay(PrintStream out, PrintStream error) {
        this.out = out;
        this.error = error;
    }

    /** Called by {@code spark-submit}. */
    public static void main(String[] arguments) {
        // what rules and captures say is UTF-8, whatever the driver's locale is
        System.exit(new SparkReplay(new PrintStream(System.out, true, UTF_8), new PrintStream(System.err, true, UTF_8))
                .run(arguments));
    }

    /** Does what the arguments say, on the cluster that {@code spark-submit} chose, and returns the exit status. */
    int run(String... arguments) {
        if (List.of(arguments).contains("--help") || List.of(arguments).contains("-h")) {
            out.print(Options.usage());
            return JUDGED;
        }
        Options options;
        try {
            options = Options.of(arguments);
        } catch (IllegalArgumentException e) {
            return end(WRONG_USE, e.getMessage() + "\nSee --help");
        }
        SparkSession spark = SparkSession.builder().appName("kguard").getOrCreate();
        try {
            return run(options, spark);
        } finally {
            spark.stop();
        }
    }

    /** Does what options say, on a cluster. */
    int run(Options options, SparkSession spark) {
        try {
            boolean judged = new Job(options, spark, this::print).run();
            out.flush();
            return judged
                    ? JUDGED
                    : end(
                            NOT_JUDGED,
                            options.against().isEmpty()
                                    ? "kguard could not read every capture to its end"
                                    : "kguard could not compare everything");
        } catch (RuleLoadException | FalcoConfigException | IOException | IllegalArgumentException e) {
            return end(NOT_JUDGED, String.valueOf(e.getMessage()));
        } catch (Exception e) {
            // Scala's methods do not declare what they throw
            e.printStackTrace(error);
            return end(NOT_JUDGED, "the run ended early, and judged nothing: " + e.getMessage());
        }
    }

    private void print(String line) {
        out.println(Visible.of(line));
    }

    private int end(int status, String message) {
        out.flush();
        error.println("kguard: " + message.lines().map(Visible::of).collect(Collectors.joining("\n")));
        return status;
    }
}
