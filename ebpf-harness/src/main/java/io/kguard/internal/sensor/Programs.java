// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The BPF programs in the kernel. The verifier takes time for each. So programs that only some rules need are loaded
 * when the first simulation with such a rule starts.
 */
final class Programs implements AutoCloseable {
    private static final String SYS_EXIT = "sys_exit";
    private static final String EXEC = "sched_process_exec";
    private static final String EXIT = "sched_process_exit";
    private static final String FORK = "sched_process_fork";

    /** The attached programs in this order: marking before recording, so that every marked process is recorded. */
    private static final List<String> ATTACHED = List.of(SYS_EXIT, EXEC, EXIT, FORK, "cgroup_attach_task");

    private static final String SYS_ENTER = "sys_enter";
    static final String TAKE_ARGUMENTS = "take_arguments";

    /**
     * The programs that see what the kernel uses, and who uses up what is the machine's. Interrupts run them, too, and what one misses
     * counts as unseen.
     */
    private static final List<String> SHOWING =
            List.of("name_freed", "route_found", "route6_found", "neighbour_created");

    /** The programs that show what calls take from memory. */
    private static final List<String> TAKING =
            Stream.concat(Stream.of(TAKE_ARGUMENTS), SHOWING.stream()).toList();

    private static final String BARRIER = "put_barrier";
    private static final String WATCH_CONTAINER = "watch_container";

    /** A processor wakes the poll thread each time it has filled this fraction of the ring buffer. */
    private static final int WAKEUPS_PER_RING = 16;

    /** Falco's default: how many bytes of data an event of a read or write holds. */
    private static final int SNAP_LENGTH = 80;

    private final SensorOptions options;
    private final CallTable calls;
    private final BpfObject core;
    private final List<BpfObject> later = new ArrayList<>();
    private final Set<Family> loaded;
    private final boolean plain;

    /**
     * True from the first simulation on. Until then all processes of the machine would pay for something that nobody
     * needs.
     */
    private boolean takesArguments;

    private Programs(SensorOptions options, CallTable calls, BpfObject core, Set<Family> loaded, boolean plain) {
        this.options = options;
        this.calls = calls;
        this.core = core;
        this.loaded = loaded;
        this.plain = plain;
    }

    /**
     * Loads the programs for state events. Nothing runs yet.
     *
     * @param plain whether those of calls are of the type {@code tracepoint}
     */
    static Programs load(SensorOptions options, CallTable calls, boolean plain) {
        BpfObject core = BpfObject.open();
        try {
            configure(core, options, calls);
            if (plain) {
                keepRunning(core);
            }
            Set<Family> families = EnumSet.copyOf(calls.families(EventSelection.state()));
            leaveOut(core, EnumSet.complementOf(EnumSet.copyOf(families)));
            if (!hasEnterEvents(options)) {
                core.leaveOut(SYS_ENTER);
            }
            core.load();
            Programs programs = new Programs(options, calls, core, families, plain);
            programs.connect(core, families);
            return programs;
        } catch (RuntimeException | Error e) {
            core.close();
            throw e;
        }
    }

    private static void configure(BpfObject object, SensorOptions options, CallTable calls) {
        object.setMaxEntries("ring", options.ringBytes());
        object.setMaxEntries("scratches", SensorRequirements.possibleCpus());
        ByteBuffer settings = object.variables(".rodata.settings");
        settings.putLong(Layout.SETTINGS_BOOT_TIME, Bpf.bootTime());
        settings.putInt(Layout.SETTINGS_WAKE_BYTES, options.ringBytes() / WAKEUPS_PER_RING);
        settings.putInt(Layout.SETTINGS_SNAP_LENGTH, SNAP_LENGTH);
        SecureRandom random = new SecureRandom();
        settings.putLong(Layout.SETTINGS_KEY, random.nextLong());
        settings.putLong(Layout.SETTINGS_KEY + Long.BYTES, random.nextLong());
        calls.writeTo(settings);
    }

    /**
     * Since Linux 7.0 the kernel may stop a program of the type {@code tp_btf} for another task's, which it then leaves out. It does
     * not stop those of the type {@code tracepoint}, and the programs of calls and processes can be of either. Interrupts are off
     * where the others run, so the kernel does not stop them.
     */
    private static void keepRunning(BpfObject object) {
        object.variables(".rodata.stops_programs").putInt(0, 1);
        List.of(SYS_EXIT, SYS_ENTER, TAKE_ARGUMENTS, EXEC, EXIT, FORK).forEach(object::usePlainTracepoint);
        Stream.of(Family.values())
                .filter(family -> !family.isAttached())
                .forEach(family -> object.usePlainTracepoint(family.program()));
    }

    private static void leaveOut(BpfObject object, Set<Family> families) {
        families.stream()
                .filter(family -> family.exists(NativeLibraries.architecture()))
                .forEach(family -> object.leaveOut(family.program()));
    }

    private static boolean hasEnterEvents(SensorOptions options) {
        return options.falco().hasEnterEvents();
    }

    /** Starts recording for later simulations. */
    void attach() {
        ATTACHED.forEach(core::attach);
        if (hasEnterEvents(options)) {
            core.attach(SYS_ENTER);
        }
    }

    /** Loads and attaches the programs that a selection needs, unless they are. */
    synchronized void need(EventSelection selection) {
        if (!takesArguments) {
            TAKING.forEach(core::attach);
            takesArguments = true;
        }
        Set<Family> missing = EnumSet.copyOf(calls.families(selection));
        missing.removeAll(loaded);
        if (missing.isEmpty()) {
            return;
        }
        BpfObject object = BpfObject.open();
        try {
            object.shareMapsOf(core);
            if (plain) {
                keepRunning(object);
            }
            leaveOut(object, EnumSet.complementOf(EnumSet.copyOf(missing)));
            ATTACHED.forEach(object::leaveOut);
            object.leaveOut(SYS_ENTER);
            TAKING.forEach(object::leaveOut);
            object.leaveOut(BARRIER);
            object.leaveOut(WATCH_CONTAINER);
            object.load();
            connect(object, missing);
        } catch (RuntimeException | Error e) {
            object.close();
            throw e;
        }
        later.add(object);
        loaded.addAll(missing);
    }

    private void connect(BpfObject object, Set<Family> families) {
        int programs = core.map("exit_programs");
        ByteBuffer key = Bpf.memory(Integer.BYTES);
        ByteBuffer value = Bpf.memory(Integer.BYTES);
        for (Family family : families) {
            if (family.isAttached()) {
                object.attach(family.program());
                continue;
            }
            key.putInt(0, family.ordinal());
            value.putInt(0, object.program(family.program()));
            int result = Bpf.updateMap(programs, key, value);
            if (result < 0) {
                throw BpfFailure.of("connect the program " + family.program(), -result, "");
            }
        }
    }

    /** Detaches a program, or removes it from the table through which it is called. */
    synchronized void takeAway(String program) {
        boolean isAttached = false;
        for (BpfObject object : objects()) {
            isAttached |= object.detach(program);
        }
        for (Family family : isAttached ? new Family[0] : Family.values()) {
            if (family.program().equals(program)) {
                ByteBuffer key = Bpf.memory(Integer.BYTES).putInt(0, family.ordinal());
                Bpf.deleteFromMap(core.map("exit_programs"), key);
            }
        }
    }

    /** How often the kernel left out a run of a program that an event needs. */
    synchronized long missedRuns() {
        long missed = 0;
        for (BpfObject object : objects()) {
            for (String program : object.attached()) {
                if (!SHOWING.contains(program)) {
                    missed += object.missedRuns(program);
                }
            }
        }
        return missed;
    }

    private List<BpfObject> objects() {
        List<BpfObject> objects = new ArrayList<>(later);
        objects.add(core);
        return objects;
    }

    int map(String name) {
        return core.map(name);
    }

    ByteBuffer simulations() {
        return core.variables(".data.simulations");
    }

    int barrier() {
        return core.program(BARRIER);
    }

    int watchContainer() {
        return core.program(WATCH_CONTAINER);
    }

    /** Detaches and unloads everything. */
    @Override
    public synchronized void close() {
        core.close();
        later.forEach(BpfObject::close);
    }
}
