package io.kguard.benchmark;

import io.kguard.capture.ScapReader;
import io.kguard.condition.EventCodes;
import io.kguard.condition.TypeChecker;
import io.kguard.condition.TypedCondition;
import io.kguard.engine.Engine;
import io.kguard.engine.EngineOptions;
import io.kguard.engine.RuleSet;
import io.kguard.event.Event;
import io.kguard.event.EventTable;
import io.kguard.event.FalcoVersion;
import io.kguard.field.EventContext;
import io.kguard.field.FieldCatalogue;
import io.kguard.machine.Machine;
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
 * Time per event of a recorded mix of events, in memory and uncompressed: reading it and keeping state, the same with the
 * public rules that are enabled by default, compiled, and the same with the interpreter that is the compiler's reference.
 * What the rules cost is the difference to the first.
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
    private List<List<TypedCondition>> interpreted = List.of();

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
        TypeChecker checker = new TypeChecker(FieldCatalogue.of(VERSION));
        List<List<TypedCondition>> byCode = new ArrayList<>();
        for (int code = 0; code < EventTable.SIZE; code++) {
            List<TypedCondition> conditions = new ArrayList<>();
            for (Rule rule : rules.rules()) {
                if (EventCodes.of(rule.condition(), VERSION).get(code)) {
                    conditions.add(checker.check(rule.condition()));
                }
            }
            byCode.add(conditions);
        }
        interpreted = byCode;
    }

    /** What is done with an event between the machine's two steps. */
    private interface Judge {
        int judge(Event event);
    }

    /** Makes the judge of a machine's events. */
    private interface JudgeMaker {
        Judge of(Machine machine, Event event);
    }

    private long replay(JudgeMaker maker) throws IOException {
        Machine machine = new Machine(VERSION);
        Event event = new Event(VERSION);
        Judge judge = maker.of(machine, event);
        long matches = 0;
        try (ScapReader reader =
                ScapReader.open(new ByteArrayInputStream(capture), "busy.scap in memory", VERSION, machine)) {
            for (int i = 0; i < EVENTS; i++) {
                if (!reader.next(event)) {
                    throw new IllegalStateException("the capture has fewer than " + EVENTS + " events");
                }
                if (machine.apply(event)) {
                    matches += judge.judge(event);
                }
                machine.finish(event);
            }
        }
        return matches;
    }

    /** Reading and state alone. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long withoutRules() throws IOException {
        return replay((machine, event) -> e -> e.cpu());
    }

    /** With the rules compiled. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long compiledRules() throws IOException {
        return replay((machine, event) -> {
            Engine engine = rules.newEngine(machine, alert -> {});
            return engine::evaluate;
        });
    }

    /** With the rules interpreted as they are written. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long interpretedRules() throws IOException {
        return replay((machine, event) -> {
            EventContext context = new EventContext(event, machine);
            return e -> {
                for (TypedCondition condition : interpreted.get(e.code())) {
                    if (condition.test(context)) {
                        return 1;
                    }
                }
                return 0;
            };
        });
    }
}
