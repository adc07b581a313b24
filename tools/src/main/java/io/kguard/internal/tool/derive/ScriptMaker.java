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
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
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
            processes.add(Trees.of("name", "runc")
                    .with("path", "/usr/bin/runc")
                    .with("args", List.of("init"))
                    .with("container", containerName())
                    .with("parent", highest > 0 ? names.get(1) : null));
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
        String digest = facts.decided(IMAGE_DIGEST);
        String tagged = facts.value(IMAGE_REPOSITORY, "") + ":" + facts.value(IMAGE_TAG, "");
        String namespace = facts.value(NAMESPACE);
        Map<String, String> labels = new TreeMap<>();
        facts.all().forEach((fact, value) -> {
            if (fact instanceof Label label) {
                labels.put(label.name(), value);
            }
        });
        String pod = facts.value(POD);
        boolean inPod = pod != null || namespace != null || !labels.isEmpty();
        return Trees.of("name", facts.value(CONTAINER_NAME, "app"))
                .with("image", digest == null ? tagged : tagged + "@" + digest)
                .with("pod", inPod && pod == null ? "web-0" : pod)
                .with("namespace", namespace)
                .with("type", facts.is(RUNTIME, "containerd") ? null : facts.value(RUNTIME))
                .with("privileged", facts.is(PRIVILEGED, "true") ? true : null)
                .with("mounts", mounts())
                .with("labels", labels);
    }

    private List<Object> mounts() {
        String all = facts.decided(MOUNTS);
        String source = facts.decided(MOUNT_SOURCE);
        String destination = facts.decided(MOUNT_DESTINATION);
        String other = all == null ? "/data" : all;
        return all == null && source == null && destination == null
                ? List.of()
                : List.of(Trees.of("source", source == null ? other : source)
                        .with("destination", destination == null ? other : destination));
    }

    /** The container that processes are in; null if they are of the host. */
    private @Nullable String containerName() {
        return facts.is(IN_CONTAINER, "true") ? facts.value(CONTAINER_NAME, "app") : null;
    }

    /** The leader of the session or of the process group, if something is asked of it. */
    private void leader(int which) {
        String name = facts.decided(Fact.of(which, NAME));
        String path = facts.decided(Fact.of(which, PATH));
        String exe = facts.decided(Fact.of(which, EXE));
        if (name == null && path == null && exe == null) {
            return;
        }
        String comm = name == null ? "bash" : name;
        String before = leader();
        processes.add(Trees.of("name", which == SESSION_LEADER ? "session" : "leader")
                .with("path", path == null ? "/usr/bin/" + comm : path)
                .with("comm", path != null && !path.endsWith("/" + comm) ? name : null)
                .with("exe", exe)
                .with("container", containerName())
                .with("parent", before)
                .with("session", before));
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
        String path = facts.value(Fact.of(number, PATH), "/usr/bin/bash");
        Map<String, Object> process = Trees.of("name", name(number))
                .with("path", path)
                .with("args", arguments(number))
                .with("container", first ? null : containerName())
                .with("parent", oldest ? leader() : names.get(number + 1));
        process.putAll(program(number, path));
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
    private Map<String, Object> program(int number, String path) {
        String comm = facts.value(Fact.of(number, NAME), "");
        String last = path.substring(path.lastIndexOf('/') + 1);
        String cut = last.length() > OrdinaryCalls.MAX_NAME ? last.substring(0, OrdinaryCalls.MAX_NAME) : last;
        String exe = facts.value(Fact.of(number, EXE), cut);
        String tty = facts.value(Fact.of(number, TTY), "0");
        String directory = facts.decided(Fact.of(number, CWD));
        boolean leads = number == 0 && executes && facts.is(Fact.of(0, LEADS), "true");
        boolean follows = number > 0 || !executes || first;
        return Trees.of("comm", cut.equals(comm) ? null : comm)
                .with("exe", exe.equals(cut) ? null : exe)
                .with("terminal", tty.equals("0") ? null : tty.equals("34816") ? (Object) true : Long.valueOf(tty))
                .with("user", identity(Fact.of(number, UID), Fact.of(number, USER), "0"))
                .with("group", identity(Fact.of(number, GID), Fact.of(number, GROUP), "0"))
                .with("login-user", identity(Fact.of(number, LOGIN_UID), Fact.of(number, LOGIN_USER), "4294967295"))
                .with("directory", directory == null ? null : directory.replaceFirst("(?<=.)/$", ""))
                .with("env", environment(facts.decided(Fact.of(number, ENV))))
                .with(
                        "capabilities",
                        Trees.of("permitted", capabilities(Fact.of(number, PERMITTED)))
                                .with("effective", capabilities(Fact.of(number, EFFECTIVE)))
                                .with("inheritable", capabilities(Fact.of(number, INHERITABLE))))
                .with("session", follows && isAskedFor(SESSION_LEADER) ? "session" : leads ? "self" : null)
                .with("leader", number == (executes && !first ? 1 : 0) && isAskedFor(GROUP_LEADER) ? "leader" : null)
                .with("memory-file", flag(Fact.of(number, MEMORY_FILE)))
                .with("writable", flag(Fact.of(number, WRITABLE)))
                .with("upper-layer", flag(Fact.of(number, UPPER_LAYER)));
    }

    private static @Nullable Map<String, Object> environment(@Nullable String text) {
        if (text == null) {
            return null;
        }
        Map<String, Object> variables = new LinkedHashMap<>();
        for (String entry : text.split(" ", -1)) {
            String[] parts = entry.split("=", 2);
            variables.put(parts[0], parts.length == 1 ? "" : parts[1]);
        }
        return variables;
    }

    /** The leader that a script has, as the parent of its oldest other process; null if it has none. */
    private @Nullable String leader() {
        String last = processes.isEmpty()
                ? null
                : String.valueOf(processes.get(processes.size() - 1).get("name"));
        return "session".equals(last) || "leader".equals(last) ? last : null;
    }

    /** Whether something is asked of the leader of the session or of the process group. */
    private boolean isAskedFor(int leader) {
        return Stream.of(NAME, EXE, PATH).anyMatch(part -> facts.decided(Fact.of(leader, part)) != null);
    }

    /** A number, or a number and a name; null for what a process has anyway. */
    private @Nullable Object identity(Fact id, Fact name, String none) {
        String number = facts.decided(id);
        String text = facts.decided(name);
        if (number == null && text == null) {
            return null;
        }
        String known = number != null ? number : OrdinaryCalls.numberOf(String.valueOf(text));
        String account = text != null || known.equals("0") ? text : RealMachines.account(known);
        if (account == null || account.equals(PossibleCalls.NO_ACCOUNT)) {
            return known.equals(none) ? null : Long.valueOf(known);
        }
        return Trees.of("id", Long.valueOf(known)).with("name", account);
    }

    private @Nullable List<String> capabilities(Fact fact) {
        String set = facts.decided(fact);
        return set == null || set.isBlank() ? null : List.of(set.strip().split(" +", -1));
    }

    private @Nullable Boolean flag(Fact fact) {
        String value = facts.decided(fact);
        return value == null ? null : Boolean.valueOf(value);
    }

    private void act(Map<String, Object> action) {
        String res = type.equals("execveat") ? facts.value(RESULT) : facts.decided(RESULT);
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
        action.putAll(program(0, path));
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
            boolean user = types.isUser(type, name) && Comparing.number(value) == null;
            with.put(name, bytes ? hex(value) : user ? user(value) : value(value));
        }
    }

    /** The number of a user of a name, whom another process makes known. */
    private long user(String name) {
        if (name.equals("root")) {
            return 0;
        }
        String known = RealMachines.number(name);
        long number = known == null ? OTHER_USER : Long.parseLong(known);
        processes.add(Trees.of("name", "of-" + name)
                .with("path", "/usr/bin/sleep")
                .with("container", containerName())
                .with("user", Trees.of("id", number).with("name", name)));
        return number;
    }

    /** Bytes that are no text. */
    private static Map<String, Object> hex(String bytes) {
        return Map.of(
                "hex",
                bytes.chars()
                        .mapToObj(c -> HexFormat.of().toHexDigits((byte) c))
                        .collect(Collectors.joining()));
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
                // in a folder that is opened for writing the kernel makes a file without a name
                String of = flags.contains("O_RDONLY") ? "|O_DIRECTORY" : "|O_DIRECTORY|O_TMPFILE";
                with.put("flags", folder ? flags + of : flags);
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
        boolean asked = OrdinaryCalls.isNetwork(type) && !type.equals("socket")
                || facts.all().keySet().stream().anyMatch(ScriptMaker::isOfDescriptor);
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
        String kind = facts.value(FD_KIND, "file");
        if (!kind.equals("ipv4") && !kind.equals("ipv6")) {
            return switch (kind) {
                case "unix" -> Trees.of("unix", facts.value(FD_PATH, "/run/app.sock"));
                case "pipe" -> Trees.of("pipe", "read");
                default -> Trees.of("file", facts.value(FD_PATH, ""));
            };
        }
        String local = facts.value(LOCAL_IP, "") + ":" + facts.value(LOCAL_PORT, "");
        if (type.equals("listen") || type.equals("bind")) {
            return Trees.of("listening", local);
        }
        String remote = facts.value(REMOTE_IP, "") + ":" + facts.value(REMOTE_PORT, "");
        return facts.is(ROLE, "server")
                ? Trees.of("accepted", remote + "->" + local)
                : Trees.of("connection", local + "->" + remote)
                        .with("protocol", facts.is(PROTOCOL, "udp") ? "udp" : null);
    }
}
