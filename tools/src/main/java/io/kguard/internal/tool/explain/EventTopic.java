// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.explain;

import io.kguard.event.EventFlag;
import io.kguard.event.EventTable;
import io.kguard.event.EventType;
import io.kguard.event.FalcoVersion;
import io.kguard.event.Param;
import io.kguard.event.ParamType;
import io.kguard.event.Syscall;
import io.kguard.internal.message.WrappedLine;
import io.kguard.internal.sensor.Sensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an event type is, and which arguments its events have. */
final class EventTopic {
    private static final int LISTED = 6;
    private static final int WIDTH = 30;

    private EventTopic() {}

    /** The names of the types of events of a version. */
    static Collection<String> names(FalcoVersion version) {
        return types(version).map(EventType::name).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The names of the arguments that events of a version have. */
    static Collection<String> arguments(FalcoVersion version) {
        return types(version)
                .flatMap(type -> type.params().stream())
                .map(Param::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<EventType> types(FalcoVersion version) {
        return EventTable.of(version).types().stream()
                .filter(type -> !type.has(EventFlag.OLD_VERSION) && !type.has(EventFlag.UNUSED))
                .filter(type -> version.hasEnterEvents()
                        || type.isExit()
                        || !type.source().equals("SYSCALL"));
    }

    /** The text of an event type; empty if a version has none with this name. */
    static Optional<String> of(String name, FalcoVersion version) {
        List<EventType> types =
                types(version).filter(type -> type.name().equals(name)).toList();
        if (types.isEmpty()) {
            return Syscall.named(name, version) == null
                    ? Optional.empty()
                    : Optional.of(String.join(
                            "\n",
                            WrappedLine.of(name + ", a system call. Falco has an event of it and reads no arguments."
                                    + " Condition: evt.type = " + name + ".")));
        }
        List<String> lines = new ArrayList<>();
        EventType last = types.get(types.size() - 1);
        lines.addAll(WrappedLine.of(name + ", "
                + (last.source().equals("SYSCALL") ? "a system call" : "a type of events")
                + ". Condition: evt.type = " + name + "."
                + (last.concernsFd() ? " The fields fd.* are about its descriptor." : "")
                + (recorded(types, version) ? "" : " kguard's sensor does not record it: only a capture has it.")));
        Map<String, String> arguments = new LinkedHashMap<>();
        for (EventType type : types) {
            type.params().forEach(param -> arguments.put(param.name(), meaning(param)));
        }
        lines.add(arguments.isEmpty() ? "It has no arguments." : "Its arguments:");
        arguments.forEach((argument, meaning) -> {
            String field = "  evt.arg." + argument;
            lines.addAll(WrappedLine.of(field + " ".repeat(Math.max(1, WIDTH - field.length())), meaning));
        });
        return Optional.of(String.join("\n", lines));
    }

    private static boolean recorded(List<EventType> types, FalcoVersion version) {
        List<EventType> recorded = Sensor.recordableTypes(version);
        return types.stream().anyMatch(recorded::contains);
    }

    /** What an argument is in the events that have it, with these events; empty if none has it. */
    static List<String> argument(String argument, FalcoVersion version) {
        Map<String, TreeSet<String>> events = new LinkedHashMap<>();
        types(version)
                .forEach(type -> type.params().stream()
                        .filter(param -> param.name().equals(argument))
                        .forEach(param -> events.computeIfAbsent(meaning(param), meaning -> new TreeSet<>())
                                .add(type.name())));
        List<String> lines = new ArrayList<>();
        events.forEach(
                (meaning, names) -> lines.add("In " + Listed.of(List.copyOf(names), LISTED) + ": " + meaning + "."));
        return lines.size() > LISTED ? lines.subList(0, LISTED) : lines;
    }

    private static String meaning(Param param) {
        String names = param.flags() == null ? "" : Listed.of(param.flags().names(), LISTED);
        String values = names.isEmpty() ? "" : " (" + names + ")";
        return switch (param.type()) {
            case CHARBUF -> "a text";
            case FSPATH, FSRELPATH -> "a path";
            case BYTEBUF -> "bytes";
            case CHARBUFARRAY, CHARBUF_PAIR_ARRAY -> "several texts";
            case FD -> "a descriptor";
            case FDLIST -> "several descriptors";
            case ERRNO -> "the result: a number, or the name of an error";
            case SOCKADDR -> "an address";
            case SOCKTUPLE -> "the addresses of both sides";
            case PID -> "the number of a process";
            case UID -> "the number of a user";
            case GID -> "the number of a group";
            case SIGTYPE -> "a signal" + values;
            case SYSCALLID -> "a system call";
            case RELTIME, ABSTIME -> "a time in nanoseconds";
            case PORT -> "a port";
            case BOOL -> "true or false";
            case MODE -> "permissions" + values;
            case DYN -> "a value whose type depends on another argument";
            case FLAGS8, FLAGS16, FLAGS32 -> "flags" + values;
            case ENUMFLAGS8, ENUMFLAGS16, ENUMFLAGS32 -> "one of some names" + values;
            default -> param.type().kind() == ParamType.Kind.ADDRESS ? "an IP address" : "a number" + values;
        };
    }
}
