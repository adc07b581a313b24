package io.kguard.simulation;

import io.kguard.engine.AuditEngine;
import io.kguard.engine.Replay;
import io.kguard.machine.Machine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Why the alerts of a capture or an audit log may not be all that there should be. */
public final class CaptureDoubts {
    private CaptureDoubts() {}

    /** The reasons, in sentences; none if all is well. */
    public static List<String> of(Replay.Result result) {
        List<String> doubts = new ArrayList<>();
        result.damage().ifPresent(damage -> doubts.add("the capture is damaged: " + damage.getMessage()));
        if (result.dropEvents() > 0) {
            doubts.add("the capture lacks events: " + result.dropEvents()
                    + " of its events say that the recorder left others out (drop); record it anew");
        }
        if (result.unknownEvents() > 0) {
            doubts.add(
                    result.unknownEvents() + " of its events are of types or of plugins that kguard does not know, so"
                            + " that no rule saw them; record it with a Falco that kguard imitates");
        }
        doubts.addAll(of(result.machine()));
        return doubts;
    }

    /** Why the alerts of an audit log may not be all that there should be; empty if all is well. */
    public static Optional<String> of(AuditEngine engine) {
        return engine.truncatedCount() == 0
                ? Optional.empty()
                : Optional.of("the API server left objects out of " + engine.truncatedCount()
                        + " of the events (audit.k8s.io/truncated), so that rules could not see them");
    }

    /** What a machine's state could not hold, in sentences. */
    static List<String> of(Machine machine) {
        List<String> overflows = new ArrayList<>();
        if (machine.threadsOverLimit() > 0) {
            overflows.add(machine.threadsOverLimit() + " events are of threads beyond the thread table's limit");
        }
        if (machine.fdsOverLimit() > 0) {
            overflows.add(machine.fdsOverLimit() + " file descriptors are beyond the limit of a process's table");
        }
        return overflows;
    }
}
