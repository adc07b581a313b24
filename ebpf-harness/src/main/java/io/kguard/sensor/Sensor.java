package io.kguard.sensor;

import io.kguard.event.Event;
import io.kguard.event.EventType;
import io.kguard.event.FalcoVersion;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The eBPF sensor: one for the whole JVM, shared by all simulations. A single thread reads one ring buffer and hands
 * each event to the simulation that it belongs to.
 *
 * <p>Safe for use by several threads.
 */
public final class Sensor implements AutoCloseable {
    /** What is attached, in this order: marking before recording, so that nothing marked goes unrecorded. */
    private static final List<String> ATTACHED =
            List.of("sys_exit", "sched_process_exec", "sched_process_exit", "sched_process_fork", "cgroup_attach_task");

    private static final String SYS_ENTER = "sys_enter";

    /** A processor wakes the poll thread whenever it has filled such a part of the ring buffer. */
    private static final int WAKEUPS_PER_RING = 16;

    /** Falco's default: bytes of data that an event of a read or write holds. */
    private static final int SNAP_LENGTH = 80;

    private final SensorOptions options;
    private final List<EventType> recordedTypes;
    private final BpfObject object;
    private final RingBuffer ring;
    private final int wakeup;
    private final Simulations simulations;
    private final Watches watches;
    private final Barriers barriers;
    private final Poller poller;
    private boolean closed;

    private Sensor(SensorOptions options, BpfObject object, CallTable calls) {
        this.options = options;
        this.recordedTypes = calls.recordedTypes();
        this.object = object;
        int ringFd = object.map("ring");
        this.ring = new RingBuffer(ringFd, options.ringBytes());
        this.wakeup = Bpf.newWakeup();
        this.simulations = new Simulations(object.variables(".data.simulations"));
        this.watches = new Watches(object.map("containers"), object.map("marks"));
        this.barriers = new Barriers(object.program("put_barrier"), options.barrierTimeout());
        this.poller = new Poller(ring, ringFd, wakeup, simulations, barriers, new Event(options.falco()));
    }

    /**
     * Loads and attaches the programs and starts the poll thread.
     *
     * @throws SensorException if this machine can't run the sensor, with what is missing and the fix
     */
    public static Sensor open(SensorOptions options) {
        SensorRequirements.check();
        CallTable calls = new CallTable(options.falco(), options.selection(), NativeLibraries.architecture());
        BpfObject object = BpfObject.open();
        try {
            configure(object, options, calls);
            boolean withEnterEvents = options.falco() == FalcoVersion.V0_40;
            if (!withEnterEvents) {
                object.leaveOut(SYS_ENTER);
            }
            for (Family family : EnumSet.complementOf(EnumSet.copyOf(calls.families()))) {
                object.leaveOut(family.program()); // what is not loaded need not be verified
            }
            object.load();
            fillProgramArray(object, calls.families());
            Sensor sensor = new Sensor(options, object, calls);
            ATTACHED.forEach(object::attach);
            if (withEnterEvents) {
                object.attach(SYS_ENTER);
            }
            sensor.poller.start();
            return sensor;
        } catch (RuntimeException | Error e) {
            object.close();
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
        ByteBuffer table = settings.slice(Layout.SETTINGS_CALLS, Layout.MAX_CALLS * Layout.CALL);
        calls.writeTo(table.order(ByteOrder.LITTLE_ENDIAN));
    }

    private static void fillProgramArray(BpfObject object, Set<Family> families) {
        int programs = object.map("exit_programs");
        ByteBuffer key = NativeMemory.allocate(Integer.BYTES);
        ByteBuffer value = NativeMemory.allocate(Integer.BYTES);
        for (Family family : families) {
            key.putInt(0, family.ordinal());
            value.putInt(0, object.program(family.program()));
            int result = Bpf.updateMap(programs, key, value);
            if (result < 0) {
                throw BpfFailure.of("connect the program " + family.program(), -result, "");
            }
        }
    }

    /** The event types that this sensor records. A rule on any other type can't be judged by it. */
    public List<EventType> recordedTypes() {
        return recordedTypes;
    }

    /**
     * Starts one simulation. Nothing is recorded for it until something is watched.
     *
     * @param consumer takes the events, on the poll thread
     * @throws SensorException if too many simulations run at once, or the sensor is closed
     */
    public synchronized Observation observe(EventConsumer consumer) {
        if (closed) {
            throw new SensorException("The sensor is closed.");
        }
        return new Observation(consumer, options.falco(), simulations, watches, barriers);
    }

    /** Detaches and unloads the programs, and ends observations that are still open. Idempotent. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        simulations.all().forEach(Observation::close);
        poller.close();
        ring.close();
        object.close();
        Bpf.closeFd(wakeup);
    }
}
