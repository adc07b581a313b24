// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import static io.kguard.capture.ScriptVerb.verb;

import io.kguard.capture.WrittenDescriptor.End;
import io.kguard.capture.WrittenDescriptor.File;
import io.kguard.internal.message.Nearest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The verbs of event scripts, except those that execute a program and the one that makes any call. */
final class ScriptVerbs {
    private static final List<ScriptVerb> VERBS = List.of(
            verb("reads", "openat", "path=name"),
            verb("writes", "openat", "path=name"),
            verb("creates", "openat", "path=name"),
            verb("deletes", "unlinkat", "path=name"),
            verb("renames", "rename", "old=oldpath", "new=newpath"),
            verb("makes-directory", "mkdir", "path=path", "mode=mode?0755"),
            verb("links", "symlink", "target=target", "link=linkpath"),
            verb("changes-mode", "chmod", "path=filename", "mode=mode"),
            verb("mounts", "mount", "device=dev", "directory=dir", "type=type", "flags=flags?"),
            verb("becomes", "setuid", "user=uid"),
            verb("connects", "connect", "to=to", "protocol=protocol?tcp"),
            verb("listens", "listen", "port=port"),
            verb("accepts", "accept4", "from=from", "port=port"),
            verb("exits", "procexit", "status=status"),
            verb("opens", "openat", "path=name", "flags=flags?O_RDONLY"),
            verb("opens-by-handle", "open_by_handle_at", "path=path", "flags=flags?O_RDONLY"),
            verb("closes", "close", "descriptor=fd"),
            verb("reads-data", "read", "from=fd", "data=data?"),
            verb("writes-data", "write", "to=fd", "data=data?"),
            verb("sends", "sendto", "to=to", "data=data?", "protocol=protocol?udp"),
            verb("receives", "recvfrom", "from=from", "data=data?", "protocol=protocol?udp"),
            verb("opens-socket", "socket", "family=domain", "type=type?1", "protocol=proto?0"),
            verb("redirects", "dup2", "from=oldfd", "to=newfd"),
            verb("splices", "splice", "from=fd_in", "to=fd_out"),
            verb("sends-file", "sendfile", "from=in_fd", "to=out_fd"),
            verb("makes-pipe", "pipe2", "flags=flags?"),
            verb("hard-links", "linkat", "target=oldpath", "link=newpath"),
            verb("makes-device", "mknod", "path=path", "mode=mode?S_IFCHR|0600", "device=dev?"),
            verb("removes-directory", "rmdir", "path=path"),
            verb("changes-owner", "fchownat", "path=pathname", "user=uid", "group=gid?"),
            verb("changes-directory", "chdir", "path=path"),
            verb("changes-root", "chroot", "path=path"),
            verb("unmounts", "umount2", "directory=name", "flags=flags?"),
            verb("enters-namespace", "setns", "of=fd", "type=nstype?"),
            verb("unshares", "unshare", "namespaces=flags"),
            verb("becomes-group", "setgid", "group=gid"),
            verb("begins-session", "setsid"),
            verb("signals", "kill", "process=pid", "signal=sig?SIGTERM"),
            verb("traces", "ptrace", "process=pid", "request=request?PTRACE_ATTACH"),
            verb("reads-memory", "process_vm_readv", "process=pid", "data=data?"),
            verb("writes-memory", "process_vm_writev", "process=pid", "data=data?"),
            verb("makes-memory-file", "memfd_create", "name=name", "flags=flags?"),
            verb("handles-page-faults", "userfaultfd", "flags=flags?"),
            verb("uses-bpf", "bpf", "command=cmd"),
            verb("loads-module", "finit_module", "file=fd", "arguments=uargs?"),
            verb("unloads-module", "delete_module", "name=name"));

    private static final Map<String, ScriptVerb> BY_NAME = byName();

    /** The verbs that execute a program. */
    static final Set<String> OF_PROGRAMS =
            Collections.unmodifiableSet(new LinkedHashSet<>(List.of("executes", "spawns")));

    /** The verb that makes a call of any type. */
    static final String CALLS = "calls";

    static final Set<String> KNOWN = known();

    private static final Set<String> DESCRIPTORS = Set.of("fd", "oldfd", "newfd", "fd_in", "fd_out", "in_fd", "out_fd");
    private static final Map<String, Long> SOCKET_TYPES =
            Map.of("SOCK_STREAM", 1L, "SOCK_DGRAM", 2L, "SOCK_RAW", 3L, "SOCK_SEQPACKET", 5L);

    private static final long O_WRONLY = 1 << 1;
    private static final long O_CREAT = 1 << 2;
    private static final long O_F_CREATED = 1 << 14;

    private final Map<String, WrittenProcess> processes;

    ScriptVerbs(Map<String, WrittenProcess> processes) {
        this.processes = processes;
    }

    /**
     * Does what a verb says, except those of programs and {@link #CALLS}.
     *
     * @param said its values: one, a list, or a map by words
     * @param returns what the call returns if that is not the usual
     */
    void run(WrittenProcess process, String verb, Object said, @Nullable Long returns) {
        ScriptVerb known = BY_NAME.get(verb);
        if (known == null) {
            throw new AssertionError(verb);
        }
        Map<String, Object> values = known.parameters(said);
        switch (verb) {
            case "reads" -> process.opens(new File(text(values, "name"), CallValues.READ_ONLY), returns);
            case "writes" -> process.opens(new File(text(values, "name"), O_WRONLY), returns);
            case "creates" -> process.opens(new File(text(values, "name"), O_WRONLY | O_CREAT | O_F_CREATED), returns);
            case "becomes" -> becomes(process, number(values, "uid"), returns);
            case "connects" -> process.connects(End.of(text(values, "to")), isUdp(values), returns);
            case "listens" -> {
                sure(verb, returns);
                process.listens(number(values, "port"));
            }
            case "accepts" ->
                process.accepts(End.of(text(values, "from")), End.checked(number(values, "port")), returns);
            case "exits" -> {
                sure(verb, returns);
                process.exits(number(values, "status"));
            }
            case "sends" -> transfer(process, known, values, "to", returns);
            case "receives" -> transfer(process, known, values, "from", returns);
            default -> call(process, known, values, returns);
        }
    }

    private static void becomes(WrittenProcess process, int uid, @Nullable Long returns) {
        if (returns == null || returns >= 0) {
            process.becomes(uid);
        } else {
            CallWriter call = process.call("setuid");
            call.with("uid", (long) uid);
            call.returns(returns);
            call.write();
        }
    }

    private void transfer(
            WrittenProcess process, ScriptVerb verb, Map<String, Object> values, String end, @Nullable Long returns) {
        Map<String, Object> parameters = new LinkedHashMap<>(values);
        parameters.remove("protocol");
        parameters.put("fd", process.peer(End.of(text(parameters, end)), isUdp(values)));
        parameters.remove(end);
        call(process, verb, parameters, returns);
    }

    private void call(WrittenProcess process, ScriptVerb verb, Map<String, Object> values, @Nullable Long returns) {
        CallWriter call = process.call(verb.type());
        values.forEach((parameter, value) -> {
            Object used = DESCRIPTORS.contains(parameter) ? ScriptVerb.descriptor(value) : value(parameter, value);
            call.with(parameter, used);
        });
        if (returns != null) {
            call.returns(returns);
        }
        call.write();
    }

    /** The value of a parameter, in which a process stands for its number, and the type of a socket for that. */
    Object value(String parameter, Object said) {
        String text = said instanceof String string ? string : "";
        if (parameter.equals("type") && SOCKET_TYPES.containsKey(text)) {
            return SOCKET_TYPES.get(text);
        }
        boolean isName = parameter.matches(".*[pt]id") && !text.isEmpty() && !CallValues.isNumber(text);
        if (!isName) {
            return said;
        }
        WrittenProcess known = processes.get(text);
        if (known == null) {
            throw new IllegalArgumentException(
                    "no process is named \"" + text + "\"; " + Nearest.hint(text, processes.keySet()));
        }
        return known.pid();
    }

    private static boolean isUdp(Map<String, Object> values) {
        Object protocol = values.get("protocol");
        if (!"udp".equals(protocol) && !"tcp".equals(protocol)) {
            throw new IllegalArgumentException("the protocol is tcp or udp, not " + protocol);
        }
        return "udp".equals(protocol);
    }

    private static void sure(String verb, @Nullable Long returns) {
        if (returns != null) {
            throw new IllegalArgumentException(verb + " can't return something else: leave out \"returns\"");
        }
    }

    private static String text(Map<String, Object> values, String parameter) {
        Object value = values.get(parameter);
        if (value instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("a string is expected here, not a list or a mapping");
    }

    private static int number(Map<String, Object> values, String parameter) {
        String text = text(values, parameter);
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + text + "\" is not a number");
        }
    }

    /** The program that a process executes, and its arguments. */
    static WrittenProgram program(String verb, List<String> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException(verb + " takes a program and its arguments");
        }
        return WrittenProgram.of(values.get(0), values.subList(1, values.size()).toArray(new String[0]));
    }

    private static Map<String, ScriptVerb> byName() {
        Map<String, ScriptVerb> all = new LinkedHashMap<>();
        VERBS.forEach(verb -> all.put(verb.name(), verb));
        return all;
    }

    private static Set<String> known() {
        Set<String> known = new LinkedHashSet<>(BY_NAME.keySet());
        known.addAll(OF_PROGRAMS);
        known.add(CALLS);
        return Collections.unmodifiableSet(known);
    }
}
