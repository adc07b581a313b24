// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import static io.kguard.internal.tool.derive.Fact.GROUP_LEADER;
import static io.kguard.internal.tool.derive.Fact.Key.*;
import static io.kguard.internal.tool.derive.Fact.Plain.*;
import static io.kguard.internal.tool.derive.Fact.SESSION_LEADER;

import io.kguard.event.Param;
import io.kguard.event.SystemCall;
import io.kguard.event.SystemCall.Verb;
import io.kguard.internal.tool.derive.Fact.Argument;
import io.kguard.internal.tool.derive.Fact.ArgumentAt;
import io.kguard.internal.tool.derive.Fact.Label;
import io.kguard.internal.tool.derive.Fact.OfProcess;
import io.kguard.internal.tool.derive.Fact.Plain;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes decided facts as an event script. */
final class ScriptMaker {
    private static final int MOST_ANCESTORS = 9;
    private static final long OTHER_USER = 1002;
    private static final Fact FLAGS = new Argument("flags");

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
        this.type = facts.value(TYPE, "execve");
        this.executes = type.equals("execve");
        this.young = !executes && facts.is(Fact.of(0, YOUNG), "true");
        this.first = executes && facts.is(Fact.of(0, VPID), "1") && facts.decided(RESULT) == null;
    }

    /** The script. */
    static Map<String, Object> write(EventTypes types, Facts facts) {
        return new ScriptMaker(types, facts).script();
    }

    private Map<String, Object> script() {
        Map<String, Object> script = new LinkedHashMap<>();
        if (facts.is(IN_CONTAINER, "true")) {
            script.put("containers", List.of(container()));
        }
        leader(SESSION_LEADER);
        leader(GROUP_LEADER);
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
            if (facts.is(IN_CONTAINER, "true")) {
                runc.put("container", facts.value(CONTAINER_NAME, "app"));
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
        String digest = facts.decided(IMAGE_DIGEST);
        container.put("name", facts.value(CONTAINER_NAME, "app"));
        String tagged = facts.value(IMAGE_REPOSITORY, "") + ":" + facts.value(IMAGE_TAG, "");
        container.put("image", digest == null ? tagged : tagged + "@" + digest);
        String pod = facts.value(POD);
        String namespace = facts.value(NAMESPACE);
        Map<String, String> labels = new TreeMap<>();
        facts.all().forEach((fact, value) -> {
            if (fact instanceof Label label) {
                labels.put(label.name(), value);
            }
        });
        if (pod != null || namespace != null || !labels.isEmpty()) {
            container.put("pod", pod == null ? "web-0" : pod);
            if (namespace != null) {
                container.put("namespace", namespace);
            }
        }
        put(container, "type", facts.decided(RUNTIME));
        if (facts.is(PRIVILEGED, "true")) {
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
        String all = facts.decided(MOUNTS);
        String source = facts.decided(MOUNT_SOURCE);
        String destination = facts.decided(MOUNT_DESTINATION);
        if (all != null || source != null || destination != null) {
            mount.put("source", source != null ? source : all != null ? all : "/data");
            mount.put("destination", destination != null ? destination : all != null ? all : "/data");
        }
        return mount;
    }

    /** The leader of the session or of the process group, if something is asked of it. */
    private void leader(int which) {
        String name = facts.decided(Fact.of(which, NAME));
        String path = facts.decided(Fact.of(which, PATH));
        String exe = facts.decided(Fact.of(which, EXE));
        if (name == null && path == null && exe == null) {
            return;
        }
        Map<String, Object> leader = new LinkedHashMap<>();
        String comm = name == null ? "bash" : name;
        leader.put("name", which == SESSION_LEADER ? "session" : "leader");
        leader.put("path", path == null ? "/usr/bin/" + comm : path);
        if (name != null && path != null && !path.endsWith("/" + name)) {
            leader.put("comm", name);
        }
        put(leader, "exe", exe);
        if (facts.is(IN_CONTAINER, "true")) {
            leader.put("container", facts.value(CONTAINER_NAME, "app"));
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
            int number = i;
            if (facts.all().keySet().stream().anyMatch(fact -> fact instanceof OfProcess of && of.number() == number)) {
                highest = Math.max(highest, i);
            }
        }
        return highest;
    }

    private void process(int number, boolean oldest) {
        Map<String, Object> process = new LinkedHashMap<>();
        String path = facts.value(Fact.of(number, PATH), "/usr/bin/bash");
        String name = name(number);
        process.put("name", name);
        process.put("path", path);
        List<String> arguments = arguments(number);
        if (!arguments.isEmpty()) {
            process.put("args", arguments);
        }
        if (facts.is(IN_CONTAINER, "true") && !first) {
            process.put("container", facts.value(CONTAINER_NAME, "app"));
        }
        String parent = oldest ? leader() : names.get(number + 1);
        if (parent != null) {
            process.put("parent", parent);
        }
        program(number, path, process);
        processes.add(process);
    }

    private String name(int number) {
        String comm = facts.value(Fact.of(number, NAME), "process");
        String name = comm;
        for (int i = 2; names.containsValue(name); i++) {
            name = comm + "-" + i;
        }
        names.put(number, name);
        return name;
    }

    private List<String> arguments(int number) {
        String text = facts.value(Fact.of(number, ARGS), "");
        return text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
    }

    /** What a process has beside its program and arguments. */
    private void program(int number, String path, Map<String, Object> out) {
        String comm = facts.value(Fact.of(number, NAME), "");
        String last = path.substring(path.lastIndexOf('/') + 1);
        String cut = last.length() > OrdinaryCalls.MAX_NAME ? last.substring(0, OrdinaryCalls.MAX_NAME) : last;
        if (!cut.equals(comm)) {
            out.put("comm", comm);
        }
        String exe = facts.value(Fact.of(number, EXE), cut);
        if (!exe.equals(cut)) {
            out.put("exe", exe);
        }
        if (!facts.value(Fact.of(number, TTY), "0").equals("0")) {
            String tty = facts.value(Fact.of(number, TTY), "");
            out.put("terminal", tty.equals("34816") ? (Object) true : Long.valueOf(tty));
        }
        identity(Fact.of(number, UID), Fact.of(number, USER), "user", "0", out);
        identity(Fact.of(number, GID), Fact.of(number, GROUP), "group", "0", out);
        identity(Fact.of(number, LOGIN_UID), Fact.of(number, LOGIN_USER), "login-user", "4294967295", out);
        String directory = facts.decided(Fact.of(number, CWD));
        if (directory != null) {
            out.put(
                    "directory",
                    directory.length() > 1 && directory.endsWith("/")
                            ? directory.substring(0, directory.length() - 1)
                            : directory);
        }
        String env = facts.decided(Fact.of(number, ENV));
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
        capability(Fact.of(number, PERMITTED), "permitted", capabilities);
        capability(Fact.of(number, EFFECTIVE), "effective", capabilities);
        capability(Fact.of(number, INHERITABLE), "inheritable", capabilities);
        if (!capabilities.isEmpty()) {
            out.put("capabilities", capabilities);
        }
        if (number == 0 && executes && facts.is(Fact.of(0, LEADS), "true")) {
            out.put("session", "self");
        }
        if (number > 0 || !executes || first) {
            follows(SESSION_LEADER, "session", "session", out);
        }
        if (number == (executes && !first ? 1 : 0)) {
            follows(GROUP_LEADER, "leader", "leader", out);
        }
        flag(Fact.of(number, MEMORY_FILE), "memory-file", out);
        flag(Fact.of(number, WRITABLE), "writable", out);
        flag(Fact.of(number, UPPER_LAYER), "upper-layer", out);
    }

    /** The leader that a script has, as the parent of its oldest other process; null if it has none. */
    private @Nullable String leader() {
        String last = processes.isEmpty()
                ? null
                : String.valueOf(processes.get(processes.size() - 1).get("name"));
        return "session".equals(last) || "leader".equals(last) ? last : null;
    }

    /** Whose session or process group a process is in, if something is asked of its leader. */
    private void follows(int which, String key, String leader, Map<String, Object> out) {
        boolean asked = Stream.of(NAME, EXE, PATH).anyMatch(part -> facts.decided(Fact.of(which, part)) != null);
        if (asked) {
            out.put(key, leader);
        }
    }

    private void identity(Fact id, Fact name, String key, String none, Map<String, Object> out) {
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

    private void capability(Fact fact, String key, Map<String, Object> out) {
        String set = facts.decided(fact);
        if (set != null && !set.isBlank()) {
            out.put(key, List.of(set.strip().split(" +", -1)));
        }
    }

    private void flag(Fact fact, String key, Map<String, Object> out) {
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
        String res = facts.decided(RESULT);
        if (executes && res == null) {
            spawn(action, first ? "executes" : "spawns");
            return;
        }
        if (verb(action, res)) {
            return;
        }
        action.put("calls", type);
        types.paths(type).forEach(param -> argument(new Argument(param), facts.value(new Argument(param), "")));
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
        String path = facts.value(Fact.of(0, PATH), "");
        command.add(path);
        command.addAll(arguments(0));
        names.remove(0);
        action.put(verb, command);
        action.put("as", name(0));
        program(0, path, action);
    }

    /** Writes a plain verb where one says it all. */
    private boolean verb(Map<String, Object> action, @Nullable String res) {
        if (res != null || facts.decided(FD_NUMBER) != null) {
            return false;
        }
        Set<String> arguments = new TreeSet<>();
        facts.all().keySet().forEach(fact -> {
            if (fact instanceof ArgumentAt at) {
                arguments.add(String.valueOf(at.index()));
            } else if (fact instanceof Argument argument && types.has(type, argument.name())) {
                arguments.add(argument.name());
            }
        });
        if (type.equals("openat")) {
            Verb verb = facts.is(FD_KIND, "directory") ? null : opening(facts.value(FLAGS, "O_RDONLY"));
            if (verb == null || arguments.size() > (facts.decided(FLAGS) == null ? 0 : 1)) {
                return false;
            }
            action.put(verb.name(), path());
            return true;
        }
        if (type.equals("connect")
                && arguments.isEmpty()
                && isTcp()
                && facts.decided(LOCAL_IP) == null
                && facts.decided(LOCAL_PORT) == null) {
            action.put("connects", facts.value(REMOTE_IP, "") + ":" + facts.value(REMOTE_PORT, ""));
            return true;
        }
        if (type.startsWith("accept")
                && arguments.isEmpty()
                && facts.is(FD_KIND, "ipv4")
                && facts.decided(LOCAL_IP) == null) {
            if (type.equals("accept4")) {
                action.put(
                        "accepts",
                        List.of(
                                facts.value(REMOTE_IP, "") + ":" + facts.value(REMOTE_PORT, ""),
                                facts.value(LOCAL_PORT, "")));
                return true;
            }
            return false;
        }
        SystemCall call = SystemCall.named(type);
        if (call == null || !SystemCall.is(type, SystemCall.Trait.PLAIN)) {
            return false;
        }
        Verb verb = call.verbs().get(0);
        List<String> params = verb.values().stream()
                .filter(value -> value.usual() == null)
                .map(SystemCall.Value::parameter)
                .toList();
        List<Object> values = new ArrayList<>();
        for (String param : params) {
            String value = facts.value(new Argument(param));
            if (value != null) {
                values.add(value(value));
            }
        }
        arguments.removeAll(params);
        if (arguments.isEmpty() && values.size() == params.size()) {
            action.put(verb.name(), values.size() == 1 ? values.get(0) : values);
            return true;
        }
        return false;
    }

    /** The verb that opens a file with some flags; null if none does. */
    private static @Nullable Verb opening(String flags) {
        return Objects.requireNonNull(SystemCall.named("openat")).verbs().stream()
                .filter(verb -> flags.equals(verb.says().get("flags")))
                .findFirst()
                .orElse(null);
    }

    private boolean isTcp() {
        return facts.is(FD_KIND, "ipv4") && facts.is(PROTOCOL, "tcp");
    }

    private void argument(Fact fact, String value) {
        String name = fact instanceof Argument argument
                ? argument.name()
                : fact instanceof ArgumentAt at ? types.nameAt(type, at.index()) : null;
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
        if (facts.is(IN_CONTAINER, "true")) {
            other.put("container", facts.value(CONTAINER_NAME, "app"));
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
        if (types.opens(type)) {
            with.put(types.has(type, "name") ? "name" : "path", path());
            if (types.has(type, "flags")) {
                String flags = facts.value(FLAGS, "");
                boolean folder = facts.is(FD_KIND, "directory") && !flags.contains("O_DIRECTORY");
                with.put("flags", folder ? flags + "|O_DIRECTORY" : flags);
            }
            return;
        }
        String param = types.concernsFd(type) ? types.descriptor(type) : null;
        if (param == null || with.containsKey(param)) {
            return;
        }
        String number = facts.decided(FD_NUMBER);
        if (number != null && !type.startsWith("dup")) {
            with.put(param, Long.valueOf(number));
            return;
        }
        if (number != null && types.has(type, "newfd")) {
            with.put("newfd", Long.valueOf(number));
        }
        boolean asked =
                OrdinaryCalls.isNetwork(type) || facts.all().keySet().stream().anyMatch(ScriptMaker::isOfDescriptor);
        if (asked && facts.is(FD_GIVEN, "true")) {
            given = reference();
            with.put(param, 0L);
        } else if (asked) {
            with.put(param, reference());
        }
    }

    private static boolean isOfDescriptor(Fact fact) {
        return fact instanceof Plain plain && plain.compareTo(FD_KIND) >= 0 && plain.compareTo(ROLE) <= 0;
    }

    private String path() {
        return facts.value(FD_UP, "") + facts.value(FD_PATH, "");
    }

    private Map<String, Object> reference() {
        Map<String, Object> reference = new LinkedHashMap<>();
        String kind = facts.value(FD_KIND, "file");
        switch (kind) {
            case "ipv4", "ipv6" -> {
                String local = facts.value(LOCAL_IP, "") + ":" + facts.value(LOCAL_PORT, "");
                if (type.equals("listen") || type.equals("bind")) {
                    reference.put("listening", local);
                    return reference;
                }
                String remote = facts.value(REMOTE_IP, "") + ":" + facts.value(REMOTE_PORT, "");
                if (facts.is(ROLE, "server")) {
                    reference.put("accepted", remote + "->" + local);
                } else {
                    reference.put("connection", local + "->" + remote);
                    if (facts.is(PROTOCOL, "udp")) {
                        reference.put("protocol", "udp");
                    }
                }
            }
            case "unix" -> reference.put("unix", facts.value(FD_PATH, "/run/app.sock"));
            case "pipe" -> reference.put("pipe", "read");
            default -> reference.put("file", facts.value(FD_PATH, ""));
        }
        return reference;
    }
}
