// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.kguard.event.FdType;
import io.kguard.event.GroupEntry;
import io.kguard.event.InterfaceEntry;
import io.kguard.event.IpAddress;
import io.kguard.event.MachineEntry;
import io.kguard.event.MachineSnapshot;
import io.kguard.event.MalformedEventException;
import io.kguard.event.UserEntry;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a machine know what another one knew when {@link SnapshotWriter} wrote it. */
final class SnapshotReader {
    private static final int ENDS = 40;

    private final Machine machine;
    private final ByteBuffer in;
    private final List<String> texts = new ArrayList<>();
    private final List<ThreadInfo> threads = new ArrayList<>();
    private final List<ThreadGroup> groups = new ArrayList<>();

    private SnapshotReader(Machine machine, ByteBuffer in) {
        this.machine = machine;
        this.in = in;
    }

    /**
     * Replaces all that a machine knows.
     *
     * @param parts the parts of the snapshot, in order
     * @throws MalformedEventException if they are not a whole snapshot
     */
    static void restore(Machine machine, List<MachineSnapshot> parts) {
        int size = parts.stream().mapToInt(part -> part.content().remaining()).sum();
        ByteBuffer whole = ByteBuffer.allocate(size);
        parts.forEach(part -> whole.put(part.content()));
        try {
            new SnapshotReader(machine, whole.flip()).read();
        } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new MalformedEventException(
                    "the snapshot of the machine at the begin of this piece is damaged: " + e);
        }
    }

    private void read() {
        int form = in.getInt();
        if (form != SnapshotWriter.FORM) {
            throw new MalformedEventException("the snapshot of the machine at the begin of this piece has form " + form
                    + "; this version of kguard knows " + SnapshotWriter.FORM + ". Cut the capture again");
        }
        machine.threads.clear();
        machine.containers.clear();
        machine.kubernetes.clear();
        machine.users.clear();
        machine.interfaces.clear();
        machine.resume(bool(), in.getLong(), in.getLong(), in.getLong());
        description();
        interfaces();
        users();
        containers();
        kubernetes();
        for (int left = count(); left > 0; left--) {
            thread();
        }
        for (int left = count(); left > 0; left--) {
            group();
        }
        threads.forEach(this::links);
        machine.resumeRemoved(reference());
        if (in.hasRemaining()) {
            throw new IllegalArgumentException(in.remaining() + " bytes follow it");
        }
    }

    /** A number of things, each of which has at least one byte. */
    private int count() {
        int count = in.getInt();
        if (count < 0 || count > in.remaining()) {
            throw new IllegalArgumentException("it can't have " + count + " of something");
        }
        return count;
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        in.get(bytes);
        return bytes;
    }

    private boolean bool() {
        return in.get() != 0;
    }

    private String text() {
        String text = optionalText();
        if (text == null) {
            throw new IllegalArgumentException("a string is missing");
        }
        return text;
    }

    private @Nullable String optionalText() {
        int index = in.getInt();
        if (index == SnapshotWriter.NONE) {
            return null;
        }
        if (index == texts.size()) {
            texts.add(new String(bytes(count()), ISO_8859_1));
        }
        return texts.get(index);
    }

    private @Nullable ThreadInfo reference() {
        int index = in.getInt();
        return index == SnapshotWriter.NONE ? null : threads.get(index);
    }

    private ThreadInfo requiredReference() {
        return threads.get(in.getInt());
    }

    private void description() {
        machine.describe(
                bool()
                        ? new MachineEntry(in.getInt(), in.getLong(), in.getLong(), text(), in.getLong(), in.getLong())
                        : null);
    }

    private void interfaces() {
        for (int left = count(); left > 0; left--) {
            machine.interfaces.add(new InterfaceEntry(text(), address(), address(), address(), in.getLong()));
        }
    }

    private IpAddress address() {
        return new IpAddress(bool(), in.getLong(), in.getLong());
    }

    private void users() {
        for (int left = count(); left > 0; left--) {
            machine.users.put(text(), new UserEntry(in.getInt(), in.getInt(), text(), text(), text()));
        }
        for (int left = count(); left > 0; left--) {
            machine.users.put(text(), new GroupEntry(in.getInt(), text()));
        }
    }

    private void containers() {
        for (int left = count(); left > 0; left--) {
            machine.containers.put(Container.builder(text())
                    .fullId(text())
                    .type(ContainerType.values()[in.getInt()])
                    .name(text())
                    .image(text())
                    .imageId(text())
                    .imageRepository(text())
                    .imageTag(text())
                    .imageDigest(text())
                    .privileged(bool())
                    .hostPid(bool())
                    .hostNetwork(bool())
                    .hostIpc(bool())
                    .podSandbox(bool())
                    .successful(bool())
                    .createdSeconds(in.getLong())
                    .mounts(mounts())
                    .user(text())
                    .healthcheck(probe())
                    .livenessProbe(probe())
                    .readinessProbe(probe())
                    .ip(in.getInt())
                    .address(text())
                    .cniJson(text())
                    .podSandboxId(text())
                    .labels(labels())
                    .podSandboxLabels(labels())
                    .build());
        }
    }

    private List<Container.Mount> mounts() {
        List<Container.Mount> mounts = new ArrayList<>();
        for (int left = count(); left > 0; left--) {
            mounts.add(new Container.Mount(text(), text(), text(), bool(), text()));
        }
        return mounts;
    }

    private Container.@Nullable Probe probe() {
        return bool() ? new Container.Probe(text(), list()) : null;
    }

    private List<String> list() {
        List<String> list = new ArrayList<>();
        for (int left = count(); left > 0; left--) {
            list.add(text());
        }
        return list;
    }

    private Map<String, String> labels() {
        Map<String, String> labels = new LinkedHashMap<>();
        for (int left = count(); left > 0; left--) {
            labels.put(text(), text());
        }
        return labels;
    }

    private void kubernetes() {
        boolean told = bool();
        for (KubernetesKind kind : KubernetesKind.values()) {
            for (int left = count(); left > 0; left--) {
                machine.kubernetes.put(kind, kubernetesObject());
            }
        }
        machine.kubernetes.told = told;
    }

    private KubernetesObject kubernetesObject() {
        String uid = text();
        String name = optionalText();
        String namespace = optionalText();
        List<KubernetesObject.Label> labels = new ArrayList<>();
        for (int left = count(); left > 0; left--) {
            labels.add(new KubernetesObject.Label(text(), text(), text()));
        }
        String ip = optionalText();
        Map<KubernetesKind, List<String>> references = new EnumMap<>(KubernetesKind.class);
        for (int left = count(); left > 0; left--) {
            references.put(KubernetesKind.values()[in.getInt()], list());
        }
        return new KubernetesObject(uid, name, namespace, labels, ip, references);
    }

    private void thread() {
        ThreadInfo thread = new ThreadInfo(machine.threads, in.getLong());
        boolean listed = bool();
        thread.pid = in.getLong();
        thread.ptid = in.getLong();
        thread.sid = in.getLong();
        thread.vpgid = in.getLong();
        thread.pgid = in.getLong();
        thread.vtid = in.getLong();
        thread.vpid = in.getLong();
        thread.comm = text();
        thread.exe = text();
        thread.exepath = text();
        thread.root = text();
        thread.ownCwd = text();
        thread.setEnv(text());
        thread.flags = in.getInt();
        thread.uid = in.getInt();
        thread.gid = in.getInt();
        thread.loginUid = in.getInt();
        thread.capInheritable = in.getLong();
        thread.capPermitted = in.getLong();
        thread.capEffective = in.getLong();
        thread.exeWritable = bool();
        thread.exeUpperLayer = bool();
        thread.exeLowerLayer = bool();
        thread.exeFromMemfd = bool();
        thread.exeInode = in.getLong();
        thread.exeChangeTime = in.getLong();
        thread.exeModificationTime = in.getLong();
        thread.exeChangeToCloneDuration = in.getLong();
        thread.exeChangeToPidnsDuration = in.getLong();
        thread.cloneTimestamp = in.getLong();
        thread.execTimestamp = in.getLong();
        thread.pidnsInitStart = in.getLong();
        thread.tty = in.getInt();
        thread.ownFdLimit = in.getLong();
        thread.vmSize = in.getInt();
        thread.vmRss = in.getInt();
        thread.vmSwap = in.getInt();
        thread.majorFaults = in.getLong();
        thread.minorFaults = in.getLong();
        thread.containerId = text();
        thread.podUid = text();
        thread.category = ProcessCategory.values()[in.getInt()];
        thread.reaperTid = in.getLong();
        thread.lastEventFd = in.getLong();
        thread.lastEventCode = in.getInt();
        thread.enterTimestamp = in.getLong();
        thread.latency = in.getLong();
        thread.setArgs(text());
        thread.commOfArgs = text();
        thread.setCgroups(text());
        stored(thread);
        descriptors(thread.ownFds);
        threads.add(thread);
        if (listed) {
            machine.threads.put(thread);
        }
    }

    private void stored(ThreadInfo thread) {
        if (bool()) {
            StoredEvent event = machine.threads.storedEvents.take();
            byte[] saved = bytes(count());
            event.restore(saved, in.getLong(), in.getInt());
            thread.enter = event;
        }
    }

    private void descriptors(FdTable table) {
        for (int left = count(); left > 0; left--) {
            long number = in.getLong();
            FdInfo fd = new FdInfo(FdType.values()[in.getInt()]);
            fd.name = text();
            fd.nameRaw = text();
            fd.openFlags = in.getInt();
            fd.device = in.getInt();
            fd.inode = in.getLong();
            fd.mountId = in.getLong();
            fd.pid = in.getLong();
            fd.role = SocketRole.values()[in.getInt()];
            fd.bits = in.getInt();
            if (bool()) {
                System.arraycopy(bytes(ENDS), 0, fd.ends().bytes, 0, ENDS);
            }
            table.restore(number, fd);
        }
    }

    private void group() {
        long pid = in.getLong();
        boolean listed = bool();
        ThreadGroup group = new ThreadGroup(pid, bool());
        int alive = in.getInt();
        for (int left = count(); left > 0; left--) {
            group.members().add(requiredReference());
        }
        group.alive = alive;
        groups.add(group);
        if (listed) {
            machine.threads.put(group);
        }
    }

    private void links(ThreadInfo thread) {
        int group = in.getInt();
        thread.group = group == SnapshotWriter.NONE ? null : groups.get(group);
        thread.linkedTo = reference();
        int children = count();
        if (children > 0) {
            List<ThreadInfo> list = new ArrayList<>();
            for (int left = children; left > 0; left--) {
                list.add(requiredReference());
            }
            thread.children = list;
        }
        thread.childCount = in.getInt();
    }
}
