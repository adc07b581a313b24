// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.event.Event;
import io.kguard.event.EventCodes;
import io.kguard.event.EventTable;
import io.kguard.event.EventType;
import io.kguard.event.EventWriter;
import io.kguard.event.FalcoVersion;
import io.kguard.event.IpAddress;
import io.kguard.event.Param;
import io.kguard.event.ProcessEntry;
import io.kguard.event.ProcessEntry.Part;
import io.kguard.event.StateEntry;
import io.kguard.event.StateEntry.ContainerNames;
import io.kguard.event.StateEntry.InterfaceEntry;
import io.kguard.event.StateEntry.MachineEntry;
import io.kguard.event.StateSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Writes the events that a recording of processes, containers and pods would contain. Needs no kernel, no container and
 * no privileges.
 *
 * <pre>{@code
 * EventBuilder events = new EventBuilder(FalcoVersion.CURRENT);
 * WrittenProcess nginx = events.pod("web", "default").container("nginx", "nginx:1.25").process("/usr/sbin/nginx");
 * nginx.reads("/etc/shadow");
 * nginx.spawns("/bin/sh", "-c", "id").connects("203.0.113.77", 3333);
 * }</pre>
 *
 * <p>Time starts at a fixed point, so the same description gives the same events.
 */
@API(status = API.Status.STABLE)
public final class EventBuilder {
    private static final long FIRST_TIMESTAMP = 1_700_000_000_000_000_000L;
    private static final long STEP = 1_000_000;
    private static final long FIRST_PID = 1000;

    private final FalcoVersion version;
    private final EventTable table;
    private final EventWriter writer;
    private final List<StateEntry> entries = new ArrayList<>();
    private final List<byte[]> events = new ArrayList<>();
    private long timestamp = FIRST_TIMESTAMP;
    private long nextPid = FIRST_PID;
    private final List<WrittenContainer> containers = new ArrayList<>();
    private final WrittenNames names = new WrittenNames();

    /** Events as a version of Falco records them, with enter events or without. */
    public EventBuilder(FalcoVersion version) {
        this.version = version;
        this.table = EventTable.of(version);
        this.writer = new EventWriter(version);
        entries.add(new MachineEntry(2, 1L << 32, 1 << 22, "kguard", FIRST_TIMESTAMP - 3_600_000_000_000L, 0));
        entries.add(new InterfaceEntry(
                "lo", IpAddress.ipv4(0x7f000001), IpAddress.ipv4(0xff000000), IpAddress.ipv4(0x7fffffff), 0));
        entries.add(new InterfaceEntry(
                "eth0", IpAddress.ipv4(0x0a000002), IpAddress.ipv4(0xff000000), IpAddress.ipv4(0x0affffff), 0));
        entries.add(entry(1, 1, 0, "/usr/lib/systemd/systemd", List.of()).build());
    }

    /** The version of Falco that the events are for. */
    public FalcoVersion version() {
        return version;
    }

    /** Adds a process of the host that runs from the beginning. */
    public WrittenProcess process(String path, String... args) {
        return process(WrittenProgram.of(path, args));
    }

    /** Adds a process of the host that runs from the beginning. */
    @API(status = API.Status.EXPERIMENTAL)
    public WrittenProcess process(WrittenProgram program) {
        return process(null, 1, program);
    }

    /** Adds a container outside of Kubernetes, run by Docker. */
    public WrittenContainer container(String name, String image) {
        return container(null, null, name, image);
    }

    /** Adds a Kubernetes pod. */
    public Pod pod(String name, String namespace) {
        return new Pod(name, namespace);
    }

    /** A pod of written events. */
    public final class Pod {
        private final String name;
        private final String namespace;

        private Pod(String name, String namespace) {
            this.name = name;
            this.namespace = namespace;
        }

        /** Adds a container to the pod, run by containerd. */
        public WrittenContainer container(String containerName, String image) {
            return EventBuilder.this.container(name, namespace, containerName, image);
        }
    }

    WrittenContainer container(@Nullable String pod, @Nullable String namespace, String name, String image) {
        long shim = nextPid++;
        entries.add(entry(shim, shim, 1, "/usr/bin/containerd-shim-runc-v2", List.of())
                .build());
        WrittenContainer container =
                new WrittenContainer(this, containers.size() + 1, pod, namespace, name, image, shim);
        containers.add(container);
        return container;
    }

    WrittenProcess process(@Nullable WrittenContainer container, long parent, WrittenProgram program) {
        WrittenProcess process = new WrittenProcess(this, container, parent, program);
        entries.addAll(process.entries());
        return process;
    }

    /** Makes the names of a program's users and groups known. */
    void know(@Nullable WrittenContainer container, WrittenProgram program) {
        names.add(container, program);
    }

    long newPid() {
        return nextPid++;
    }

    static ProcessEntry.Builder entry(long tid, long pid, long parent, String path, List<String> args) {
        return ProcessEntry.builder(tid, pid)
                .set(Part.PTID, parent)
                .set(Part.SID, pid)
                .set(Part.VPGID, pid)
                .set(Part.PGID, pid)
                .set(Part.VTID, tid)
                .set(Part.VPID, pid)
                .set(Part.COMM, latin1(comm(path)))
                .set(Part.EXE, latin1(comm(path)))
                .set(Part.EXEPATH, latin1(path))
                .set(Part.ARGS, latin1(nulList(args)))
                .set(Part.CWD, "/")
                .set(Part.ROOT, "/")
                .set(Part.FD_LIMIT, 1024)
                .set(Part.UID, 0)
                .set(Part.GID, 0);
    }

    /** A process's name: the last part of its program's path, cut to the kernel's limit. */
    static String comm(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return name.length() <= 15 ? name : name.substring(0, 15);
    }

    static String nulList(List<String> values) {
        StringBuilder list = new StringBuilder();
        values.forEach(value -> list.append(value).append('\0'));
        return list.toString();
    }

    static String latin1(String text) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
    }

    /** Writes the enter event of a system call, if the version has enter events. */
    void enter(int code, long tid, @Nullable Object... values) {
        if (version.hasEnterEvents()) {
            write(code, tid, values);
        }
    }

    /**
     * Writes an event with the values of its parameters: numbers, strings, bytes, or null for none. Parameters that the
     * version lacks are left out.
     */
    void write(int code, long tid, @Nullable Object... values) {
        EventType type = table.type(code);
        writer.begin(code, timestamp, tid);
        timestamp += STEP;
        for (int i = 0; type != null && i < Math.min(values.length, type.paramCount()); i++) {
            Object value = values[i];
            if (value == null) {
                writer.empty();
            } else if (value instanceof Number number) {
                writer.number(number.longValue());
            } else if (value instanceof byte[] bytes) {
                writer.bytes(bytes);
            } else {
                writer.text(value.toString());
            }
        }
        events.add(copy(writer.end()));
    }

    /** The same with the value of each parameter by its name. */
    void writeByName(int code, long tid, Function<String, @Nullable Object> values) {
        EventType type = table.type(code);
        List<Param> params = type == null ? List.of() : type.params();
        write(
                code,
                tid,
                params.stream().map(param -> values.apply(param.name())).toArray());
    }

    private static byte[] copy(ByteBuffer event) {
        byte[] bytes = new byte[event.remaining()];
        event.get(event.position(), bytes);
        return bytes;
    }

    /** Writes the events as a capture, which does not have the names of a container's users. */
    public void writeTo(Path file) throws IOException {
        try (ScapWriter capture = ScapWriter.create(file)) {
            entries.forEach(capture::entry);
            names.entries().stream()
                    .filter(entry -> !(entry instanceof ContainerNames))
                    .forEach(capture::entry);
            for (byte[] event : all()) {
                capture.write(buffer(event), 0, false);
            }
        }
    }

    /**
     * Passes the events on, as a reader of the capture would.
     *
     * @param state receives the initial state
     * @param events receives each event; the view is valid during the call
     */
    @API(status = API.Status.INTERNAL)
    public void play(StateSink state, Consumer<Event> events) {
        state.reset();
        entries.forEach(state::entry);
        names.entries().forEach(state::entry);
        Event view = new Event(version);
        long number = 0;
        for (byte[] bytes : all()) {
            ByteBuffer buffer = buffer(bytes);
            view.wrap(buffer, 0, buffer.limit(), ++number, 0);
            events.accept(view);
        }
    }

    private List<byte[]> all() {
        List<byte[]> all = new ArrayList<>();
        for (WrittenContainer container : containers) {
            writer.begin(EventCodes.CONTAINER_E, FIRST_TIMESTAMP, -1).text(container.json(version));
            all.add(copy(writer.end()));
        }
        all.addAll(events);
        return all;
    }

    private static ByteBuffer buffer(byte[] event) {
        return ByteBuffer.allocateDirect(event.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(event)
                .flip();
    }
}
