// SPDX-License-Identifier: Apache-2.0
package io.kguard.benchmark;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.RuleSet;
import io.kguard.engine.Session;
import io.kguard.event.Event;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.sensor.EventConsumer;
import io.kguard.internal.sensor.EventSelection;
import io.kguard.internal.sensor.Observation;
import io.kguard.internal.sensor.ProcScan;
import io.kguard.internal.sensor.Sensor;
import io.kguard.internal.sensor.SensorOptions;
import io.kguard.internal.sensor.SensorStats;
import io.kguard.rule.RuleLoader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;

/**
 * Measures waits for the sensor: from the start of opening it to the first event, and from a process's last act until
 * all of it has been evaluated. Checks that the ring buffer holds a burst.
 */
final class SensorLatency {
    private static final FalcoVersion VERSION = FalcoVersion.CURRENT;
    private static final String RULES = """
            - rule: File read
              desc: d
              condition: evt.type in (open, openat, openat2) and fd.name = /etc/shadow and proc.name = loops
              output: "%proc.name %fd.name"
              priority: NOTICE
            - rule: Process started
              desc: d
              condition: evt.type in (execve, execveat) and proc.name = nmap and container.id != host
              output: "%proc.cmdline"
              priority: NOTICE
            """;

    /** 200,000 events per second, for ten seconds. */
    private static final String BURST = "paced 1000000";

    private SensorLatency() {}

    private record Round(double open, double firstEvent, double verdict) {}

    /** Evaluates events, and records when the first one arrived. */
    private static final class Judging implements EventConsumer {
        final CountDownLatch first = new CountDownLatch(1);
        private final Session session;

        Judging(RuleSet rules) {
            session = Session.of(rules, alert -> {});
        }

        @Override
        public void begin(ProcScan scan) {
            scan.entries().forEach(session::entry);
        }

        @Override
        public void accept(Event event) {
            first.countDown();
            session.judge(event);
        }
    }

    /**
     * Prints medians.
     *
     * @param args the program {@code loops}, and the number of rounds
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        LoopProgram program = new LoopProgram(args[0]);
        RuleSet rules =
                RuleSet.compile(RuleLoader.of(VERSION).loadText("rules.yaml", RULES), EngineOptions.of(VERSION));
        round(program, rules); // loads classes and libraries
        List<Round> rounds = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(args[1]); i++) {
            rounds.add(round(program, rules));
        }
        print("sensor opened", Median.of(rounds, Round::open));
        print("first event, from the start of opening", Median.of(rounds, Round::firstEvent));
        print("last event judged, from the end of the process", Median.of(rounds, Round::verdict));
        burst(program, rules);
    }

    private static void print(String what, double millis) {
        System.out.printf(Locale.ROOT, "%-50s %8.2f ms%n", what, millis);
    }

    private static Round round(LoopProgram program, RuleSet rules) throws IOException, InterruptedException {
        Judging consumer = new Judging(rules);
        long start = System.nanoTime();
        try (Sensor sensor = Sensor.open(SensorOptions.defaults())) {
            long opened = System.nanoTime();
            try (Observation observation =
                    sensor.observe(consumer, EventSelection.of(rules.eventCodes(), rules.dataCodes()))) {
                Process process = new ProcessBuilder(program.path(), "open", "10000").start();
                observation.watchProcess(process.pid(), false);
                process.getOutputStream().write('\n');
                process.getOutputStream().close();
                consumer.first.await();
                long first = System.nanoTime();
                process.waitFor();
                long ended = System.nanoTime();
                observation.barrier();
                long judged = System.nanoTime();
                return new Round(millis(start, opened), millis(start, first), millis(ended, judged));
            }
        }
    }

    private static void burst(LoopProgram program, RuleSet rules) throws IOException, InterruptedException {
        try (Sensor sensor = Sensor.open(SensorOptions.defaults());
                Observation observation =
                        sensor.observe(new Judging(rules), EventSelection.of(rules.eventCodes(), rules.dataCodes()))) {
            program.run(BURST, observation);
            observation.barrier();
            SensorStats stats = observation.stats();
            System.out.println("200,000 events per second for ten seconds: " + stats.eventsSeen() + " judged, "
                    + stats.eventsLost() + " lost");
        }
    }

    private static double millis(long from, long to) {
        return (to - from) / 1e6;
    }
}
