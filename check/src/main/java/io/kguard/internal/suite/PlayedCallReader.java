// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.suite;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.internal.message.Nearest;
import io.kguard.internal.suite.PlayedCall.Argument;
import io.kguard.internal.yaml.YamlMapping;
import io.kguard.internal.yaml.YamlValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a system call of a play: the verb {@code calls}, whose arguments are those of Falco's events. */
final class PlayedCallReader {
    private static final String HERE = "-100";
    private static final int ENOENT = 2;
    private static final int MAX_SPACE = 1 << 16;

    private final Map<String, PlayedProcess> processes;
    private final PlayedProcess process;
    private final PlayedDescriptors descriptors;
    private final PlaySteps steps;
    private final int error;

    /**
     * A call of a process.
     *
     * @param error the number of the error with which it must fail; 0 if it must not
     */
    PlayedCallReader(
            Map<String, PlayedProcess> processes,
            PlayedProcess process,
            PlayedDescriptors descriptors,
            PlaySteps steps,
            int error) {
        this.processes = processes;
        this.process = process;
        this.descriptors = descriptors;
        this.steps = steps;
        this.error = error;
    }

    /** Reads a call and adds it to the steps. */
    void read(YamlValue name, @Nullable YamlMapping with) {
        String written = name.written();
        PlayedCall call = PlayedCall.ALL.get(written);
        if (descriptors.isTransfer(written)) {
            descriptors.transfer(written, with, steps, error);
            return;
        }
        if (call == null) {
            name.problem(
                    "no play can make the system call \"" + written + "\"",
                    Nearest.hint(written, PlayedCall.ALL.keySet()) + "; or " + PlayedProcess.NOT_LIVE);
            return;
        }
        refuse(name, with, call);
        List<String> words = new ArrayList<>();
        for (Argument argument : call.arguments()) {
            YamlValue value = with == null ? null : with.get(argument.name());
            if (value == null && argument.otherwise() == null) {
                name.problem(
                        "the system call " + written + " has no \"" + argument.name() + "\"",
                        "with: {" + argument.name() + ": ...}");
                return;
            }
            words(words, argument, value, with);
        }
        steps.call(call.name(), error, words);
        settle(written, with);
    }

    private static void refuse(YamlValue name, @Nullable YamlMapping with, PlayedCall call) {
        if (with == null) {
            return;
        }
        Set<String> known = new java.util.LinkedHashSet<>(
                call.arguments().stream().map(Argument::name).toList());
        for (YamlValue value : with.values()) {
            // what a call answers is seen when it is made
            if (!known.contains(value.key()) && value.key().matches("res|fd|dev|ino|arg2_str|length|size")) {
                continue;
            }
            if (!known.contains(value.key())) {
                value.problem(
                        "the system call " + name.written() + " of a play has no argument \"" + value.key() + "\"",
                        Nearest.hint(value.key(), known));
            }
        }
    }

    private void words(List<String> words, Argument argument, @Nullable YamlValue value, @Nullable YamlMapping with) {
        String text = value == null ? argument.otherwise() : value.written();
        String written = text == null ? "" : text;
        switch (argument.kind()) {
            case FIXED -> words.add(written);
            case FILE, CHANGED, NEW, FOLDER, TEXT -> words.add("s" + path(argument, value, written));
            case DESCRIPTOR ->
                words.add(
                        value != null && value.isMapping()
                                ? descriptors.open(value, steps)
                                : "n" + (written.equals("AT_FDCWD") ? HERE : number(argument, value, written)));
            case NAMED -> words.add("n" + named(argument, value, written));
            case NUMBER, MODE -> words.add("n" + number(argument, value, written));
            case SIGNAL -> words.add("n" + named(argument, value, written));
            case VICTIM -> words.add(victim(argument, value, written, with));
            case BYTES -> {
                words.add("s" + written);
                words.add("n" + written.getBytes(UTF_8).length);
            }
            case SPACE -> {
                words.add("z" + MAX_SPACE);
                words.add("n" + Math.min(number(argument, value, written), MAX_SPACE));
            }
            default -> throw new AssertionError(argument);
        }
    }

    private String path(Argument argument, @Nullable YamlValue value, String text) {
        if (value == null) {
            return text;
        }
        PlayedFiles files = new PlayedFiles(process);
        if (error == ENOENT && argument.kind() != PlayedCall.Kind.TEXT) {
            files.absent(value, text);
        } else if (error == 0) {
            switch (argument.kind()) {
                case FILE -> files.existing(value, text);
                case CHANGED -> files.changed(value, text);
                case NEW -> files.absent(value, text);
                case FOLDER -> files.folder(value, text);
                default -> {}
            }
        }
        return text;
    }

    private static long number(Argument argument, @Nullable YamlValue value, String text) {
        String octal = argument.kind() == PlayedCall.Kind.MODE && text.matches("[0-7]+") ? "0" + text : text;
        Optional<Long> number = NamedNumbers.PLAIN.parse(octal);
        if (number.isEmpty() && argument.kind() == PlayedCall.Kind.MODE) {
            number = KernelNumbers.of(argument.table().isEmpty() ? "chmod_mode" : argument.table(), text);
        }
        if (number.isEmpty() && argument.name().equals("type")) {
            number = NamedNumbers.SOCKET_TYPES.parse(text);
        }
        if (number.isEmpty() && value != null) {
            value.problem("\"" + argument.name() + "\" must be a number, not \"" + text + "\"", "");
        }
        return number.orElse(0L);
    }

    private static long named(Argument argument, @Nullable YamlValue value, String text) {
        String joined = value != null && value.isList() ? String.join("|", value.texts(MAX_SPACE)) : text;
        Optional<Long> number = KernelNumbers.of(argument.table(), joined);
        if (number.isEmpty() && value != null) {
            value.problem(
                    "\"" + argument.name() + "\" can't be \"" + joined + "\" in a play",
                    "a name that the kernel has, or several joined with |");
        }
        return number.orElse(0L);
    }

    /** The process that a call is about: one of the play, or else the one that is there for that. */
    private String victim(Argument argument, @Nullable YamlValue value, String text, @Nullable YamlMapping with) {
        PlayedProcess other = processes.get(text);
        if (other != null) {
            if (value != null && other.container() != process.container()) {
                value.problem("\"" + text + "\" runs in another container", "");
            }
            return "p" + other.number();
        }
        YamlValue request = with == null ? null : with.get("request");
        if (request != null && !request.written().matches("PTRACE_(ATTACH|SEIZE|TRACEME)|\\d+") && error == 0) {
            request.problem(
                    request.written() + " can't be played: it takes an attached process",
                    "PTRACE_ATTACH, PTRACE_SEIZE or PTRACE_TRACEME; or " + PlayedProcess.NOT_LIVE);
        }
        process.container().plan().prepare(PlayStep.own("victim"));
        return "v";
    }

    /** What has to be there for a file that is opened depends on how it is opened. */
    private void settle(String call, @Nullable YamlMapping with) {
        YamlValue name = with == null ? null : with.get("name");
        YamlValue flags = with == null ? null : with.get("flags");
        if (name == null || !call.matches("open|openat")) {
            return;
        }
        PlayedFiles files = new PlayedFiles(process);
        String how = flags == null ? "" : flags.isList() ? String.join("|", flags.texts(MAX_SPACE)) : flags.written();
        Optional<Long> number = KernelNumbers.of("file_flags", how.isEmpty() ? "O_NONE" : how);
        long kernel = number.orElse(0L);
        if (error != 0) {
            if (error == ENOENT) {
                files.absent(name, name.written());
            }
        } else if ((kernel & 0x40) != 0) {
            files.absent(name, name.written());
        } else if ((kernel & 0x10000) != 0) {
            files.folder(name, name.written());
        } else if ((kernel & 3) != 0) {
            files.changed(name, name.written());
        } else {
            files.existing(name, name.written());
        }
    }
}
