// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import io.kguard.internal.sandbox.PodSandbox.Incident;
import io.kguard.internal.sandbox.PodSandbox.Incident.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Looks at a running pod from outside, again and again, for what no limit of the kernel bounds: sockets, cgroups of
 * version 1, terminals, and the memory and tasks of the whole machine. Says once what is too much; the pod must end then.
 */
final class PodWatch implements AutoCloseable {
    static final int MAX_SOCKETS = 1024;
    public static final long MAX_SOCKET_BYTES = 64L << 20;
    static final int MAX_CGROUPS = 64;
    /** What a run leaves to others of the machine. */
    static final long FREE_BYTES = 256L << 20;

    private static final long PERIOD_MILLIS = 250;

    /** Looks at too many tasks of nobody: the threads of a pod that has ended go within seconds. */
    private static final int PATIENCE = 40;

    private static final ScheduledExecutorService CLOCK = Watchdog.newClock("kguard-pod-watch");
    private static final Set<PodWatch> ALL = java.util.concurrent.ConcurrentHashMap.newKeySet();

    private final PodCgroup cgroup;
    private final String pod;
    private final long holder;
    private final Consumer<Incident> alarm;
    private final ScheduledFuture<?> looks;
    private final long devicesAtStart;
    private int crowdedLooks;
    private boolean over;

    /**
     * Begins to watch.
     *
     * @param holder a process in the pod's network namespace
     * @param alarm is told at most once, by another thread
     */
    public PodWatch(PodCgroup cgroup, String pod, long holder, Consumer<Incident> alarm) {
        this.cgroup = cgroup;
        this.pod = pod;
        this.holder = holder;
        this.alarm = alarm;
        this.devicesAtStart = devices();
        ALL.add(this);
        this.looks = CLOCK.scheduleWithFixedDelay(this::look, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        excess().ifPresent(this::raise);
    }

    private synchronized void raise(String text) {
        if (!over) {
            close();
            alarm.accept(new Incident(Kind.OVERRUN, "the pod " + pod + " was ended: " + text));
        }
    }

    private Optional<String> excess() {
        long count = 0;
        long bytes = 0;
        for (long pid : oneOfEachNetwork()) {
            SocketUse use = SocketUse.of(pid);
            count += use.count();
            bytes += use.bytes();
        }
        if (count > MAX_SOCKETS) {
            return Optional.of("it had " + count + " sockets, and " + MAX_SOCKETS + " is the limit");
        }
        if (bytes > MAX_SOCKET_BYTES) {
            return Optional.of("its sockets held " + (bytes >> 20) + " MiB, and " + (MAX_SOCKET_BYTES >> 20)
                    + " MiB is the limit");
        }
        if (cgroup.isCrowded(MAX_CGROUPS)) {
            return Optional.of("it made more cgroups than " + MAX_CGROUPS + ", which is the limit");
        }
        MachineUse terminals = MachineUse.terminals();
        if (terminals.isMoreThanHalf()) {
            long own = processes().stream().mapToLong(MachineUse::terminals).sum();
            if (own > terminals.all() / 2) {
                return Optional.of("it had " + own + " terminals, and all containers of the machine together may have "
                        + terminals.most());
            }
        }
        MachineUse tasks = MachineUse.tasks();
        crowdedLooks = tasks.isMoreThanHalf() ? crowdedLooks + 1 : 0;
        if (crowdedLooks > 0 && hasMostDevices()) {
            return Optional.of("the machine had " + tasks.all() + " tasks, of " + tasks.most()
                    + " that it may have, and this pod had most network devices, whose threads are the kernel's");
        }
        long free = freeBytes();
        return free < FREE_BYTES && isLargest()
                ? Optional.of("the machine had only " + (free >> 20) + " MiB of memory left, a run leaves "
                        + (FREE_BYTES >> 20) + " MiB to others, and this pod used most")
                : Optional.empty();
    }

    private List<Long> processes() {
        List<Long> all = cgroup.allProcesses();
        all.add(0, holder);
        return all;
    }

    /** A process in each of its network namespaces. */
    private List<Long> oneOfEachNetwork() {
        Set<String> networks = new HashSet<>();
        return processes().stream().filter(pid -> networks.add(network(pid))).toList();
    }

    private static String network(long pid) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/" + pid + "/ns/net")).toString();
        } catch (IOException e) {
            return ""; // it has ended
        }
    }

    private boolean isLargest() {
        long own = cgroup.memoryUse();
        return ALL.stream().noneMatch(other -> other != this && other.cgroup.memoryUse() > own);
    }

    /** A pod that made none is not to blame, unless nobody is: a network can be hidden, without a process in it. */
    private boolean hasMostDevices() {
        long own = devices();
        return (own > devicesAtStart || crowdedLooks > PATIENCE)
                && ALL.stream().noneMatch(other -> other != this && other.devices() > own);
    }

    private long devices() {
        return oneOfEachNetwork().stream().mapToLong(MachineUse::devices).sum();
    }

    private static long freeBytes() {
        try {
            return Files.readAllLines(Path.of("/proc/meminfo")).stream()
                    .filter(line -> line.startsWith("MemAvailable:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .findFirst()
                    .orElse(Long.MAX_VALUE);
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }

    @Override
    public synchronized void close() {
        over = true;
        ALL.remove(this);
        looks.cancel(false);
    }
}
