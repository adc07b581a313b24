// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import io.kguard.event.FalcoVersion;
import io.kguard.internal.field.Bindings.Bound;
import io.kguard.internal.machine.FdInfo;
import io.kguard.internal.machine.ProcessCategory;
import io.kguard.internal.machine.ThreadInfo;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The fields {@code proc.*} and {@code thread.*} of the event's own process. */
final class ProcessFields {
    private static final long LARGEST_PID = 0xffffffffL;

    private ProcessFields() {}

    static void addTo(Bindings bindings) {
        text(bindings, "proc.exe", ThreadInfo::exe);
        text(bindings, "proc.exepath", ThreadInfo::exepath);
        text(bindings, "proc.name", ThreadInfo::comm);
        bindings.bind("proc.args", (definition, argument) -> new Bound(definition, Loader.text(arguments(argument))));
        text(bindings, "proc.cmdline", ThreadInfo::cmdline);
        text(bindings, "proc.exeline", ThreadInfo::exeline);
        text(bindings, "proc.cwd", ThreadInfo::cwd);
        number(bindings, "proc.cmdnargs", thread -> thread.args().size());
        number(bindings, "proc.cmdlenargs", ProcessFields::lengthOfArgs);
        bindings.bind("proc.env", (definition, argument) -> new Bound(definition, Loader.text(environment(argument))));
        ids(bindings);
        executable(bindings);
        resources(bindings);
        standardDescriptor(bindings, "stdin", 0);
        standardDescriptor(bindings, "stdout", 1);
        standardDescriptor(bindings, "stderr", 2);
        category(bindings, "proc.is_container_healthcheck", ProcessCategory.HEALTHCHECK);
        category(bindings, "proc.is_container_liveness_probe", ProcessCategory.LIVENESS_PROBE);
        category(bindings, "proc.is_container_readiness_probe", ProcessCategory.READINESS_PROBE);
        text(bindings, "thread.cap_permitted", thread -> Capabilities.names(thread.capPermitted()));
        text(bindings, "thread.cap_inheritable", thread -> Capabilities.names(thread.capInheritable()));
        text(bindings, "thread.cap_effective", thread -> Capabilities.names(thread.capEffective()));
        text(bindings, "thread.nametid", thread -> thread.comm() + thread.tid());
        text(bindings, "thread.cgroups", thread -> {
            List<String> cgroups = thread.cgroups();
            return cgroups.isEmpty() ? null : String.join(" ", cgroups);
        });
        bindings.argued("thread.cgroup", subsystem -> Loader.text(ofThread(thread -> cgroup(thread, subsystem))));
    }

    private static void ids(Bindings bindings) {
        bindings.value("thread.tid", context -> context.found(context.event().tid()));
        known(bindings, "thread.vtid", ThreadInfo::vtid);
        known(bindings, "proc.vpid", ThreadInfo::vpid);
        bindings.value("proc.pid", context -> {
            ThreadInfo thread = context.thread();
            return thread != null && thread.pid() >= -1 && thread.pid() <= LARGEST_PID && context.found(thread.pid());
        });
        number(bindings, "proc.sid", ThreadInfo::sid);
        number(bindings, "proc.vpgid", ThreadInfo::vpgid);
        number(bindings, "proc.pgid", ThreadInfo::pgid);
        number(bindings, "proc.tty", thread -> thread.tty() & 0xffffffffL);
        flag(bindings, "thread.ismain", ThreadInfo::isMainThread);
        flag(bindings, "proc.is_sid_leader", thread -> thread.sid() == thread.vpid());
        flag(bindings, "proc.is_vpgid_leader", thread -> thread.vpgid() == thread.vpid());
        flag(bindings, "proc.is_pgid_leader", thread -> thread.pgid() == thread.pid());
    }

    private static void executable(Bindings bindings) {
        flag(bindings, "proc.is_exe_writable", ThreadInfo::exeWritable);
        flag(bindings, "proc.is_exe_upper_layer", ThreadInfo::exeUpperLayer);
        flag(bindings, "proc.is_exe_lower_layer", ThreadInfo::exeLowerLayer);
        flag(bindings, "proc.is_exe_from_memfd", ThreadInfo::exeFromMemfd);
        nonZero(bindings, "proc.exe_ino", ThreadInfo::exeInode);
        nonZero(bindings, "proc.exe_ino.ctime", ThreadInfo::exeChangeTime);
        nonZero(bindings, "proc.exe_ino.mtime", ThreadInfo::exeModificationTime);
        nonZero(bindings, "proc.exe_ino.ctime_duration_proc_start", ThreadInfo::exeChangeToCloneDuration);
        nonZero(bindings, "proc.exe_ino.ctime_duration_pidns_start", ThreadInfo::exeChangeToPidnsDuration);
        nonZero(bindings, "proc.pidns_init_start_ts", ThreadInfo::pidnsInitStart);
        nonZero(bindings, "proc.pid.ts", ThreadInfo::cloneTimestamp);
        since(bindings, "proc.duration", ThreadInfo::cloneTimestamp);
    }

    private static void resources(Bindings bindings) {
        number(bindings, "proc.nthreads", ThreadInfo::threadCount);
        number(bindings, "proc.nchilds", ThreadInfo::siblingCount);
        number(bindings, "proc.fdopencount", ProcessFields::openDescriptors);
        number(bindings, "proc.fdlimit", ThreadInfo::fdLimit);
        bindings.value("proc.fdusage", context -> {
            ThreadInfo thread = context.thread();
            return thread != null
                    && context.found(thread.fdLimit() <= 0 ? 0.0 : openDescriptors(thread) * 100.0 / thread.fdLimit());
        });
        number(bindings, "proc.vmsize", thread -> thread.vmSize() & 0xffffffffL);
        number(bindings, "proc.vmrss", thread -> thread.vmRss() & 0xffffffffL);
        number(bindings, "proc.vmswap", thread -> thread.vmSwap() & 0xffffffffL);
        number(bindings, "thread.pfmajor", ThreadInfo::majorFaults);
        number(bindings, "thread.pfminor", ThreadInfo::minorFaults);
        number(bindings, "thread.vmsize", thread -> ofMain(thread, thread.vmSize()));
        number(bindings, "thread.vmrss", thread -> ofMain(thread, thread.vmRss()));
        number(bindings, "thread.vmsize.b", thread -> bytes(ofMain(thread, thread.vmSize()), bindings.version()));
        number(bindings, "thread.vmrss.b", thread -> bytes(ofMain(thread, thread.vmRss()), bindings.version()));
    }

    static long openDescriptors(ThreadInfo thread) {
        return thread.fdCount();
    }

    private static long ofMain(ThreadInfo thread, int kilobytes) {
        return thread.isMainThread() ? kilobytes & 0xffffffffL : 0;
    }

    /** Kilobytes as bytes. Until 0.43 Falco kept 32 bits of them. */
    private static long bytes(long kilobytes, FalcoVersion version) {
        long bytes = kilobytes * 1024;
        return version.atLeast(FalcoVersion.V0_44) ? bytes : bytes & 0xffffffffL;
    }

    private static void standardDescriptor(Bindings bindings, String name, int number) {
        text(bindings, "proc." + name + ".type", thread -> {
            FdInfo fd = thread.fd(number);
            return fd == null ? null : fd.type().label();
        });
        text(bindings, "proc." + name + ".name", thread -> {
            FdInfo fd = thread.fd(number);
            return fd == null ? null : fd.name();
        });
    }

    /** What kind of probe a process is; the container plugin that Falco has since 0.44 does not say it any more. */
    private static void category(Bindings bindings, String name, ProcessCategory category) {
        if (bindings.version().atLeast(FalcoVersion.V0_44)) {
            bindings.never(name);
        } else {
            flag(bindings, name, thread -> thread.category() == category);
        }
    }

    private static long lengthOfArgs(ThreadInfo thread) {
        long length = 0;
        for (String arg : thread.args()) {
            length += arg.length();
        }
        return length;
    }

    /** All arguments, or one of them; one that the process does not have is empty. */
    private static Loader.OfText arguments(@Nullable String argument) {
        if (argument == null) {
            return ofThread(ThreadInfo::argsText);
        }
        int index = EventArguments.number(argument);
        return ofThread(thread ->
                index >= 0 && index < thread.args().size() ? thread.args().get(index) : "");
    }

    private static Loader.OfText environment(@Nullable String name) {
        return name == null ? ofThread(ThreadInfo::envText) : ofThread(thread -> variable(thread, name));
    }

    /** The value of an environment variable without spaces around it; empty if absent. */
    static String variable(ThreadInfo thread, String name) {
        for (String entry : thread.env()) {
            int length = name.length();
            if (entry.length() > length + 1 && entry.charAt(length) == '=' && entry.startsWith(name)) {
                return trimmed(entry, length + 1);
            }
        }
        return "";
    }

    private static String trimmed(String entry, int from) {
        int start = from;
        int end = entry.length();
        while (start < end && entry.charAt(start) == ' ') {
            start++;
        }
        while (end > start && entry.charAt(end - 1) == ' ') {
            end--;
        }
        return entry.substring(start, end);
    }

    private static @Nullable String cgroup(ThreadInfo thread, String subsystem) {
        for (String entry : thread.cgroups()) {
            if (entry.length() > subsystem.length()
                    && entry.charAt(subsystem.length()) == '='
                    && entry.startsWith(subsystem)) {
                return entry.substring(subsystem.length() + 1);
            }
        }
        return null;
    }

    private static Loader.OfText ofThread(Function<ThreadInfo, @Nullable String> source) {
        return context -> {
            ThreadInfo thread = context.thread();
            return thread == null ? null : source.apply(thread);
        };
    }

    private static void text(Bindings bindings, String name, Function<ThreadInfo, @Nullable String> source) {
        bindings.text(name, ofThread(source));
    }

    static void number(Bindings bindings, String name, ToLongFunction<ThreadInfo> source) {
        bindings.value(name, context -> {
            ThreadInfo thread = context.thread();
            return thread != null && context.found(source.applyAsLong(thread));
        });
    }

    static void nonZero(Bindings bindings, String name, ToLongFunction<ThreadInfo> source) {
        bindings.value(name, context -> {
            ThreadInfo thread = context.thread();
            return thread != null && source.applyAsLong(thread) != 0 && context.found(source.applyAsLong(thread));
        });
    }

    /** A field with the time since something happened, if it did. */
    static void since(Bindings bindings, String name, ToLongFunction<ThreadInfo> start) {
        bindings.value(name, context -> {
            ThreadInfo thread = context.thread();
            return thread != null
                    && start.applyAsLong(thread) != 0
                    && context.found(context.event().timestamp() - start.applyAsLong(thread));
        });
    }

    private static void known(Bindings bindings, String name, ToLongFunction<ThreadInfo> source) {
        bindings.value(name, context -> {
            ThreadInfo thread = context.thread();
            return thread != null && source.applyAsLong(thread) != -1 && context.found(source.applyAsLong(thread));
        });
    }

    private static void flag(Bindings bindings, String name, Predicate<ThreadInfo> source) {
        bindings.value(name, context -> {
            ThreadInfo thread = context.thread();
            return thread != null && context.found(source.test(thread));
        });
    }
}
