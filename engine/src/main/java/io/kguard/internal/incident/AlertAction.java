// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.incident;

import io.kguard.internal.message.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the process of an alert did, as a verb of event scripts.
 *
 * @param verb the verb
 * @param values its values; none for {@code executes}, whose program is the process's own
 */
record AlertAction(String verb, List<String> values) {
    private static final AlertAction EXECUTES = new AlertAction("executes", List.of());
    private static final Pattern PEER = Pattern.compile(".*->(?:::ffff:)?([0-9.]+:[0-9]+)");
    private static final Pattern CLIENT = Pattern.compile("(?:::ffff:)?([0-9.]+:[0-9]+)->(?:::ffff:)?[0-9.]+:([0-9]+)");
    private static final Pattern PORT = Pattern.compile(".*:([0-9]{1,5})");
    private static final Pattern NUMBER = Pattern.compile("(?:.*\\()?([0-9]{1,9})\\)?");
    private static final Pattern MODE_BIT = Pattern.compile("S_I[A-Z]+");
    private static final Map<String, Integer> MODE_BITS = Map.ofEntries(
            Map.entry("S_ISUID", 04000),
            Map.entry("S_ISGID", 02000),
            Map.entry("S_ISVTX", 01000),
            Map.entry("S_IRUSR", 0400),
            Map.entry("S_IWUSR", 0200),
            Map.entry("S_IXUSR", 0100),
            Map.entry("S_IRGRP", 040),
            Map.entry("S_IWGRP", 020),
            Map.entry("S_IXGRP", 010),
            Map.entry("S_IROTH", 04),
            Map.entry("S_IWOTH", 02),
            Map.entry("S_IXOTH", 01));

    AlertAction {
        values = List.copyOf(values);
    }

    boolean executes() {
        return equals(EXECUTES);
    }

    /**
     * What an alert may stand for, the likeliest first.
     *
     * @throws IncidentException if it is of an event that can't be written, or does not say enough of it
     */
    static List<AlertAction> of(FalcoAlert alert) {
        Optional<String> type = alert.field("evt.type").or(() -> alert.field("syscall.type"));
        if (type.isEmpty()) {
            return ofUnknown(alert);
        }
        return switch (type.get()) {
            case "execve", "execveat" -> List.of(EXECUTES);
            case "open", "openat", "openat2", "creat", "open_by_handle_at" -> opens(alert);
            case "connect", "sendto", "sendmsg" -> List.of(one("connects", peer(alert)));
            case "accept", "accept4" -> List.of(accepts(alert));
            case "listen", "bind" -> List.of(one("listens", port(alert)));
            case "unlink", "unlinkat", "rmdir" -> List.of(one("deletes", path(alert)));
            case "mkdir", "mkdirat" -> List.of(one("makes-directory", path(alert)));
            case "rename", "renameat", "renameat2" ->
                List.of(two(
                        "renames",
                        say(alert, "fs.path.source", "evt.arg.oldpath"),
                        say(alert, "fs.path.target", "evt.arg.newpath")));
            case "symlink", "symlinkat" ->
                List.of(two(
                        "links",
                        say(alert, "fs.path.target", "evt.arg.target"),
                        say(alert, "fs.path.source", "evt.arg.linkpath")));
            case "chmod", "fchmod", "fchmodat" -> List.of(two("changes-mode", path(alert), mode(alert)));
            case "mount" ->
                List.of(new AlertAction(
                        "mounts",
                        List.of(say(alert, "evt.arg.dev"), say(alert, "evt.arg.dir"), say(alert, "evt.arg.type"))));
            case "setuid", "setresuid" -> List.of(one("becomes", number(say(alert, "evt.arg.uid", "evt.arg.euid"))));
            default ->
                throw new IncidentException("an event of the type " + type.get() + " can't be written by hand."
                        + " Make the test of a capture instead: " + Wording.given("capture") + "=FILE.scap");
        };
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
        String flags = alert.field("evt.arg.flags").orElse("");
        List<String> verbs = flags.isEmpty()
                ? List.of("reads", "writes", "creates")
                : flags.contains("O_CREAT")
                        ? List.of("creates", "writes")
                        : flags.matches(".*O_(WRONLY|RDWR).*") ? List.of("writes") : List.of("reads");
        return verbs.stream().map(verb -> one(verb, path)).toList();
    }

    private static AlertAction accepts(FalcoAlert alert) {
        Matcher connection = CLIENT.matcher(alert.field("fd.name").orElse(""));
        if (connection.matches()) {
            return two("accepts", connection.group(1), connection.group(2));
        }
        return two("accepts", say(alert, "fd.cip") + ":" + say(alert, "fd.cport"), say(alert, "fd.sport", "fd.lport"));
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
        int mode = 0;
        Matcher bits = MODE_BIT.matcher(alert.field("evt.arg.mode").orElse("S_IRUSR|S_IWUSR|S_IXUSR"));
        while (bits.find()) {
            mode |= MODE_BITS.getOrDefault(bits.group(), 0);
        }
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
        return new AlertAction(verb, List.of(value));
    }

    private static AlertAction two(String verb, String first, String second) {
        return new AlertAction(verb, List.of(first, second));
    }
}
