// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import io.kguard.capture.WrittenDescriptor.End;
import io.kguard.capture.WrittenDescriptor.File;
import io.kguard.internal.message.Nearest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The verbs of event scripts, except those that execute a program and the one that makes any call. */
final class ScriptVerbs {
    private static final List<Verb> VERBS = List.of(
            Verb.of("reads", "openat", "path=name"),
            Verb.of("writes", "openat", "path=name"),
            Verb.of("creates", "openat", "path=name"),
            Verb.of("deletes", "unlinkat", "path=name"),
            Verb.of("renames", "rename", "old=oldpath", "new=newpath"),
            Verb.of("makes-directory", "mkdir", "path=path", "mode=mode?0755"),
            Verb.of("links", "symlink", "target=target", "link=linkpath"),
            Verb.of("changes-mode", "chmod", "path=filename", "mode=mode"),
            Verb.of("mounts", "mount", "device=dev", "directory=dir", "type=type", "flags=flags?"),
            Verb.of("becomes", "setuid", "user=uid"),
            Verb.of("connects", "connect", "to=to", "protocol=protocol?tcp"),
            Verb.of("listens", "listen", "port=port"),
            Verb.of("accepts", "accept4", "from=from", "port=port"),
            Verb.of("exits", "procexit", "status=status"),
            Verb.of("opens", "openat", "path=name", "flags=flags?O_RDONLY"),
            Verb.of("opens-by-handle", "open_by_handle_at", "path=path", "flags=flags?O_RDONLY"),
            Verb.of("closes", "close", "descriptor=fd"),
            Verb.of("reads-data", "read", "from=fd", "data=data?"),
            Verb.of("writes-data", "write", "to=fd", "data=data?"),
            Verb.of("sends", "sendto", "to=to", "data=data?", "protocol=protocol?udp"),
            Verb.of("receives", "recvfrom", "from=from", "data=data?", "protocol=protocol?udp"),
            Verb.of("opens-socket", "socket", "family=domain", "type=type?1", "protocol=proto?0"),
            Verb.of("redirects", "dup2", "from=oldfd", "to=newfd"),
            Verb.of("splices", "splice", "from=fd_in", "to=fd_out"),
            Verb.of("sends-file", "sendfile", "from=in_fd", "to=out_fd"),
            Verb.of("makes-pipe", "pipe2", "flags=flags?"),
            Verb.of("hard-links", "linkat", "target=oldpath", "link=newpath"),
            Verb.of("makes-device", "mknod", "path=path", "mode=mode?S_IFCHR|0600", "device=dev?"),
            Verb.of("removes-directory", "rmdir", "path=path"),
            Verb.of("changes-owner", "fchownat", "path=pathname", "user=uid", "group=gid?"),
            Verb.of("changes-directory", "chdir", "path=path"),
            Verb.of("changes-root", "chroot", "path=path"),
            Verb.of("unmounts", "umount2", "directory=name", "flags=flags?"),
            Verb.of("enters-namespace", "setns", "of=fd", "type=nstype?"),
            Verb.of("unshares", "unshare", "namespaces=flags"),
            Verb.of("becomes-group", "setgid", "group=gid"),
            Verb.of("begins-session", "setsid"),
            Verb.of("signals", "kill", "process=pid", "signal=sig?SIGTERM"),
            Verb.of("traces", "ptrace", "process=pid", "request=request?PTRACE_ATTACH"),
            Verb.of("reads-memory", "process_vm_readv", "process=pid", "data=data?"),
            Verb.of("writes-memory", "process_vm_writev", "process=pid", "data=data?"),
            Verb.of("makes-memory-file", "memfd_create", "name=name", "flags=flags?"),
            Verb.of("handles-page-faults", "userfaultfd", "flags=flags?"),
            Verb.of("uses-bpf", "bpf", "command=cmd"),
            Verb.of("loads-module", "finit_module", "file=fd", "arguments=uargs?"),
            Verb.of("unloads-module", "delete_module", "name=name"));

    private static final Map<String, Verb> BY_NAME = byName();

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
        Verb known = BY_NAME.get(verb);
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
            WrittenProcess process, Verb verb, Map<String, Object> values, String end, @Nullable Long returns) {
        Map<String, Object> parameters = new LinkedHashMap<>(values);
        parameters.remove("protocol");
        parameters.put("fd", process.peer(End.of(text(parameters, end)), isUdp(values)));
        parameters.remove(end);
        call(process, verb, parameters, returns);
    }

    private void call(WrittenProcess process, Verb verb, Map<String, Object> values, @Nullable Long returns) {
        CallWriter call = process.call(verb.type());
        values.forEach((parameter, value) -> {
            Object used = DESCRIPTORS.contains(parameter) ? Verb.descriptor(value) : value(parameter, value);
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

    /** A verb that is one call; null if there is none. */
    static @Nullable Verb find(String verb) {
        return BY_NAME.get(verb);
    }

    /** Whether a parameter is a descriptor, which may be written in short. */
    static boolean isDescriptor(String parameter) {
        return DESCRIPTORS.contains(parameter);
    }

    private static Map<String, Verb> byName() {
        Map<String, Verb> all = new LinkedHashMap<>();
        VERBS.forEach(verb -> all.put(verb.name(), verb));
        return all;
    }

    private static Set<String> known() {
        Set<String> known = new LinkedHashSet<>(BY_NAME.keySet());
        known.addAll(OF_PROGRAMS);
        known.add(CALLS);
        return Collections.unmodifiableSet(known);
    }

    /**
     * A verb of event scripts that is one call.
     *
     * @param name the verb
     * @param type the type of the call's events
     * @param values its values, in their order; those that may be left out are the last
     */
    record Verb(String name, String type, List<Value> values) {
        private static final List<String> STANDARD = List.of("input", "output", "errors");

        /**
         * A value.
         *
         * @param word what it is, for messages and as a key
         * @param parameter the parameter of the event that has it
         * @param usual what it is if it is left out: empty if the parameter is left out then, too; null if it can't be
         */
        record Value(
                String word, String parameter, @Nullable String usual) {}

        /** A verb, with values as {@code word=parameter}, {@code word=parameter?} and {@code word=parameter?usual}. */
        static Verb of(String name, String type, String... values) {
            List<Value> all = new ArrayList<>();
            for (String value : values) {
                int equals = value.indexOf('=');
                int mark = value.indexOf('?');
                all.add(new Value(
                        value.substring(0, equals),
                        value.substring(equals + 1, mark < 0 ? value.length() : mark),
                        mark < 0 ? null : value.substring(mark + 1)));
            }
            return new Verb(name, type, List.copyOf(all));
        }

        /**
         * The parameters of the call.
         *
         * @param said a value, a list of values, or a map of values by their words
         * @throws IllegalArgumentException if there are too many or too few
         */
        Map<String, Object> parameters(Object said) {
            long needed = values.stream().filter(value -> value.usual() == null).count();
            boolean none = needed == 0 && said.equals("true");
            boolean byWord = said instanceof Map<?, ?> map && hasWordsOnly(map);
            List<?> inOrder = byWord || none ? List.of() : said instanceof List<?> list ? list : List.of(said);
            Map<?, ?> words = byWord ? (Map<?, ?>) said : Map.of();
            if (!byWord && (inOrder.size() < needed || inOrder.size() > values.size())) {
                throw new IllegalArgumentException(name + " takes " + count(needed) + ", not " + inOrder.size());
            }
            Map<String, Object> parameters = new LinkedHashMap<>();
            for (int i = 0; i < values.size(); i++) {
                Value value = values.get(i);
                Object given = i < inOrder.size() ? inOrder.get(i) : words.get(value.word());
                if (given == null && value.usual() == null) {
                    throw new IllegalArgumentException(name + " has no \"" + value.word() + "\"");
                }
                Object used = given == null ? value.usual() : given;
                if (used != null && !used.equals("")) {
                    parameters.put(value.parameter(), used);
                }
            }
            return parameters;
        }

        private boolean hasWordsOnly(Map<?, ?> map) {
            return map.keySet().stream()
                    .allMatch(key ->
                            values.stream().anyMatch(value -> value.word().equals(key)));
        }

        private String count(long needed) {
            if (values.isEmpty()) {
                return "no value but true";
            }
            if (values.size() == needed) {
                return needed == 1 ? "one value" : "a list of " + needed;
            }
            return (needed == 0 ? "up to " : "from " + needed + " to ") + values.size() + " values";
        }

        /** What a descriptor is, in short: a path, a connection, {@code input}, {@code output}, {@code errors}, or as it is. */
        static Object descriptor(Object said) {
            if (!(said instanceof String text)) {
                return said;
            }
            int standard = STANDARD.indexOf(text);
            if (standard >= 0) {
                return (long) standard;
            }
            if (text.contains("->")) {
                return Map.of("connection", text);
            }
            return text.startsWith("/") ? Map.of("file", text) : said;
        }
    }
}
