// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import io.kguard.event.EventFlag;
import io.kguard.event.EventTable;
import io.kguard.event.EventType;
import io.kguard.event.FlagTable;
import io.kguard.event.Param;
import io.kguard.event.ParamType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The event types that can be written, by name. */
final class EventTypes {
    private static final Set<String> UNWRITTEN = Set.of("""
            syscall NA drop scapevent tracer page_fault container asyncevent pluginevent k8s mesos""".split("\\s+", -1));

    private final Map<String, EventType> exits = new LinkedHashMap<>();
    private final Map<String, EventType> enters = new LinkedHashMap<>();

    private EventTypes(EventTable table) {
        for (EventType type : table.types()) {
            if (!type.has(EventFlag.OLD_VERSION)
                    && !type.has(EventFlag.UNUSED)
                    && type.source().equals("SYSCALL")
                    && !UNWRITTEN.contains(type.name())) {
                (type.isExit() ? exits : enters).put(type.name(), type);
            }
        }
    }

    static EventTypes of(EventTable table) {
        return new EventTypes(table);
    }

    List<String> names() {
        return List.copyOf(exits.keySet());
    }

    @Nullable
    EventType exit(String name) {
        return exits.get(name);
    }

    /** A parameter of an event; null if it has none of that name. */
    @Nullable
    Param param(String type, String name) {
        for (EventType event : both(type)) {
            int index = event.indexOf(name);
            if (index >= 0) {
                return event.param(index);
            }
        }
        return null;
    }

    private List<EventType> both(String type) {
        List<EventType> both = new ArrayList<>();
        EventType exit = exits.get(type);
        EventType enter = enters.get(type);
        if (exit != null) {
            both.add(exit);
        }
        if (enter != null) {
            both.add(enter);
        }
        return both;
    }

    /** The name of a parameter by its index in the event at the end of a call. */
    @Nullable
    String nameAt(String type, int index) {
        EventType exit = exits.get(type);
        return exit == null || index < 0 || index >= exit.paramCount()
                ? null
                : exit.param(index).name();
    }

    /** Whether processes cause events of a type. */
    boolean isWritten(String type) {
        return !UNWRITTEN.contains(type);
    }

    /** Whether an event has a parameter of a name. */
    boolean has(String type, String param) {
        return param(type, param) != null;
    }

    /** Whether an event is about a descriptor. */
    boolean concernsFd(String type) {
        EventType exit = exits.get(type);
        return exit != null && exit.concernsFd();
    }

    boolean has(String type, EventFlag flag) {
        EventType exit = exits.get(type);
        return exit != null && exit.has(flag);
    }

    /** The parameter that is the descriptor of an event; null if it has none. */
    @Nullable
    String descriptor(String type) {
        for (EventType event : both(type)) {
            for (String name : new String[] {"fd", "oldfd", "in_fd", "fdin"}) {
                if (event.indexOf(name) >= 0) {
                    return name;
                }
            }
        }
        for (EventType event : both(type)) {
            for (Param param : event.params()) {
                if (param.type() == ParamType.FD
                        && !param.name().equals("res")
                        && !param.name().contains("dir")) {
                    return param.name();
                }
            }
        }
        return null;
    }

    /** The names of the values of a parameter, if it is of flags or of an enumeration. */
    List<String> names(String type, String param) {
        Param known = param(type, param);
        FlagTable table = known == null ? null : known.flags();
        return table == null
                ? List.of()
                : table.entries().stream().map(FlagTable.Entry::name).distinct().toList();
    }

    /** Whether a parameter can have a value. */
    boolean isPossible(String type, String param, String value) {
        Param known = param(type, param);
        if (known == null) {
            return type.isEmpty();
        }
        if (known.flags() != null) {
            List<String> names = names(type, param);
            return Arrays.stream(value.split("\\|", -1)).allMatch(one -> names.contains(one) || isNumber(one));
        }
        if (isUser(type, param)) {
            return isNumber(value) || value.matches("[a-z_][a-z0-9_.-]{0,31}");
        }
        return switch (known.type().kind()) {
            case TEXT, BYTES -> true;
            case SIGNED, UNSIGNED, DOUBLE -> isNumber(value);
            case ADDRESS, NET -> false;
        };
    }

    /** Whether a parameter is a user, whose name fields show. */
    boolean isUser(String type, String param) {
        Param known = param(type, param);
        return known != null && known.type() == ParamType.UID;
    }

    private static boolean isNumber(String text) {
        return text.matches("-?[0-9]{1,18}|0x[0-9a-fA-F]{1,8}");
    }

    /** Whether a call opens a file. */
    boolean opens(String type) {
        return has(type, EventFlag.CREATES_FD) && !paths(type).isEmpty();
    }

    /** Whether a parameter is a path. */
    boolean isPath(String type, String param) {
        Param known = param(type, param);
        return known != null && (known.type() == ParamType.FSPATH || known.type() == ParamType.FSRELPATH);
    }

    /** The parameters of an event that are paths. */
    List<String> paths(String type) {
        List<String> paths = new ArrayList<>();
        EventType exit = exits.get(type);
        if (exit != null) {
            exit.params().stream()
                    .map(Param::name)
                    .filter(name -> isPath(type, name))
                    .forEach(paths::add);
        }
        return paths;
    }
}
