package example;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.RuleSet;
import io.kguard.engine.Session;
import io.kguard.event.Event;
import io.kguard.event.EventCodes;
import io.kguard.event.EventWriter;
import io.kguard.event.FalcoVersion;
import io.kguard.event.ProcessEntry;
import io.kguard.event.ProcessEntry.Part;
import io.kguard.rule.RuleLoader;
import java.nio.ByteBuffer;

/** Judges an event that it writes itself, with the engine half of kguard and nothing else. */
public final class EngineAlone {
    private static final FalcoVersion VERSION = FalcoVersion.CURRENT;
    private static final int CURRENT_DIRECTORY = -100;
    private static final int READ_ONLY = 1;

    private static final String RULES = """
            - rule: Shadow file opened
              desc: Somebody opens /etc/shadow
              condition: evt.type in (open, openat, openat2) and fd.name = /etc/shadow
              output: Shadow file opened by %proc.name (file=%fd.name)
              priority: WARNING
            """;

    private EngineAlone() {}

    public static void main(String[] args) {
        RuleSet rules =
                RuleSet.compile(RuleLoader.of(VERSION).loadText("shadow.yaml", RULES), EngineOptions.of(VERSION));

        Session session = Session.of(
                rules, alert -> System.out.println(alert.priority() + " " + alert.ruleName() + ": " + alert.message()));
        session.entry(ProcessEntry.builder(4711, 4711).set(Part.COMM, "cat").set(Part.EXE, "cat").set(Part.CWD, "/root/").build());

        ByteBuffer block = new EventWriter(VERSION)
                .begin(EventCodes.OPENAT_X, 1_700_000_000_000_000_000L, 4711)
                .number(3)
                .number(CURRENT_DIRECTORY)
                .text("../etc/shadow")
                .number(READ_ONLY)
                .number(0)
                .number(0)
                .number(0)
                .end();
        Event event = new Event(VERSION);
        event.wrap(block, 0, block.limit(), 1, 0);
        session.judge(event);

        for (String foreign : new String[] {
            "org.junit.jupiter.api.Test", "org.assertj.core.api.Assertions", "io.fabric8.kubernetes.api.model.Pod",
            "org.testcontainers.containers.GenericContainer"
        }) {
            System.out.println(foreign + (isThere(foreign) ? " is there" : " is not needed"));
        }
    }

    private static boolean isThere(String className) {
        try {
            Class.forName(className);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
