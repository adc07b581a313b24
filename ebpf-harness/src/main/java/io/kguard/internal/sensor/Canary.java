// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import io.kguard.event.FalcoVersion;
import io.kguard.internal.sensor.SensorStats.LossCause;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Detects a sensor that no longer sees events. A process marked like a container's makes known calls, and each BPF
 * program must record them.
 */
final class Canary implements AutoCloseable {
    /** No process, descriptor or memory length has a number this high. */
    private static final int LOWEST_NUMBER = 1 << 29;

    private final CallTable calls;
    private final Watches watches;
    private final FalcoVersion falco;
    private @Nullable CanaryProcess process;

    Canary(CallTable calls, Watches watches, FalcoVersion falco) {
        this.calls = calls;
        this.watches = watches;
        this.falco = falco;
    }

    /**
     * Makes the calls, and waits for their events.
     *
     * @param selection the events of a simulation: the programs for them are tested
     * @param observer creates an observation of the canary process
     * @throws SensorException if a program recorded no event
     */
    synchronized void prove(EventSelection selection, BiFunction<EventConsumer, EventSelection, Observation> observer) {
        Set<Family> families = calls.families(selection);
        BitSet codes = new BitSet();
        families.forEach(family -> codes.set(CanaryReceiver.code(family)));
        CanaryProcess helper = helper();
        int number = ThreadLocalRandom.current().nextInt(LOWEST_NUMBER, 2 * LOWEST_NUMBER);
        CanaryReceiver receiver = new CanaryReceiver(helper.pid(), number);
        try (Observation observation = observer.apply(receiver, EventSelection.of(codes, new BitSet()))) {
            boolean isMarked = watches.markProcess((int) helper.pid(), observation.id(), false);
            helper.act(number);
            observation.barrier();
            String losses = observation.stats().describeLosses();
            Set<String> silent = silent(families, receiver.heard());
            if (observation.stats().lost(LossCause.START_UNSEEN) > 0) {
                silent.add(Programs.TAKE_ARGUMENTS);
            }
            if (!silent.isEmpty()) {
                throw new SensorException("The sensor is blind: known system calls that a helper made did not come out "
                        + "of " + String.join(", ", silent) + ". "
                        + (isMarked ? "" : "The helper could not be marked. ")
                        + (losses.isEmpty()
                                ? "Something has detached its programs or broken its maps; nothing that happened since "
                                        + "can be judged. Run it again."
                                : losses + "."));
            }
        }
    }

    private Set<String> silent(Set<Family> families, Set<String> heard) {
        Set<String> silent = new TreeSet<>(List.of("sched_process_fork", "sched_process_exec", "sched_process_exit"));
        families.forEach(family -> silent.add(family.program()));
        if (falco.hasEnterEvents()) {
            silent.add("sys_enter");
        }
        silent.removeAll(heard);
        return silent;
    }

    private CanaryProcess helper() {
        CanaryProcess running = process;
        if (running == null) {
            running = CanaryProcess.start();
            process = running;
        }
        return running;
    }

    @Override
    public synchronized void close() {
        if (process != null) {
            process.close();
        }
    }
}
