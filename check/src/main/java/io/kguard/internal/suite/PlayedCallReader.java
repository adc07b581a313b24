// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.suite;

import io.kguard.event.SystemCall;
import io.kguard.event.SystemCall.Argument;
import io.kguard.event.SystemCall.Kind;
import io.kguard.event.SystemCall.Trait;
import io.kguard.internal.message.Nearest;
import io.kguard.internal.yaml.YamlValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads a system call of a play, whose arguments are those of Falco's events. */
final class PlayedCallReader {
    private static final String HERE = "-100";
    private static final int O_CREAT = 0x40;
    private static final long O_DIRECTORY =
            KernelNumbers.of("file_flags", "O_DIRECTORY").orElseThrow();
    private static final int O_ACCMODE = 3;
    private static final int ENOENT = 2;
    private static final int MAX_SPACE = 1 << 16;

    /** What events say about a call and nobody can say before: it is seen when the call is made. */
    private static final String ANSWERS = "res|res_or_fd|fd|dev|ino|length|size|arg2_str|vm_size|fd1|fd2";

    private final Map<String, PlayedProcess> processes;
    private final PlayedProcess process;
    private final PlayedDescriptors descriptors;
    private final PlayedResult result;
    private final YamlValue place;

    /**
     * A call of a process.
     *
     * @param result how it must end
     * @param place where it is written
     */
    PlayedCallReader(
            Map<String, PlayedProcess> processes,
            PlayedProcess process,
            PlayedDescriptors descriptors,
            PlayedResult result,
            YamlValue place) {
        this.processes = processes;
        this.process = process;
        this.descriptors = descriptors;
        this.result = result;
        this.place = place;
    }

    /** Reads a call and adds it to the steps. */
    void read(String type, Map<String, ?> with, PlaySteps steps) {
        read(type, SystemCall.named(type), with, steps);
    }

    /** The same of a verb, which does not say by which of several calls: aarch64 has only the later ones. */
    void readVerb(String type, Map<String, ?> with, PlaySteps steps) {
        SystemCall call = SystemCall.named(type);
        read(type, call != null && NumberTables.isArm64() ? call.later() : call, with, steps);
    }

    private void read(String type, @Nullable SystemCall call, Map<String, ?> with, PlaySteps steps) {
        if (SystemCall.is(type, Trait.ADDRESSED)) {
            descriptors.transfer(type, with, steps, result);
            return;
        }
        List<Argument> arguments = call == null ? null : call.played();
        if (call == null || arguments == null) {
            List<String> known = SystemCall.all().stream()
                    .filter(each -> each.played() != null)
                    .map(SystemCall::name)
                    .toList();
            place.problem(
                    "no play can make the system call \"" + type + "\"",
                    Nearest.hint(type, known) + "; or " + PlayedProcess.NOT_LIVE);
            return;
        }
        checkNames(call.name(), arguments, with);
        List<String> words = new ArrayList<>();
        for (Argument argument : arguments) {
            words(words, argument, with.get(argument.name()), with, steps);
        }
        if (type.equals("dup") && result.value() >= 0) {
            steps.call("close", "n" + result.value()); // the copy gets the lowest number that is free
        }
        steps.call(call.name(), result.error(), words);
        if (arguments.stream().anyMatch(argument -> argument.kind() == Kind.OPENED)) {
            settle(with);
        }
    }

    private void checkNames(String call, List<Argument> arguments, Map<String, ?> with) {
        List<String> known = arguments.stream().map(Argument::name).toList();
        for (String name : with.keySet()) {
            if (!known.contains(name) && !name.matches(ANSWERS)) {
                place.problem(
                        "the system call " + call + " of a play has no argument \"" + name + "\"",
                        Nearest.hint(name, known));
            }
        }
    }

    private void words(
            List<String> words, Argument argument, @Nullable Object said, Map<String, ?> with, PlaySteps steps) {
        String text = said == null ? usual(argument, with) : joined(said);
        switch (argument.kind()) {
            case FIXED -> words.add(text);
            case FILE, CHANGED, NEW, FOLDER, OPENED, TEXT -> words.add("s" + path(argument, text));
            case FD -> words.add(descriptor(argument, said, text, steps));
            case FLAGS, SIGNAL -> words.add("n" + named(argument, text));
            case NUMBER, MODE -> words.add("n" + number(argument, text));
            case VICTIM -> words.add(victim(text));
            case BYTES -> {
                String digits = PlayedDescriptors.digits(said == null ? text : said);
                words.add("x" + digits);
                words.add("n" + digits.length() / 2);
            }
            case SPACE -> {
                words.add("z" + MAX_SPACE);
                words.add("n" + Math.min(number(argument, text), MAX_SPACE));
            }
            default -> throw new AssertionError(argument);
        }
    }

    private static String joined(Object said) {
        return said instanceof List<?> list
                ? list.stream().map(String::valueOf).collect(Collectors.joining("|"))
                : String.valueOf(said);
    }

    /** What a script need not say. */
    private String usual(Argument argument, Map<String, ?> with) {
        boolean isRaw = String.valueOf(with.get("domain")).matches("AF_PACKET|17|AF_NETLINK|16");
        if (argument.name().equals("type") && isRaw) {
            return "SOCK_RAW";
        }
        if (argument.name().equals("newfd") && result.value() >= 0) {
            return String.valueOf(result.value());
        }
        String usual = argument.otherwise();
        if (usual == null) {
            place.problem("the call has no \"" + argument.name() + "\"", "with: {" + argument.name() + ": ...}");
            return "0";
        }
        return usual;
    }

    private String descriptor(Argument argument, @Nullable Object said, String text, PlaySteps steps) {
        if (said instanceof Map<?, ?> keys) {
            return descriptors.open(keys, steps);
        }
        if (text.startsWith("/")) {
            return descriptors.open(Map.of("file", text), steps);
        }
        return "n" + (text.equals("AT_FDCWD") ? HERE : number(argument, text));
    }

    private String path(Argument argument, String text) {
        PlayedFiles files = new PlayedFiles(process, place);
        if (result.error() == ENOENT && argument.kind() != Kind.TEXT && argument.kind() != Kind.OPENED) {
            files.absent(text);
        } else if (result.error() == 0) {
            switch (argument.kind()) {
                case FILE -> files.existing(text);
                case CHANGED -> files.changed(text);
                case NEW -> files.absent(text);
                case FOLDER -> files.folder(text);
                default -> {}
            }
        }
        return text;
    }

    private long number(Argument argument, String text) {
        String octal = argument.kind() == Kind.MODE && text.matches("[0-7]+") ? "0" + text : text;
        Optional<Long> number = NamedNumbers.PLAIN.parse(octal);
        if (number.isEmpty() && argument.kind() == Kind.MODE) {
            number = mode(argument, text);
        }
        if (number.isEmpty() && argument.name().equals("type")) {
            number = NamedNumbers.SOCKET_TYPES.parse(text);
        }
        if (number.isEmpty()) {
            place.problem("\"" + argument.name() + "\" must be a number, not \"" + text + "\"", "");
        }
        return number.orElse(0L);
    }

    private static Optional<Long> mode(Argument argument, String text) {
        long all = 0;
        for (String part : text.split("\\|", -1)) {
            String name = part.strip();
            Optional<Long> number = name.matches("[0-7]+")
                    ? NamedNumbers.PLAIN.parse("0" + name)
                    : KernelNumbers.of(argument.names(), name);
            if (number.isEmpty()) {
                return number;
            }
            all |= number.get();
        }
        return Optional.of(all);
    }

    private long named(Argument argument, String text) {
        Optional<Long> number = KernelNumbers.of(argument.names(), text);
        if (number.isEmpty()) {
            place.problem(
                    "\"" + argument.name() + "\" can't be \"" + text + "\" in a play",
                    "a name that the kernel has, or several joined with |");
        }
        return number.orElse(0L);
    }

    /** The process that a call is about: one of the play, or else the one that is there for that. */
    private String victim(String text) {
        PlayedProcess other = processes.get(text);
        if (other != null && other.container() != process.container()) {
            place.problem("\"" + text + "\" runs in another container", PlayedProcess.NOT_LIVE);
        }
        if (other != null) {
            return "p" + other.number();
        }
        process.container().plan().prepare(PlayStep.own("victim"));
        return "v";
    }

    /** What has to be there for a file that is opened depends on how it is opened. */
    private void settle(Map<String, ?> with) {
        Object name = with.get("name");
        Object flags = with.get("flags");
        if (name == null) {
            return;
        }
        String path = name.toString();
        PlayedFiles files = new PlayedFiles(process, place);
        long kernel = KernelNumbers.of("file_flags", flags == null ? "O_NONE" : joined(flags))
                .orElse(0L);
        if (result.error() != 0) {
            if (result.error() == ENOENT) {
                files.absent(path);
            }
        } else if ((kernel & O_CREAT) != 0) {
            files.absent(path);
        } else if ((kernel & O_DIRECTORY) != 0) {
            files.folder(path);
        } else if ((kernel & O_ACCMODE) != 0) {
            files.changed(path);
        } else {
            files.existing(path);
        }
    }
}
