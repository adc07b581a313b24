// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import io.kguard.event.Param;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes decided facts as an event script. */
final class ScriptMaker {
    private static final int MOST_ANCESTORS = 9;
    private static final long OTHER_USER = 1002;

    /** The verbs of event types that one says wholly, with the parameters that they take. */
    private static final Map<String, List<String>> VERBS = Map.of(
            "unlinkat", List.of("deletes", "name"),
            "rename", List.of("renames", "oldpath", "newpath"),
            "mkdir", List.of("makes-directory", "path"),
            "symlink", List.of("links", "target", "linkpath"),
            "linkat", List.of("hard-links", "oldpath", "newpath"),
            "chmod", List.of("changes-mode", "filename", "mode"));

    private final EventTypes types;
    private final Facts facts;
    private final String type;
    private final boolean executes;
    /** Whether the program is the first of its container. */
    private final boolean first;
    /** Whether the process begins just before it acts. */
    private final boolean young;

    private final List<Map<String, Object>> processes = new ArrayList<>();
    private final Map<Integer, String> names = new TreeMap<>();
    private final Map<String, Object> with = new LinkedHashMap<>();
    /** What the descriptor of the act refers to, if the process has it from the beginning. */
    private Map<String, Object> given = Map.of();

    private ScriptMaker(EventTypes types, Facts facts) {
        this.types = types;
        this.facts = facts;
        this.type = facts.value("type", "execve");
        this.executes = type.equals("execve");
        this.young = !executes && facts.is("p0.new", "true");
        this.first = executes && facts.is("p0.vpid", "1") && facts.decided("res") == null;
    }

    /** The script. */
    static Map<String, Object> write(EventTypes types, Facts facts) {
        return new ScriptMaker(types, facts).script();
    }

    private Map<String, Object> script() {
        Map<String, Object> script = new LinkedHashMap<>();
        if (facts.is("c.in", "true")) {
            script.put("containers", List.of(container()));
        }
        leader("s");
        leader("g");
        int highest = highest();
        for (int i = highest; i >= (executes || young ? 1 : 0); i--) {
            process(i, i == highest);
        }
        if (first) {
            names.put(0, "runc");
            Map<String, Object> runc = new LinkedHashMap<>();
            runc.put("name", "runc");
            runc.put("path", "/usr/bin/runc");
            runc.put("args", List.of("init"));
            if (facts.is("c.in", "true")) {
                runc.put("container", facts.value("c.name", "app"));
            }
            if (highest > 0) {
                runc.put("parent", names.get(1));
            }
            processes.add(runc);
        }
        script.put("processes", processes);
        Map<String, Object> action = new LinkedHashMap<>();
        String actor = names.get(executes && !first || young ? 1 : 0);
        act(action);
        List<Object> actions = new ArrayList<>();
        if (young) {
            Map<String, Object> spawn = new LinkedHashMap<>();
            spawn(spawn, "spawns");
            actions.add(Map.of(names.get(1), spawn));
            actor = names.get(0);
        }
        if (!given.isEmpty()) {
            for (Map<String, Object> process : processes) {
                if (Objects.equals(process.get("name"), actor)) {
                    process.put("input", given);
                }
            }
        }
        actions.add(Map.of(actor, action));
        script.put("actions", actions);
        return script;
    }

    private Map<String, Object> container() {
        Map<String, Object> container = new LinkedHashMap<>();
        String digest = facts.decided("c.digest");
        container.put("name", facts.value("c.name", "app"));
        String tagged = facts.value("c.repo", "") + ":" + facts.value("c.tag", "");
        container.put("image", digest == null ? tagged : tagged + "@" + digest);
        String pod = facts.value("c.pod");
        String namespace = facts.value("c.ns");
        Map<String, String> labels = new TreeMap<>();
        facts.all().forEach((fact, value) -> {
            if (fact.startsWith("c.label.")) {
                labels.put(fact.substring("c.label.".length()), value);
            }
        });
        if (pod != null || namespace != null || !labels.isEmpty()) {
            container.put("pod", pod == null ? "web-0" : pod);
            if (namespace != null) {
                container.put("namespace", namespace);
            }
        }
        put(container, "type", facts.decided("c.type"));
        if (facts.is("c.privileged", "true")) {
            container.put("privileged", true);
        }
        Map<String, Object> mount = mount();
        if (!mount.isEmpty()) {
            container.put("mounts", List.of(mount));
        }
        if (!labels.isEmpty()) {
            container.put("labels", labels);
        }
        return container;
    }

    private Map<String, Object> mount() {
        Map<String, Object> mount = new LinkedHashMap<>();
        String all = facts.decided("c.mounts");
        String source = facts.decided("c.mount.source");
        String destination = facts.decided("c.mount.destination");
        if (all != null || source != null || destination != null) {
            mount.put("source", source != null ? source : all != null ? all : "/data");
            mount.put("destination", destination != null ? destination : all != null ? all : "/data");
        }
        return mount;
    }

    /** The leader of the session or of the process group, if something is asked of it. */
    private void leader(String which) {
        String name = facts.decided(which + ".name");
        String path = facts.decided(which + ".path");
        String exe = facts.decided(which + ".exe");
        if (name == null && path == null && exe == null) {
            return;
        }
        Map<String, Object> leader = new LinkedHashMap<>();
        String comm = name == null ? "bash" : name;
        leader.put("name", which.equals("s") ? "session" : "leader");
        leader.put("path", path == null ? "/usr/bin/" + comm : path);
        if (name != null && path != null && !path.endsWith("/" + name)) {
            leader.put("comm", name);
        }
        put(leader, "exe", exe);
        if (facts.is("c.in", "true")) {
            leader.put("container", facts.value("c.name", "app"));
        }
        String before = leader();
        if (before != null) {
            leader.put("parent", before);
            leader.put("session", before);
        }
        processes.add(leader);
    }

    private int highest() {
        int highest = executes && !first || young ? 1 : 0;
        for (int i = 1; i < MOST_ANCESTORS; i++) {
            String prefix = "p" + i + ".";
            if (facts.all().keySet().stream().anyMatch(fact -> fact.startsWith(prefix))) {
                highest = Math.max(highest, i);
            }
        }
        return highest;
    }

    private void process(int number, boolean oldest) {
        Map<String, Object> process = new LinkedHashMap<>();
        String path = facts.value("p" + number + ".path", "/usr/bin/bash");
        String name = name(number);
        process.put("name", name);
        process.put("path", path);
        List<String> arguments = arguments(number);
        if (!arguments.isEmpty()) {
            process.put("args", arguments);
        }
        if (facts.is("c.in", "true") && !first) {
            process.put("container", facts.value("c.name", "app"));
        }
        String parent = oldest ? leader() : names.get(number + 1);
        if (parent != null) {
            process.put("parent", parent);
        }
        program(number, path, process);
        processes.add(process);
    }

    private String name(int number) {
        String comm = facts.value("p" + number + ".name", "process");
        String name = comm;
        for (int i = 2; names.containsValue(name); i++) {
            name = comm + "-" + i;
        }
        names.put(number, name);
        return name;
    }

    private List<String> arguments(int number) {
        String text = facts.value("p" + number + ".args", "");
        return text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
    }

    /** What a process has beside its program and arguments. */
    private void program(int number, String path, Map<String, Object> out) {
        String prefix = "p" + number + ".";
        String comm = facts.value(prefix + "name", "");
        String last = path.substring(path.lastIndexOf('/') + 1);
        String cut = last.length() > OrdinaryCalls.MAX_NAME ? last.substring(0, OrdinaryCalls.MAX_NAME) : last;
        if (!cut.equals(comm)) {
            out.put("comm", comm);
        }
        String exe = facts.value(prefix + "exe", cut);
        if (!exe.equals(cut)) {
            out.put("exe", exe);
        }
        if (!facts.value(prefix + "tty", "0").equals("0")) {
            String tty = facts.value(prefix + "tty", "");
            out.put("terminal", tty.equals("34816") ? (Object) true : Long.valueOf(tty));
        }
        identity(prefix + "uid", prefix + "user", "user", "0", out);
        identity(prefix + "gid", prefix + "group", "group", "0", out);
        identity(prefix + "luid", prefix + "luser", "login-user", "4294967295", out);
        String directory = facts.decided(prefix + "cwd");
        if (directory != null) {
            out.put(
                    "directory",
                    directory.length() > 1 && directory.endsWith("/")
                            ? directory.substring(0, directory.length() - 1)
                            : directory);
        }
        String env = facts.decided(prefix + "env");
        if (env != null) {
            Map<String, Object> variables = new LinkedHashMap<>();
            for (String entry : env.split(" ", -1)) {
                int equals = entry.indexOf('=');
                variables.put(
                        equals < 0 ? entry : entry.substring(0, equals), equals < 0 ? "" : entry.substring(equals + 1));
            }
            out.put("env", variables);
        }
        Map<String, Object> capabilities = new LinkedHashMap<>();
        capability(prefix + "capp", "permitted", capabilities);
        capability(prefix + "cape", "effective", capabilities);
        capability(prefix + "capi", "inheritable", capabilities);
        if (!capabilities.isEmpty()) {
            out.put("capabilities", capabilities);
        }
        if (number == 0 && executes && facts.is("p0.leads", "true")) {
            out.put("session", "self");
        }
        if (number > 0 || !executes || first) {
            follows("s", "session", "session", out);
        }
        if (number == (executes && !first ? 1 : 0)) {
            follows("g", "leader", "leader", out);
        }
        flag(prefix + "memfd", "memory-file", out);
        flag(prefix + "writable", "writable", out);
        flag(prefix + "upper", "upper-layer", out);
    }

    /** The leader that a script has, as the parent of its oldest other process; null if it has none. */
    private @Nullable String leader() {
        String last = processes.isEmpty()
                ? null
                : String.valueOf(processes.get(processes.size() - 1).get("name"));
        return "session".equals(last) || "leader".equals(last) ? last : null;
    }

    /** Whose session or process group a process is in, if something is asked of its leader. */
    private void follows(String which, String key, String leader, Map<String, Object> out) {
        boolean asked =
                Set.of("name", "exe", "path").stream().anyMatch(part -> facts.decided(which + "." + part) != null);
        if (asked) {
            out.put(key, leader);
        }
    }

    private void identity(String id, String name, String key, String none, Map<String, Object> out) {
        String number = facts.decided(id);
        String text = facts.decided(name);
        if (number == null && text == null) {
            return;
        }
        String known = number != null ? number : "root".equals(text) ? "0" : "1000";
        if (text == null) {
            if (!known.equals(none)) {
                out.put(key, Long.valueOf(known));
            }
        } else {
            Map<String, Object> identity = new LinkedHashMap<>();
            identity.put("id", Long.valueOf(known));
            identity.put("name", text);
            out.put(key, identity);
        }
    }

    private void capability(String fact, String key, Map<String, Object> out) {
        String set = facts.decided(fact);
        if (set != null && !set.isBlank()) {
            out.put(key, List.of(set.strip().split(" +", -1)));
        }
    }

    private void flag(String fact, String key, Map<String, Object> out) {
        String value = facts.decided(fact);
        if (value != null) {
            out.put(key, Boolean.valueOf(value));
        }
    }

    private static void put(Map<String, Object> out, String key, @Nullable String value) {
        if (value != null) {
            out.put(key, value);
        }
    }

    private void act(Map<String, Object> action) {
        String res = facts.decided("res");
        if (executes && res == null) {
            spawn(action, first ? "executes" : "spawns");
            return;
        }
        if (verb(action, res)) {
            return;
        }
        action.put("calls", type);
        types.paths(type).forEach(param -> argument("arg." + param, facts.value("arg." + param, "")));
        facts.all().forEach(this::argument);
        descriptor();
        if (!with.isEmpty()) {
            action.put("with", new TreeMap<>(with));
        }
        if (res != null) {
            action.put("returns", value(res));
        }
    }

    private void spawn(Map<String, Object> action, String verb) {
        List<String> command = new ArrayList<>();
        String path = facts.value("p0.path", "");
        command.add(path);
        command.addAll(arguments(0));
        names.remove(0);
        action.put(verb, command);
        action.put("as", name(0));
        program(0, path, action);
    }

    /** Writes a plain verb where one says it all. */
    private boolean verb(Map<String, Object> action, @Nullable String res) {
        if (res != null || facts.decided("fd.num") != null) {
            return false;
        }
        long arguments = facts.all().keySet().stream()
                .filter(fact ->
                        fact.startsWith("argn.") || fact.startsWith("arg.") && types.has(type, fact.substring(4)))
                .count();
        if (type.equals("openat")) {
            String verb = facts.is("fd.kind", "directory")
                    ? null
                    : switch (facts.value("arg.flags", "O_RDONLY")) {
                        case "O_RDONLY" -> "reads";
                        case "O_WRONLY" -> "writes";
                        case "O_WRONLY|O_CREAT|O_F_CREATED" -> "creates";
                        default -> null;
                    };
            if (verb == null || arguments > (facts.decided("arg.flags") == null ? 0 : 1)) {
                return false;
            }
            action.put(verb, path());
            return true;
        }
        if (type.equals("connect")
                && arguments == 0
                && isTcp()
                && facts.decided("net.lip") == null
                && facts.decided("net.lport") == null) {
            action.put("connects", facts.value("net.rip", "") + ":" + facts.value("net.rport", ""));
            return true;
        }
        if (type.startsWith("accept")
                && arguments == 0
                && facts.is("fd.kind", "ipv4")
                && facts.decided("net.lip") == null) {
            if (type.equals("accept4")) {
                action.put(
                        "accepts",
                        List.of(
                                facts.value("net.rip", "") + ":" + facts.value("net.rport", ""),
                                facts.value("net.lport", "")));
                return true;
            }
            return false;
        }
        List<String> params = VERBS.get(type);
        if (params == null) {
            return false;
        }
        List<Object> values = new ArrayList<>();
        for (String param : params.subList(1, params.size())) {
            String value = facts.value("arg." + param);
            if (value != null) {
                values.add(value(value));
            }
        }
        long others = facts.all().keySet().stream()
                .filter(fact -> fact.startsWith("arg"))
                .filter(fact -> !params.contains(fact.substring(fact.indexOf('.') + 1))
                        && types.has(type, fact.substring(fact.indexOf('.') + 1)))
                .count();
        if (others == 0 && values.size() == params.size() - 1) {
            action.put(params.get(0), values.size() == 1 ? values.get(0) : values);
            return true;
        }
        return false;
    }

    private boolean isTcp() {
        return facts.is("fd.kind", "ipv4") && facts.is("net.proto", "tcp");
    }

    private void argument(String fact, String value) {
        String name = fact.startsWith("arg.") ? fact.substring(4) : null;
        if (fact.startsWith("argn.")) {
            name = types.nameAt(type, Integer.parseInt(fact.substring(5)));
        }
        Param param = name == null ? null : types.param(type, name);
        if (name != null && param != null && (types.isPath(type, name) || types.isPossible(type, name, value))) {
            boolean bytes = name.equals("data") && !value.chars().allMatch(c -> c >= ' ' && c < 0x7f);
            boolean user = types.isUser(type, name) && Numbers.parse(value) == null;
            with.put(name, bytes ? hex(value) : user ? user(value) : value(value));
        }
    }

    /** The number of a user of a name, whom another process makes known. */
    private long user(String name) {
        if (name.equals("root")) {
            return 0;
        }
        Map<String, Object> other = new LinkedHashMap<>();
        other.put("name", "of-" + name);
        other.put("path", "/usr/bin/sleep");
        if (facts.is("c.in", "true")) {
            other.put("container", facts.value("c.name", "app"));
        }
        Map<String, Object> user = new LinkedHashMap<>();
        user.put("id", OTHER_USER);
        user.put("name", name);
        other.put("user", user);
        processes.add(other);
        return OTHER_USER;
    }

    /** Bytes that are no text. */
    private static Map<String, Object> hex(String bytes) {
        StringBuilder digits = new StringBuilder();
        bytes.chars().forEach(c -> digits.append(String.format(Locale.ROOT, "%02x", c & 0xff)));
        return Map.of("hex", digits.toString());
    }

    /** A number as one, so that it needs no quotes. */
    private static Object value(String text) {
        return text.matches("0|-?[1-9][0-9]{0,17}") ? (Object) Long.valueOf(text) : text;
    }

    private void descriptor() {
        if (OrdinaryCalls.OPENS.contains(type)) {
            with.put(types.has(type, "name") ? "name" : "path", path());
            if (types.has(type, "flags")) {
                String flags = facts.value("arg.flags", "");
                boolean folder = facts.is("fd.kind", "directory") && !flags.contains("O_DIRECTORY");
                with.put("flags", folder ? flags + "|O_DIRECTORY" : flags);
            }
            return;
        }
        String param = types.concernsFd(type) ? types.descriptor(type) : null;
        if (param == null || with.containsKey(param)) {
            return;
        }
        String number = facts.decided("fd.num");
        if (number != null && !type.startsWith("dup")) {
            with.put(param, Long.valueOf(number));
            return;
        }
        if (number != null && types.has(type, "newfd")) {
            with.put("newfd", Long.valueOf(number));
        }
        boolean asked = OrdinaryCalls.isNetwork(type)
                || facts.all().keySet().stream().anyMatch(fact -> fact.startsWith("fd.") || fact.startsWith("net."));
        if (asked && facts.is("fd.given", "true")) {
            given = reference();
            with.put(param, 0L);
        } else if (asked) {
            with.put(param, reference());
        }
    }

    private String path() {
        return facts.value("fd.up", "") + facts.value("fd.path", "");
    }

    private Map<String, Object> reference() {
        Map<String, Object> reference = new LinkedHashMap<>();
        String kind = facts.value("fd.kind", "file");
        switch (kind) {
            case "ipv4", "ipv6" -> {
                String local = facts.value("net.lip", "") + ":" + facts.value("net.lport", "");
                if (type.equals("listen") || type.equals("bind")) {
                    reference.put("listening", local);
                    return reference;
                }
                String remote = facts.value("net.rip", "") + ":" + facts.value("net.rport", "");
                if (facts.is("net.role", "server")) {
                    reference.put("accepted", remote + "->" + local);
                } else {
                    reference.put("connection", local + "->" + remote);
                    if (facts.is("net.proto", "udp")) {
                        reference.put("protocol", "udp");
                    }
                }
            }
            case "unix" -> reference.put("unix", facts.value("fd.path", "/run/app.sock"));
            case "pipe" -> reference.put("pipe", "read");
            default -> reference.put("file", facts.value("fd.path", ""));
        }
        return reference;
    }
}
