// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.suite;

import io.kguard.internal.message.Nearest;
import io.kguard.internal.yaml.YamlMapping;
import io.kguard.internal.yaml.YamlValue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a process of a play does. */
final class PlayedActionReader {
    static final Set<String> VERBS = YamlMapping.keys(
            "reads",
            "writes",
            "creates",
            "deletes",
            "renames",
            "makes-directory",
            "links",
            "changes-mode",
            "mounts",
            "becomes",
            "connects",
            "listens",
            "accepts",
            "executes",
            "spawns",
            "exits",
            "calls");

    private static final Set<String> BESIDE = Set.of("as", "returns", "with", "enter");
    private static final String HERE = "n-100";
    private static final int O_WRONLY = 1;
    private static final int O_CREAT = 0x40;
    private static final int ENOENT = 2;
    private static final int MAX_WORDS = 1000;

    private final Map<String, PlayedProcess> processes;
    private final PlayedProcess process;
    private final YamlValue place;
    private final YamlMapping keys;
    private final String what;
    private final PlaySteps steps = new PlaySteps();
    private int error;

    private PlayedActionReader(
            Map<String, PlayedProcess> processes, PlayedProcess process, YamlValue place, YamlMapping keys) {
        this.processes = processes;
        this.process = process;
        this.place = place;
        this.keys = keys;
        this.what = "line " + place.line() + ": " + place.key();
    }

    /**
     * Reads an action, and adds it to the plan of the process's container.
     *
     * @param place what the process does, by the name of the process
     * @return the process to which a name after {@code as} belongs; null, and a problem, if it is no action
     */
    static @Nullable PlayedProcess read(Map<String, PlayedProcess> processes, PlayedProcess process, YamlValue place) {
        YamlMapping keys = place.mapping("an action");
        return keys == null ? null : new PlayedActionReader(processes, process, place, keys).read();
    }

    private @Nullable PlayedProcess read() {
        Set<String> beside = new LinkedHashSet<>(BESIDE);
        beside.addAll(PlayedProcess.KEYS);
        List<String> verbs =
                keys.keys().stream().filter(key -> !beside.contains(key)).toList();
        YamlValue value = verbs.size() == 1 ? keys.get(verbs.get(0)) : null;
        if (value == null) {
            place.problem("an action has one verb", "one of " + String.join(", ", VERBS));
            return null;
        }
        String verb = value.key();
        if (!VERBS.contains(verb)) {
            keys.problemOfKey(verb, "there is no verb \"" + verb + "\"", Nearest.hint(verb, VERBS));
            return null;
        }
        error = error();
        if (verb.equals("spawns") || verb.equals("executes")) {
            return starts(verb, value);
        }
        if (verb.equals("calls")) {
            YamlValue given = keys.get("with");
            YamlMapping with = given == null ? null : given.mapping("the parameters of a call");
            new PlayedCallReader(processes, process, new PlayedDescriptors(process, what), steps, error)
                    .read(value, with);
        } else {
            List<String> values = texts(value);
            int wanted = wanted(verb);
            if (values.size() != wanted) {
                value.problem(
                        verb + " takes " + (wanted == 1 ? "one value" : "a list of " + wanted) + ", not "
                                + values.size(),
                        "");
                return process;
            }
            act(verb, value, values);
        }
        process.container().plan().act(process.number(), what, steps.all());
        if (verb.equals("exits")) {
            String number = String.valueOf(process.number());
            process.container().plan().cue(what, PlayStep.own("await-end", number));
        }
        return process;
    }

    /** The error with which the call must fail; what else it returns is seen when it is made. */
    private int error() {
        YamlValue returns = keys.get("returns");
        String written = returns == null ? "0" : returns.written();
        if (returns == null || written.matches("\\d+")) {
            return 0;
        }
        Optional<Integer> number = KernelNumbers.error(written);
        if (number.isEmpty()) {
            returns.problem("there is no error \"" + written + "\"", "for example ENOENT");
        }
        return number.orElse(0);
    }

    private static List<String> texts(YamlValue value) {
        if (value.isList()) {
            return value.texts(MAX_WORDS);
        }
        String text = value.text();
        return text == null ? List.of() : List.of(text);
    }

    private static int wanted(String verb) {
        return switch (verb) {
            case "renames", "links", "changes-mode", "accepts" -> 2;
            case "mounts" -> 3;
            default -> 1;
        };
    }

    private void call(String name, String... words) {
        steps.call(name, error, List.of(words));
    }

    private void act(String verb, YamlValue value, List<String> values) {
        PlayedFiles files = new PlayedFiles(process);
        PlayedSockets sockets = new PlayedSockets(process.container().plan(), what);
        String first = values.get(0);
        boolean works = error == 0;
        switch (verb) {
            case "reads", "writes" -> {
                if (works && verb.equals("reads")) {
                    files.existing(value, first);
                } else if (works) {
                    files.changed(value, first);
                } else if (error == ENOENT) {
                    files.absent(value, first);
                }
                call("openat", HERE, "s" + first, "n" + (verb.equals("reads") ? 0 : O_WRONLY), "n0");
            }
            case "creates" -> {
                files.absent(value, first);
                call("openat", HERE, "s" + first, "n" + (O_WRONLY | O_CREAT), "n" + 0644);
            }
            case "deletes" -> {
                if (works) {
                    files.changed(value, first);
                }
                call("unlinkat", HERE, "s" + first, "n0");
            }
            case "renames" -> {
                if (works) {
                    files.changed(value, first);
                    files.absent(value, values.get(1));
                }
                call("rename", "s" + first, "s" + values.get(1));
            }
            case "makes-directory" -> {
                files.absent(value, first);
                call("mkdir", "s" + first, "n" + 0755);
            }
            case "links" -> {
                files.absent(value, values.get(1));
                call("symlink", "s" + first, "s" + values.get(1));
            }
            case "changes-mode" -> {
                if (works) {
                    files.changed(value, first);
                }
                call("chmod", "s" + first, "n" + number(value, values.get(1), 8));
            }
            case "mounts" -> {
                files.folder(value, values.get(1));
                call("mount", "s" + first, "s" + values.get(1), "s" + values.get(2), "n0", "n0");
            }
            case "becomes" -> call("setuid", "n" + number(value, first, 10));
            case "connects" -> {
                EndpointAddress to = address(value, first);
                if (to != null) {
                    String fd = sockets.unconnected(steps, null, to, false);
                    if (works) {
                        sockets.serve(to, false);
                    }
                    call("connect", fd, "x" + to.digits(), "n" + to.bytes().length);
                }
            }
            case "listens" -> sockets.listen(steps, EndpointAddress.anyIpv4(port(value, first)));
            case "accepts" -> {
                EndpointAddress from = address(value, first);
                EndpointAddress at = EndpointAddress.anyIpv4(port(value, values.get(1)));
                if (from != null) {
                    new PlayedDescriptors(process, what).accept(steps, from, at, error);
                }
            }
            default -> steps.add(PlayStep.own("exit", String.valueOf(number(value, first, 10))));
        }
    }

    private static @Nullable EndpointAddress address(YamlValue value, String text) {
        Optional<EndpointAddress> address = EndpointAddress.parse(text);
        if (address.isEmpty()) {
            value.problem("\"" + text + "\" is not an address and a port", "for example \"203.0.113.7:80\"");
        }
        return address.orElse(null);
    }

    private static int port(YamlValue value, String text) {
        long port = number(value, text, 10);
        if (port < 1 || port > 0xffff) {
            value.problem("a port is a number from 1 to 65535, not " + text, "");
            return 1;
        }
        return (int) port;
    }

    private static long number(YamlValue value, String text, int radix) {
        if (text.matches(radix == 8 ? "0?o?[0-7]{1,6}" : "\\d{1,10}")) {
            return Long.parseLong(text.replace("o", ""), radix);
        }
        value.problem("\"" + text + "\" is not " + (radix == 8 ? "an octal number" : "a number"), "");
        return 0;
    }

    /** A child that executes a program, or the process itself. Its standard descriptors are opened before. */
    private @Nullable PlayedProcess starts(String verb, YamlValue value) {
        List<String> words = texts(value);
        if (words.isEmpty()) {
            value.problem(verb + " takes a program and its arguments", "");
            return null;
        }
        if (error != 0) {
            keys.place().problem("a program that can't be executed can't be played", PlayedProcess.NOT_LIVE);
        }
        PlayedProcess started = new PlayedProcessReader(process.container(), keys, process)
                .read(words.get(0), value, words.subList(1, words.size()));
        process.container().plan().act(process.number(), what, steps(verb.equals("spawns"), started, keys, what));
        return started;
    }

    /**
     * The steps that start a process.
     *
     * @param isChild whether it is a child of the one that starts it
     */
    static List<PlayStep> steps(boolean isChild, PlayedProcess started, YamlMapping keys, String what) {
        PlaySteps all = new PlaySteps();
        all.add(PlayStep.own(isChild ? "start" : "execute", String.valueOf(started.number())));
        List<String> standard = new ArrayList<>(List.of("input", "output", "errors"));
        for (int i = 0; i < standard.size(); i++) {
            YamlValue value = keys.get(standard.get(i));
            if (value != null && value.isMapping()) {
                String fd = new PlayedDescriptors(started, what).open(value, all);
                all.call("dup2", fd, "n" + i);
            } else if (value != null) {
                value.problem(
                        "\"" + value.key() + "\" is what the descriptor refers to", "for example {file: /dev/null}");
            }
        }
        return all.all();
    }
}
