// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.incident;

import io.kguard.event.FlagTable;
import io.kguard.event.SystemCall;
import io.kguard.event.SystemCall.PathField;
import io.kguard.internal.message.Wording;
import io.kguard.internal.tool.alert.FalcoAlert;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the process of an alert did, as an action of event scripts.
 *
 * @param keys the verb and what stands beside it; none if the process executed its own program
 */
record AlertAction(Map<String, Object> keys) {
    private static final AlertAction EXECUTES = new AlertAction(Map.of());
    private static final Pattern PEER = Pattern.compile(".*->(?:::ffff:)?([0-9.]+:[0-9]+)");
    private static final Pattern CLIENT = Pattern.compile("(?:::ffff:)?([0-9.]+:[0-9]+)->(?:::ffff:)?[0-9.]+:([0-9]+)");
    /** Parameters that the call of another process has otherwise. */
    private static final Set<String> NOT_SAID = Set.of("res", "fd", "oldfd", "newfd", "data", "pid", "dev", "ino");

    private static final Pattern PORT = Pattern.compile(".*:([0-9]{1,5})");
    private static final Pattern NUMBER = Pattern.compile("(?:.*\\()?([0-9]{1,9})\\)?");
    private static final Pattern MODE_BIT = Pattern.compile("S_I[A-Z]+");
    private static final FlagTable MODES = FlagTable.of("chmod_mode");

    AlertAction {
        keys = Collections.unmodifiableMap(new LinkedHashMap<>(keys));
    }

    boolean executes() {
        return equals(EXECUTES);
    }

    /**
     * What an alert may stand for, the likeliest first.
     *
     * @throws IncidentException if it does not say enough of its event
     */
    static List<AlertAction> of(FalcoAlert alert) {
        Optional<String> type = alert.field("evt.type").or(() -> alert.field("syscall.type"));
        if (type.isEmpty()) {
            return ofUnknown(alert);
        }
        return ofType(alert, type.get()).stream()
                .map(action -> action.returning(alert))
                .toList();
    }

    private static List<AlertAction> ofType(FalcoAlert alert, String type) {
        SystemCall known = SystemCall.named(type);
        SystemCall call = known == null ? null : known.said();
        return switch (call == null ? type : call.name()) {
            case "execve", "container" -> List.of(EXECUTES);
            case "openat" -> opens(alert);
            case "connect" -> List.of(connects(alert));
            case "sendto" -> List.of(one("sends", peer(alert)), connects(alert));
            case "recvfrom" -> List.of(one("receives", peer(alert)), calls(alert, type));
            case "accept4" -> List.of(accepts(alert));
            case "listen" -> List.of(one("listens", port(alert)));
            case "unlinkat", "rmdir", "mkdir", "rename", "symlink", "linkat" ->
                List.of(changes(alert, Objects.requireNonNull(call)));
            case "chmod" -> List.of(list("changes-mode", path(alert), mode(alert)));
            case "mount" ->
                List.of(list(
                        "mounts", say(alert, "evt.arg.dev"), say(alert, "evt.arg.dir"), say(alert, "evt.arg.type")));
            case "setuid" -> List.of(one("becomes", number(say(alert, "evt.arg.uid", "evt.arg.euid"))));
            default -> List.of(calls(alert, type));
        };
    }

    /** A change of one path, or of what two paths lead to. */
    private static AlertAction changes(FalcoAlert alert, SystemCall call) {
        SystemCall.Verb verb = call.verbs().get(0);
        if (call.path(PathField.NAME) != null) {
            return one(verb.name(), path(alert));
        }
        String[] paths = verb.values().stream()
                .map(SystemCall.Value::parameter)
                .map(name -> say(
                        alert,
                        name.equals(call.path(PathField.SOURCE)) ? "fs.path.source" : "fs.path.target",
                        "evt.arg." + name))
                .toArray(String[]::new);
        return list(verb.name(), paths);
    }

    /** A call with the parameters that the alert has. */
    private static AlertAction calls(FalcoAlert alert, String type) {
        Map<String, Object> with = new LinkedHashMap<>();
        alert.fields().keySet().stream().sorted().forEach(field -> {
            String name = field.replaceFirst("^evt\\.arg[.\\[]([a-z_0-9]+)\\]?$", "$1");
            alert.field(field)
                    .filter(value -> !name.equals(field) && !value.startsWith("<") && !NOT_SAID.contains(name))
                    .ifPresent(value -> with.put(name, value));
        });
        descriptor(alert).ifPresent(fd -> with.put(type.startsWith("dup") ? "oldfd" : "fd", fd));
        Map<String, Object> keys = new LinkedHashMap<>(Map.of("calls", type));
        if (!with.isEmpty()) {
            keys.put("with", with);
        }
        return new AlertAction(keys);
    }

    private static Optional<Map<String, String>> descriptor(FalcoAlert alert) {
        return alert.field("fd.name")
                .map(name -> CLIENT.matcher(name).matches()
                        ? Map.of("connection", name)
                        : name.startsWith("/") ? Map.of("file", name) : Map.of());
    }

    /** This action as one that failed, if the alert says so. */
    private AlertAction returning(FalcoAlert alert) {
        Optional<String> error = alert.field("evt.res").filter(result -> result.matches("E[A-Z0-9]+"));
        if (error.isEmpty() || executes() || keys.containsKey("listens")) {
            return this;
        }
        Map<String, Object> failed = new LinkedHashMap<>(keys);
        failed.put("returns", error.get());
        return new AlertAction(failed);
    }

    private static AlertAction connects(FalcoAlert alert) {
        boolean udp = alert.field("fd.l4proto").filter("udp"::equals).isPresent();
        return udp ? list("connects", peer(alert), "udp") : one("connects", peer(alert));
    }

    /** Without its type an event shows only in what it was about. */
    private static List<AlertAction> ofUnknown(FalcoAlert alert) {
        List<AlertAction> actions = new ArrayList<>();
        Optional<String> file = alert.field("fd.name").or(() -> alert.field("fs.path.name"));
        if (file.filter(name -> PEER.matcher(name).matches()).isPresent()) {
            actions.add(one("connects", peer(alert)));
            if (CLIENT.matcher(file.get()).matches()) {
                actions.add(accepts(alert));
            }
        } else if (file.isPresent()) {
            actions.addAll(opens(alert));
        }
        actions.add(EXECUTES);
        return actions;
    }

    private static List<AlertAction> opens(FalcoAlert alert) {
        String path = path(alert);
        String flags = alert.field("evt.arg.flags")
                .map(said -> said.replaceAll("\\|?FD_[A-Z_]+", ""))
                .orElse("");
        if (flags.isEmpty()) {
            return Stream.of("reads", "writes", "creates")
                    .map(verb -> one(verb, path))
                    .toList();
        }
        return List.of(flags.equals("O_RDONLY") ? one("reads", path) : list("opens", path, flags));
    }

    private static AlertAction accepts(FalcoAlert alert) {
        Matcher connection = CLIENT.matcher(alert.field("fd.name").orElse(""));
        if (connection.matches()) {
            return list("accepts", connection.group(1), connection.group(2));
        }
        return list("accepts", say(alert, "fd.cip") + ":" + say(alert, "fd.cport"), say(alert, "fd.sport", "fd.lport"));
    }

    private static String peer(FalcoAlert alert) {
        Matcher connection = PEER.matcher(alert.field("fd.name").orElse(""));
        return connection.matches()
                ? connection.group(1)
                : say(alert, "fd.sip", "fd.rip") + ":" + say(alert, "fd.sport", "fd.rport");
    }

    private static String port(FalcoAlert alert) {
        Matcher address = PORT.matcher(alert.field("fd.name").orElse(""));
        return address.matches() ? address.group(1) : say(alert, "fd.sport", "fd.lport");
    }

    private static String path(FalcoAlert alert) {
        return say(
                alert,
                "fs.path.name",
                "fd.name",
                "evt.abspath",
                "evt.arg.path",
                "evt.arg.name",
                "evt.arg.pathname",
                "evt.arg.filename");
    }

    private static String mode(FalcoAlert alert) {
        Set<String> bits = MODE_BIT.matcher(alert.field("evt.arg.mode").orElse("S_IRUSR|S_IWUSR|S_IXUSR"))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
        long mode = MODES.entries().stream()
                .filter(bit -> bits.contains(bit.name()))
                .mapToLong(FlagTable.Entry::value)
                .sum();
        return String.format(Locale.ROOT, "%04o", mode);
    }

    private static String number(String text) {
        Matcher number = NUMBER.matcher(text);
        if (!number.matches()) {
            throw new IncidentException("the alert's user id is \"" + text + "\", which is no number");
        }
        return number.group(1);
    }

    /** The first of some fields that the alert has. */
    private static String say(FalcoAlert alert, String... fields) {
        for (String field : fields) {
            Optional<String> value = alert.field(field);
            if (value.isPresent()) {
                return value.get();
            }
        }
        throw new IncidentException("the alert does not have the field " + String.join(" or ", fields)
                + ", so its event can't be written. Add %" + fields[0] + " to the rule's output,"
                + " or make the test of a capture: " + Wording.given("capture") + "=FILE.scap");
    }

    private static AlertAction one(String verb, String value) {
        return new AlertAction(Map.of(verb, value));
    }

    private static AlertAction list(String verb, String... values) {
        return new AlertAction(Map.of(verb, List.of(values)));
    }
}
