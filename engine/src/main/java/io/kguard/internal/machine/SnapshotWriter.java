// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.kguard.event.GroupEntry;
import io.kguard.event.IpAddress;
import io.kguard.event.MachineEntry;
import io.kguard.event.MachineSnapshot;
import io.kguard.event.UserEntry;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes all that a machine knows. Threads refer to each other, also to some that are in no table any more, so they are
 * written as a graph: first all of them, then how they belong together. {@link SnapshotReader} is the inverse.
 */
final class SnapshotWriter {
    /** The version of the form. */
    static final int FORM = 1;

    /** No reference. */
    static final int NONE = -1;

    private final Machine machine;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);
    private final Map<String, Integer> texts = new HashMap<>();
    private final IdentityHashMap<ThreadInfo, Integer> threads = new IdentityHashMap<>();
    private final List<ThreadInfo> threadList = new ArrayList<>();
    private final IdentityHashMap<ThreadGroup, Integer> groups = new IdentityHashMap<>();
    private final List<ThreadGroup> groupList = new ArrayList<>();

    private SnapshotWriter(Machine machine) {
        this.machine = machine;
    }

    static MachineSnapshot of(Machine machine) {
        SnapshotWriter writer = new SnapshotWriter(machine);
        try {
            writer.write();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new MachineSnapshot(ByteBuffer.wrap(writer.bytes.toByteArray()));
    }

    private void write() throws IOException {
        out.writeInt(FORM);
        out.writeBoolean(machine.isInitial());
        out.writeLong(machine.firstTimestamp());
        out.writeLong(machine.fdsOverLimit());
        out.writeLong(machine.threadsOverLimit());
        description();
        interfaces();
        users();
        containers();
        kubernetes();
        collect();
        out.writeInt(threadList.size());
        for (ThreadInfo thread : threadList) {
            thread(thread);
        }
        out.writeInt(groupList.size());
        for (ThreadGroup group : groupList) {
            group(group);
        }
        for (ThreadInfo thread : threadList) {
            links(thread);
        }
        out.writeInt(reference(machine.removed()));
    }

    /** Finds every thread and every group that any of them refers to. */
    private void collect() {
        machine.threads.forEach(this::add);
        machine.threads.forEachGroup(this::add);
        add(machine.removed());
        for (int i = 0; i < threadList.size(); i++) { // the list grows
            ThreadInfo thread = threadList.get(i);
            add(thread.linkedTo);
            if (thread.group != null) {
                add(thread.group);
            }
            children(thread).forEach(this::add);
        }
    }

    private void add(@Nullable ThreadInfo thread) {
        if (thread != null && threads.putIfAbsent(thread, threadList.size()) == null) {
            threadList.add(thread);
        }
    }

    private void add(ThreadGroup group) {
        if (groups.putIfAbsent(group, groupList.size()) == null) {
            groupList.add(group);
            group.members().forEach(this::add);
        }
    }

    /** Children that left are in the list until it is cleaned up; nobody sees them. */
    private static List<ThreadInfo> children(ThreadInfo thread) {
        List<ThreadInfo> all = thread.children;
        return all == null
                ? List.of()
                : all.stream().filter(child -> child.linkedTo == thread).toList();
    }

    private int reference(@Nullable ThreadInfo thread) {
        return thread == null ? NONE : threads.getOrDefault(thread, NONE);
    }

    private void text(@Nullable String text) throws IOException {
        if (text == null) {
            out.writeInt(NONE);
            return;
        }
        Integer known = texts.putIfAbsent(text, texts.size());
        if (known != null) {
            out.writeInt(known);
            return;
        }
        out.writeInt(texts.size() - 1);
        byte[] latin = text.getBytes(ISO_8859_1);
        out.writeInt(latin.length);
        out.write(latin);
    }

    private void description() throws IOException {
        MachineEntry entry = machine.description();
        out.writeBoolean(entry != null);
        if (entry != null) {
            out.writeInt(entry.cpus());
            out.writeLong(entry.memoryBytes());
            out.writeLong(entry.maxPid());
            text(entry.hostname());
            out.writeLong(entry.bootTimestamp());
            out.writeLong(entry.flags());
        }
    }

    private void interfaces() throws IOException {
        var all = machine.interfaces.all();
        out.writeInt(all.size());
        for (var entry : all) {
            text(entry.name());
            address(entry.address());
            address(entry.netmask());
            address(entry.broadcast());
            out.writeLong(entry.linkSpeed());
        }
    }

    private void address(IpAddress address) throws IOException {
        out.writeBoolean(address.isIpv6());
        out.writeLong(address.high());
        out.writeLong(address.low());
    }

    private void users() throws IOException {
        List<Map.Entry<String, UserEntry>> users = new ArrayList<>();
        machine.users.users.forEach((container, known) -> known.forEach(user -> users.add(Map.entry(container, user))));
        out.writeInt(users.size());
        for (Map.Entry<String, UserEntry> user : users) {
            text(user.getKey());
            out.writeInt(user.getValue().uid());
            out.writeInt(user.getValue().gid());
            text(user.getValue().name());
            text(user.getValue().home());
            text(user.getValue().shell());
        }
        List<Map.Entry<String, GroupEntry>> groups = new ArrayList<>();
        machine.users.groups.forEach(
                (container, known) -> known.forEach(group -> groups.add(Map.entry(container, group))));
        out.writeInt(groups.size());
        for (Map.Entry<String, GroupEntry> group : groups) {
            text(group.getKey());
            out.writeInt(group.getValue().gid());
            text(group.getValue().name());
        }
    }

    private void containers() throws IOException {
        var all = machine.containers.all();
        out.writeInt(all.size());
        for (Container container : all) {
            text(container.id());
            text(container.fullId());
            out.writeInt(container.type().ordinal());
            text(container.name());
            text(container.image());
            text(container.imageId());
            text(container.imageRepository());
            text(container.imageTag());
            text(container.imageDigest());
            out.writeBoolean(container.privileged());
            out.writeBoolean(container.hostPid());
            out.writeBoolean(container.hostNetwork());
            out.writeBoolean(container.hostIpc());
            out.writeBoolean(container.podSandbox());
            out.writeBoolean(container.successful());
            out.writeLong(container.createdSeconds());
            out.writeInt(container.mounts().size());
            for (Container.Mount mount : container.mounts()) {
                text(mount.source());
                text(mount.destination());
                text(mount.mode());
                out.writeBoolean(mount.writable());
                text(mount.propagation());
            }
            text(container.user());
            probe(container.healthcheck());
            probe(container.livenessProbe());
            probe(container.readinessProbe());
            out.writeInt(container.ip());
            text(container.address());
            text(container.cniJson());
            text(container.podSandboxId());
            labels(container.labels());
            labels(container.podSandboxLabels());
        }
    }

    private void probe(Container.@Nullable Probe probe) throws IOException {
        out.writeBoolean(probe != null);
        if (probe != null) {
            text(probe.exe());
            list(probe.args());
        }
    }

    private void list(List<String> list) throws IOException {
        out.writeInt(list.size());
        for (String text : list) {
            text(text);
        }
    }

    private void labels(Map<String, String> labels) throws IOException {
        out.writeInt(labels.size());
        for (Map.Entry<String, String> label : labels.entrySet()) {
            text(label.getKey());
            text(label.getValue());
        }
    }

    private void kubernetes() throws IOException {
        out.writeBoolean(machine.kubernetes.told);
        for (KubernetesKind kind : KubernetesKind.values()) {
            Map<String, KubernetesObject> objects = machine.kubernetes.byKind.getOrDefault(kind, Map.of());
            out.writeInt(objects.size());
            for (KubernetesObject object : objects.values()) {
                text(object.uid());
                text(object.name());
                text(object.namespace());
                out.writeInt(object.labels().size());
                for (KubernetesObject.Label label : object.labels()) {
                    text(label.key());
                    text(label.value());
                    text(label.text());
                }
                text(object.ip());
                out.writeInt(object.references().size());
                for (Map.Entry<KubernetesKind, List<String>> reference :
                        object.references().entrySet()) {
                    out.writeInt(reference.getKey().ordinal());
                    list(reference.getValue());
                }
            }
        }
    }

    private void thread(ThreadInfo thread) throws IOException {
        out.writeLong(thread.tid);
        out.writeBoolean(machine.threads.get(thread.tid) == thread);
        out.writeLong(thread.pid);
        out.writeLong(thread.ptid);
        out.writeLong(thread.sid);
        out.writeLong(thread.vpgid);
        out.writeLong(thread.pgid);
        out.writeLong(thread.vtid);
        out.writeLong(thread.vpid);
        text(thread.comm);
        text(thread.exe);
        text(thread.exepath);
        text(thread.root);
        text(thread.ownCwd);
        text(thread.ownEnv);
        out.writeInt(thread.flags);
        out.writeInt(thread.uid);
        out.writeInt(thread.gid);
        out.writeInt(thread.loginUid);
        out.writeLong(thread.capInheritable);
        out.writeLong(thread.capPermitted);
        out.writeLong(thread.capEffective);
        out.writeBoolean(thread.exeWritable);
        out.writeBoolean(thread.exeUpperLayer);
        out.writeBoolean(thread.exeLowerLayer);
        out.writeBoolean(thread.exeFromMemfd);
        out.writeLong(thread.exeInode);
        out.writeLong(thread.exeChangeTime);
        out.writeLong(thread.exeModificationTime);
        out.writeLong(thread.exeChangeToCloneDuration);
        out.writeLong(thread.exeChangeToPidnsDuration);
        out.writeLong(thread.cloneTimestamp);
        out.writeLong(thread.execTimestamp);
        out.writeLong(thread.pidnsInitStart);
        out.writeInt(thread.tty);
        out.writeLong(thread.ownFdLimit);
        out.writeInt(thread.vmSize);
        out.writeInt(thread.vmRss);
        out.writeInt(thread.vmSwap);
        out.writeLong(thread.majorFaults);
        out.writeLong(thread.minorFaults);
        text(thread.containerId);
        text(thread.podUid);
        out.writeInt(thread.category.ordinal());
        out.writeLong(thread.reaperTid);
        out.writeLong(thread.lastEventFd);
        out.writeInt(thread.lastEventCode);
        out.writeLong(thread.enterTimestamp);
        out.writeLong(thread.latency);
        text(thread.args);
        text(thread.commOfArgs);
        text(thread.cgroupText());
        stored(thread.enter);
        descriptors(thread.ownFds);
    }

    private void stored(@Nullable StoredEvent event) throws IOException {
        boolean kept = event != null && event.isKept();
        out.writeBoolean(kept);
        if (event != null && kept) {
            byte[] copy = event.copy();
            out.writeInt(copy.length);
            out.write(copy);
            out.writeLong(event.number());
            out.writeInt(event.cpu());
        }
    }

    private void descriptors(FdTable table) throws IOException {
        List<Map.Entry<Long, FdInfo>> all = new ArrayList<>();
        table.forEachEntry((number, info) -> all.add(Map.entry(number, info)));
        out.writeInt(all.size());
        for (Map.Entry<Long, FdInfo> entry : all) {
            FdInfo fd = entry.getValue();
            out.writeLong(entry.getKey());
            out.writeInt(fd.type.ordinal());
            text(fd.name);
            text(fd.nameRaw);
            out.writeInt(fd.openFlags);
            out.writeInt(fd.device);
            out.writeLong(fd.inode);
            out.writeLong(fd.mountId);
            out.writeLong(fd.pid);
            out.writeInt(fd.role.ordinal());
            out.writeInt(fd.bits);
            SocketEnds ends = fd.ends;
            out.writeBoolean(ends != null);
            if (ends != null) {
                out.write(ends.bytes);
            }
        }
    }

    private void group(ThreadGroup group) throws IOException {
        out.writeLong(group.pid);
        out.writeBoolean(machine.threads.group(group.pid) == group);
        out.writeBoolean(group.isReaper());
        out.writeInt(group.alive);
        out.writeInt(group.members().size());
        for (ThreadInfo member : group.members()) {
            out.writeInt(reference(member));
        }
    }

    private void links(ThreadInfo thread) throws IOException {
        out.writeInt(thread.group == null ? NONE : groups.getOrDefault(thread.group, NONE));
        out.writeInt(reference(thread.linkedTo));
        List<ThreadInfo> children = children(thread);
        out.writeInt(children.size());
        for (ThreadInfo child : children) {
            out.writeInt(reference(child));
        }
        out.writeInt(thread.childCount);
    }
}
