// SPDX-License-Identifier: Apache-2.0
package io.kguard.benchmark;

import io.kguard.capture.ScapReader;
import io.kguard.engine.EngineOptions;
import io.kguard.engine.RuleSet;
import io.kguard.engine.Session;
import io.kguard.event.Event;
import io.kguard.event.EventTable;
import io.kguard.event.FalcoVersion;
import io.kguard.event.StateSink;
import io.kguard.internal.condition.EventTypeSearch;
import io.kguard.internal.condition.TypedCondition;
import io.kguard.internal.field.EventContext;
import io.kguard.internal.machine.Machine;
import io.kguard.rule.CheckedRule;
import io.kguard.rule.LoadResult;
import io.kguard.rule.Rule;
import io.kguard.rule.RuleLoader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Measures the time per event of a recorded mix of events, uncompressed in memory. Three variants: reading events and
 * keeping state; the same with the public rules that are enabled by default; the same with each rule evaluated as it is
 * written, the reference. The cost of rules is the difference to the first.
 *
 * <p>Needs {@code ../shared}; the system property {@code kguard.shared} names another place.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
public class RuleBenchmark {
    private static final int EVENTS = 200_000;
    private static final int BYTES = 32 << 20;
    private static final FalcoVersion VERSION = FalcoVersion.V0_40;

    private byte[] capture = {};
    private RuleSet rules = noRules();
    private List<List<TypedCondition>> asWritten = List.of();

    private static RuleSet noRules() {
        return RuleSet.compile(RuleLoader.of(VERSION).loadText("none", ""), EngineOptions.of(VERSION));
    }

    /** Loads the capture and the rules. */
    @Setup
    public void load() throws IOException {
        Path shared = Path.of(System.getProperty("kguard.shared", "../shared")).resolve("conformance");
        try (InputStream in = new GZIPInputStream(Files.newInputStream(shared.resolve("big/busy.scap")))) {
            capture = in.readNBytes(BYTES);
        }
        Path folder = shared.resolve("falco-rules/0.40");
        LoadResult loaded = RuleLoader.of(VERSION)
                .load(
                        folder.resolve("falco_rules.yaml"),
                        folder.resolve("falco-incubating_rules.yaml"),
                        folder.resolve("falco-sandbox_rules.yaml"))
                .orThrow();
        rules = RuleSet.compile(loaded, EngineOptions.of(VERSION));
        List<List<TypedCondition>> byCode = new ArrayList<>();
        for (int code = 0; code < EventTable.SIZE; code++) {
            List<TypedCondition> conditions = new ArrayList<>();
            for (Rule rule : rules.rules()) {
                if (EventTypeSearch.of(rule.condition(), VERSION).get(code)) {
                    conditions.add(CheckedRule.of(rule).typedCondition());
                }
            }
            byCode.add(conditions);
        }
        asWritten = byCode;
    }

    /** Processes each event. */
    private interface Judge {
        void judge(Event event);
    }

    private void replay(StateSink state, Judge judge) throws IOException {
        Event event = new Event(VERSION);
        try (ScapReader reader =
                ScapReader.open(new ByteArrayInputStream(capture), "busy.scap in memory", VERSION, state)) {
            for (int i = 0; i < EVENTS; i++) {
                if (!reader.next(event)) {
                    throw new IllegalStateException("the capture has fewer than " + EVENTS + " events");
                }
                judge.judge(event);
            }
        }
    }

    /** Only reading and state. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long withoutRules() throws IOException {
        Machine machine = new Machine(VERSION);
        long[] cpus = {0};
        replay(machine, event -> {
            if (machine.apply(event)) {
                cpus[0] += event.cpu();
            }
            machine.finish(event);
        });
        return cpus[0];
    }

    /** With rules. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long withRules() throws IOException {
        Session session = Session.of(rules, alert -> {});
        replay(session, session::judge);
        return session.eventCount();
    }

    /** With each rule as it is written. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long rulesAsWritten() throws IOException {
        Machine machine = new Machine(VERSION);
        EventContext context = new EventContext(new Event(VERSION), machine);
        long[] matches = {0};
        replay(machine, event -> {
            if (machine.apply(event)) {
                context.event(event);
                matches[0] += firstMatch(context);
            }
            machine.finish(event);
        });
        return matches[0];
    }

    private int firstMatch(EventContext context) {
        for (TypedCondition condition : asWritten.get(context.event().code())) {
            if (condition.test(context)) {
                return 1;
            }
        }
        return 0;
    }
}
