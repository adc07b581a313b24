// SPDX-License-Identifier: Apache-2.0
package io.kguard.event;

import io.kguard.internal.file.ResourceTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * What kguard knows of a system call beside its events: a row of {@code calls.tsv}. Who writes calls, plays them or looks
 * for them asks here.
 */
@API(status = API.Status.INTERNAL)
public final class SystemCall {
    /** What tells a call from others. */
    public enum Trait {
        /** Programs make it often: a search tries it first. */
        COMMON,
        EXECUTES,
        /** Makes a socket or connects it. */
        SOCKET,
        /** Sends or receives by a socket. */
        MESSAGE,
        /** Has an address. Who plays it needs the other side, too. */
        ADDRESSED,
        /** Its verb says all of it. */
        PLAIN
    }

    /** Which of the fields {@code fs.path.*} has a path. */
    public enum PathField {
        NAME,
        SOURCE,
        TARGET
    }

    /** What an argument is, and with that what must be there before the call. */
    public enum Kind {
        /** The path of a file that is there. */
        FILE,
        /** The path of a file that is there and that the call changes. */
        CHANGED,
        /** A path that the call makes. */
        NEW,
        /** The path of a folder that is there. */
        FOLDER,
        /** The path of a file that is opened: flags say whether it is there. */
        OPENED,
        /** Any string. */
        TEXT,
        /** A descriptor. */
        FD,
        /** Flags or a constant. */
        FLAGS,
        NUMBER,
        MODE,
        SIGNAL,
        /** A process: always the one that is there to be a victim. */
        VICTIM,
        /** Bytes, and their number. */
        BYTES,
        /** The same, where nothing says how many of them are used. */
        SIZED_BYTES,
        /** Space for an answer, and its size. */
        SPACE,
        /** The kernel's {@code open_how}, and its size. */
        HOW,
        /** The address of a socket, and its size. */
        ADDRESS,
        /** The same, where files also write {@code destAddr} for {@code address}. */
        DESTINATION,
        /** What the call needs and nobody says: the default is the word. */
        FIXED
    }

    /**
     * An argument.
     *
     * @param kind what it is
     * @param name by what name it is said; empty if it is fixed
     * @param otherwise what is used if it is not said; null if it must be said
     * @param names the table of the names of its values; empty for none
     */
    public record Argument(Kind kind, String name, @Nullable String otherwise, String names) {}

    /**
     * A verb of event scripts.
     *
     * @param name the verb
     * @param type the call, as its events name it
     * @param values its values, in their order; those that may be left out are the last
     * @param says the values of further parameters, which the verb itself says
     */
    public record Verb(String name, String type, List<Value> values, Map<String, String> says) {
        private static final List<String> STANDARD = List.of("input", "output", "errors");

        public Verb {
            values = List.copyOf(values);
            says = Map.copyOf(says);
        }

        /**
         * The values of the call's parameters, as a script has them. In place of a descriptor {@code to} and {@code from} may
         * have an address, and {@code port} a port.
         *
         * @param said the verb's values: one, a list, or a map by words
         * @throws IllegalArgumentException if there are too many values or too few
         */
        public Map<String, Object> call(Object said) {
            Map<String, Object> call = parameters(said);
            call.replaceAll((parameter, value) -> {
                Param known = parameter(type, parameter);
                return known != null && known.type() == ParamType.FD ? descriptor(value) : value;
            });
            call.putAll(says);
            return call;
        }

        private Map<String, Object> parameters(Object said) {
            long needed = values.stream().filter(value -> value.usual() == null).count();
            boolean none = needed == 0 && said.equals("true");
            boolean byWord = said instanceof Map<?, ?> map && hasWordsOnly(map);
            List<?> inOrder = byWord || none ? List.of() : said instanceof List<?> list ? list : List.of(said);
            Map<?, ?> words = byWord ? (Map<?, ?>) said : Map.of();
            if (!byWord && (inOrder.size() < needed || inOrder.size() > values.size())) {
                throw new IllegalArgumentException(name + " takes " + count(needed) + ", not " + inOrder.size());
            }
            Map<String, Object> parameters = new LinkedHashMap<>();
            for (int i = 0; i < values.size(); i++) {
                Value value = values.get(i);
                Object given = i < inOrder.size() ? inOrder.get(i) : words.get(value.word());
                if (given == null && value.usual() == null) {
                    throw new IllegalArgumentException(name + " has no \"" + value.word() + "\"");
                }
                Object used = given == null ? value.usual() : given;
                if (used != null && !used.equals("")) {
                    parameters.put(value.parameter(), used);
                }
            }
            return parameters;
        }

        private boolean hasWordsOnly(Map<?, ?> map) {
            return map.keySet().stream()
                    .allMatch(key ->
                            values.stream().anyMatch(value -> value.word().equals(key)));
        }

        private String count(long needed) {
            if (values.isEmpty()) {
                return "no value but true";
            }
            if (values.size() == needed) {
                return needed == 1 ? "one value" : "a list of " + needed;
            }
            return (needed == 0 ? "up to " : "from " + needed + " to ") + values.size() + " values";
        }

        /** What a descriptor is, in short: a path, a connection, {@code input}, {@code output}, {@code errors}, or as it is. */
        private static Object descriptor(Object said) {
            if (!(said instanceof String text)) {
                return said;
            }
            int standard = STANDARD.indexOf(text);
            if (standard >= 0) {
                return (long) standard;
            }
            if (text.contains("->")) {
                return Map.of("connection", text);
            }
            return text.startsWith("/") ? Map.of("file", text) : said;
        }
    }

    /**
     * A value of a verb.
     *
     * @param word what it is, for messages and as a key
     * @param parameter the parameter of the event that has it
     * @param usual what it is if it is left out: empty if the parameter is left out then, too; null if it can't be
     */
    public record Value(
            String word, String parameter, @Nullable String usual) {}

    /** Read when the first script is, and not when the program starts. */
    private static final class Table {
        private static final Map<String, SystemCall> CALLS = new LinkedHashMap<>();
        private static final Map<String, Verb> VERBS = new LinkedHashMap<>();

        static {
            for (String[] row : ResourceTable.rows(SystemCall.class, "calls.tsv", COLUMNS)) {
                SystemCall call = new SystemCall(row);
                CALLS.put(call.name, call);
                call.verbs.forEach(verb -> VERBS.put(verb.name(), verb));
            }
        }
    }

    private static final int COLUMNS = 8;
    private static final String NONE = "-";
    private static final Pattern VERB = Pattern.compile("([a-z-]+)\\((.*)\\)");
    private static final Pattern ARGUMENT = Pattern.compile("(\\w*):([a-z-]+)(?:/(\\w+))?(?:=(.*))?");
    private static final Pattern VALUE = Pattern.compile("([a-z]+)=(\\w+)(?:\\?(.*))?|(\\w+):(.*)");
    private static final String MODES = "chmod_mode";

    private final String name;
    private final Set<Trait> traits = EnumSet.noneOf(Trait.class);
    private final String like;
    private final String later;
    private final Map<PathField, String> paths = new EnumMap<>(PathField.class);
    private final @Nullable List<Argument> played;
    private final @Nullable List<Argument> steps;
    private final List<Verb> verbs = new ArrayList<>();

    private SystemCall(String[] row) {
        this.name = row[0];
        words(row[1]).forEach(word -> traits.add(Trait.valueOf(word.toUpperCase(Locale.ROOT))));
        this.like = row[2];
        this.later = row[3];
        for (String word : words(row[4])) {
            int equals = word.indexOf('=');
            paths.put(
                    PathField.valueOf(word.substring(0, equals).toUpperCase(Locale.ROOT)), word.substring(equals + 1));
        }
        this.played = arguments(row[5]);
        this.steps = arguments(row[6]);
        words(row[7]).forEach(word -> verbs.add(verb(word, name)));
    }

    private SystemCall(String name, @Nullable List<Argument> played) {
        this.name = name;
        this.like = "";
        this.later = "";
        this.played = played;
        this.steps = null;
    }

    private static List<String> words(String cell) {
        return cell.isEmpty() ? List.of() : List.of(cell.split(" ", -1));
    }

    private static Matcher matcher(Pattern pattern, String word) {
        Matcher matcher = pattern.matcher(word);
        if (!matcher.matches()) {
            throw new IllegalStateException("calls.tsv: " + word);
        }
        return matcher;
    }

    private @Nullable List<Argument> arguments(String cell) {
        return cell.equals(NONE)
                ? null
                : words(cell).stream().map(this::argument).toList();
    }

    private Argument argument(String word) {
        Matcher parts = matcher(ARGUMENT, word);
        Kind kind = Kind.valueOf(parts.group(2).toUpperCase(Locale.ROOT).replace('-', '_'));
        String names = parts.group(3) == null ? names(kind, parts.group(1)) : parts.group(3);
        return new Argument(kind, parts.group(1), parts.group(4), names);
    }

    /** The table of the names of a parameter's values. */
    private String names(Kind kind, String parameter) {
        if (kind == Kind.SIGNAL) {
            return "signal";
        }
        Param known = kind == Kind.FLAGS || kind == Kind.MODE ? parameter(name, parameter) : null;
        FlagTable flags = known == null ? null : known.flags();
        return flags != null ? flags.name() : kind == Kind.MODE ? MODES : "";
    }

    private static Verb verb(String cell, String type) {
        Matcher verb = matcher(VERB, cell);
        List<Value> values = new ArrayList<>();
        Map<String, String> says = new LinkedHashMap<>();
        for (String word :
                verb.group(2).isEmpty() ? new String[0] : verb.group(2).split(",", -1)) {
            Matcher value = matcher(VALUE, word);
            if (value.group(1) == null) {
                says.put(value.group(4), value.group(5));
            } else {
                values.add(new Value(value.group(1), value.group(2), value.group(3)));
            }
        }
        return new Verb(verb.group(1), type, values, says);
    }

    /** All calls, the most common first. */
    public static Collection<SystemCall> all() {
        return Collections.unmodifiableCollection(Table.CALLS.values());
    }

    /** The call of a name; null if kguard knows no more of it than its events. */
    public static @Nullable SystemCall named(String name) {
        return Table.CALLS.get(name);
    }

    /** Whether the call of a name is known to have one of some traits. */
    public static boolean is(String name, Trait... any) {
        SystemCall call = named(name);
        for (Trait trait : any) {
            if (call != null && call.traits.contains(trait)) {
                return true;
            }
        }
        return false;
    }

    /** The verbs of event scripts that are one call, by name. */
    public static Map<String, Verb> allVerbs() {
        return Collections.unmodifiableMap(Table.VERBS);
    }

    /** Of the event types of a name that which a Falco records: the last exit event, or else the last event; null for none. */
    public static @Nullable EventType event(String type, FalcoVersion falco) {
        EventType found = null;
        for (EventType event : EventTable.of(falco).named(type)) {
            boolean recorded = !event.has(EventFlag.OLD_VERSION) && !event.has(EventFlag.UNUSED);
            if (recorded && (found == null || event.isExit() || !found.isExit())) {
                found = event;
            }
        }
        return found;
    }

    /** A parameter of the events of a type, as Falco records them now; null if they have none of that name. */
    public static @Nullable Param parameter(String type, String name) {
        EventType event = event(type, FalcoVersion.CURRENT);
        int index = event == null ? -1 : event.indexOf(name);
        return event == null || index < 0 ? null : event.param(index);
    }

    /** Its name, which its events have, too. */
    public String name() {
        return name;
    }

    /** The call whose verb says the same: itself if it has a verb, or if no verb does. */
    public SystemCall said() {
        return like.isEmpty() ? this : Objects.requireNonNull(named(like));
    }

    /** The call that does the same on machines without this one; itself if all have it. */
    public SystemCall later() {
        if (later.isEmpty()) {
            return this;
        }
        int space = later.indexOf(' ');
        return space < 0
                ? Objects.requireNonNull(named(later))
                : new SystemCall(later.substring(0, space), arguments(later.substring(space + 1)));
    }

    /** The parameter whose path a field has; null if it has none. */
    public @Nullable String path(PathField field) {
        return paths.get(field);
    }

    /** Its arguments in the kernel's order, by the names of its events' parameters; null if no play can make it. */
    public @Nullable List<Argument> played() {
        return played;
    }

    /** The same by the names of suite files; null if their steps can't make it. */
    public @Nullable List<Argument> steps() {
        return steps;
    }

    /** The verbs of event scripts for it. */
    public List<Verb> verbs() {
        return Collections.unmodifiableList(verbs);
    }
}
