// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The BPF programs and maps as one object: opened, configured, loaded, attached, and unloaded. Not thread-safe. */
final class BpfObject implements AutoCloseable {
    private final long handle;
    private final Map<String, Long> links = new LinkedHashMap<>();
    private boolean closed;

    private BpfObject(long handle) {
        this.handle = handle;
    }

    /** Opens one object at a time, because the first one finds the kernel's types for all. */
    public static synchronized BpfObject open() {
        long handle = Bpf.openObject(NativeLibraries.bpfObject());
        if (handle < 0 && handle >= -4095) {
            throw BpfFailure.of("open the sensor's BPF object", (int) -handle, log());
        }
        return new BpfObject(handle);
    }

    /** Sets a map's number of elements, or a ring buffer's size in bytes. */
    public void setMaxEntries(String map, int entries) {
        check("set the size of " + map, Bpf.setMaxEntries(handle, map, entries));
    }

    /** Excludes a program from loading. */
    public void leaveOut(String program) {
        check("leave out " + program, Bpf.setAutoload(handle, program, false));
    }

    /** Attaches a program to its tracepoint of system calls in the older way, in which the kernel does not stop it. */
    public void usePlainTracepoint(String program) {
        check("change the type of " + program, Bpf.usePlainTracepoint(handle, program));
    }

    /** A map of global variables: constants before loading, variables afterwards. */
    public ByteBuffer variables(String map) {
        ByteBuffer memory = Bpf.variables(handle, map);
        if (memory == null) {
            throw new SensorException("The sensor's BPF object has no variables " + map
                    + ". The jar is damaged: fetch or build it again.");
        }
        return memory.order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Uses the maps of a loaded object instead of its own. */
    public void shareMapsOf(BpfObject loaded) {
        check("share the sensor's maps", Bpf.shareMaps(handle, loaded.handle));
    }

    public void load() {
        check("load the sensor's programs", Bpf.loadObject(handle));
    }

    public int map(String name) {
        return check("find the map " + name, Bpf.mapFd(handle, name));
    }

    public int program(String name) {
        return check("find the program " + name, Bpf.programFd(handle, name));
    }

    /** How often the kernel left out a run of a program. It does so while another task's run is under way on a processor. */
    public long missedRuns(String program) {
        long missed = Bpf.missedRuns(handle, program);
        if (missed < 0) {
            throw BpfFailure.of("ask the kernel how the program " + program + " ran", (int) -missed, log());
        }
        return missed;
    }

    /** The programs that are attached. */
    public Set<String> attached() {
        return Set.copyOf(links.keySet());
    }

    public void attach(String program) {
        long link = Bpf.attach(handle, program);
        if (link < 0 && link >= -4095) {
            throw BpfFailure.of("attach the program " + program, (int) -link, log());
        }
        links.put(program, link);
    }

    /** Detaches one program. Returns false if this object has not attached it. */
    public boolean detach(String program) {
        Long link = links.remove(program);
        if (link != null) {
            Bpf.detach(link);
        }
        return link != null;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            links.values().forEach(Bpf::detach);
            Bpf.closeObject(handle);
        }
    }

    private static int check(String what, int result) {
        if (result < 0) {
            throw BpfFailure.of(what, -result, log());
        }
        return result;
    }

    private static String log() {
        return new String(Bpf.takeLog(), java.nio.charset.StandardCharsets.UTF_8);
    }
}
