// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.explain;

import io.kguard.event.EventTable;
import io.kguard.event.EventType;
import io.kguard.event.FalcoVersion;
import io.kguard.event.ParamType;
import io.kguard.internal.field.FieldDefinition;
import io.kguard.internal.field.FieldDefinition.FieldFlag;
import io.kguard.internal.field.FieldEvents;
import io.kguard.internal.message.WrappedLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What a field of Falco's language is, in sentences, as far as the tables of fields and of events know it. */
final class FieldSentences {
    private static final String EVENT_TYPE = "openat";
    private static final int LISTED = 8;

    /** What the fields of a class are about. */
    private static final Map<String, String> SUBJECTS = Map.ofEntries(
            Map.entry("evt", "the event itself"),
            Map.entry("proc", "the process that the event is of"),
            Map.entry("thread", "the thread that the event is of"),
            Map.entry("fd", "the file, socket or other descriptor that the call is about"),
            Map.entry("fdlist", "the descriptors that a call waits for"),
            Map.entry("fs", "the paths that the call names"),
            Map.entry("user", "the user of the process"),
            Map.entry("group", "the group of the process"),
            Map.entry("container", "the container of the process"),
            Map.entry("k8s", "the pod of the process, as the container runtime tells it"),
            Map.entry("k8smeta", "the pod of the process, as the API server tells it"),
            Map.entry("syslog", "a message that the process writes to the system's log"),
            Map.entry("ka", "a request to the API server of Kubernetes"),
            Map.entry("ct", "a record of AWS CloudTrail"),
            Map.entry("gcp", "a record of the audit log of Google Cloud"),
            Map.entry("okta", "an event of Okta"),
            Map.entry("github", "a webhook of GitHub"),
            Map.entry("json", "the JSON text of the event"),
            Map.entry("jevt", "the JSON text of the event"));

    private FieldSentences() {}

    /**
     * The text of a field.
     *
     * @param sources the sources whose events have it
     */
    static String of(FieldDefinition field, List<String> sources) {
        List<String> lines = new ArrayList<>();
        String about = SUBJECTS.getOrDefault(field.name().replaceFirst("\\..*", ""), "");
        lines.add(field.name() + " is " + (field.list() ? "a list of values: each is " : "") + kind(field.type())
                + (about.isEmpty() ? "" : ", about " + about) + ". Events of "
                + (sources.size() == 1 ? "the source " : "the sources ") + String.join(", ", sources) + " have it.");
        String events = events(field.name());
        if (!events.isEmpty()) {
            lines.add("Only these events have a value of it: " + events + ".");
        }
        String forms = Stream.of(
                        field.argument().index() ? field.name() + "[1]" : "",
                        field.argument().key() ? field.name() + "[text]" : "",
                        field.argument().suffix() ? field.name() + ".name" : "")
                .filter(form -> !form.isEmpty())
                .collect(Collectors.joining(" or "));
        if (!forms.isEmpty()) {
            lines.add((field.argument().required() ? "It needs an argument: " : "It may have an argument: ") + forms
                    + ".");
        }
        lines.addAll(restrictions(field));
        List<String> text = new ArrayList<>();
        lines.forEach(line -> text.addAll(WrappedLine.of(line)));
        text.add("");
        text.add("Condition:  " + condition(field));
        if (!field.has(FieldFlag.FILTER_ONLY)) {
            text.add("Output:     %" + used(field));
        }
        return String.join("\n", text);
    }

    private static List<String> restrictions(FieldDefinition field) {
        List<String> lines = new ArrayList<>();
        if (field.versions().size() < FalcoVersion.values().length) {
            lines.add("These versions of Falco have it: "
                    + field.versions().stream()
                            .sorted()
                            .map(FalcoVersion::number)
                            .collect(Collectors.joining(", ")) + ".");
        }
        if (field.has(FieldFlag.FILTER_ONLY)) {
            lines.add("It stands in conditions alone, not in outputs.");
        }
        if (field.has(FieldFlag.NO_TRANSFORMER)) {
            lines.add("No transformer may be applied to it.");
        }
        if (field.isDeprecatedIn(FalcoVersion.CURRENT) || field.has(FieldFlag.DEPRECATED)) {
            lines.add("It is deprecated.");
        }
        if (!field.hasValueIn(FalcoVersion.CURRENT)
                || field.has(FieldFlag.NEVER_TOLD)
                || field.has(FieldFlag.ALWAYS_EMPTY)
                || field.has(FieldFlag.LOOKED_FOR_BY_ANOTHER_NAME)) {
            lines.add("In Falco " + FalcoVersion.CURRENT.number() + " it never has a value.");
        } else if (field.isZeroIn(FalcoVersion.CURRENT)) {
            lines.add("In Falco " + FalcoVersion.CURRENT.number() + " its value is always 0.");
        }
        return lines;
    }

    /** The types of events that have a value of a field; empty if nothing is known of it. */
    private static String events(String field) {
        Predicate<EventType> having = FieldEvents.having(field, null);
        if (having == null) {
            return "";
        }
        EventTable table = EventTable.of(FalcoVersion.CURRENT);
        List<String> names = IntStream.range(0, EventTable.SIZE)
                .mapToObj(table::type)
                .filter(type -> type != null && having.test(type))
                .map(EventType::name)
                .distinct()
                .sorted()
                .toList();
        return String.join(", ", names.subList(0, Math.min(LISTED, names.size())))
                + (names.size() > LISTED ? " and " + (names.size() - LISTED) + " more" : "");
    }

    private static String kind(ParamType type) {
        return switch (type) {
            case CHARBUF, CHARBUFARRAY, CHARBUF_PAIR_ARRAY, SYSCALLID -> "a text";
            case FSPATH, FSRELPATH -> "a path";
            case BYTEBUF, SOCKADDR, SOCKTUPLE, FDLIST, DYN -> "bytes";
            case BOOL -> "true or false";
            case IPADDR, IPV4ADDR, IPV6ADDR -> "an IP address";
            case IPNET, IPV4NET, IPV6NET -> "an IP address, which is compared with networks";
            case PORT -> "the number of a port";
            case RELTIME -> "a time in nanoseconds";
            case ABSTIME -> "a time in nanoseconds since the epoch";
            case PID -> "the number of a process or thread";
            case DOUBLE -> "a number, also between whole ones";
            default -> "a whole number";
        };
    }

    /** The field as it is used, with an argument if it needs one. */
    private static String used(FieldDefinition field) {
        if (!field.argument().required()) {
            return field.name();
        }
        return field.argument().index()
                ? field.name() + "[1]"
                : field.argument().key()
                        ? field.name() + "[text]"
                        : field.name() + (isOfEventTypes(field) ? "." + EVENT_TYPE : ".name");
    }

    /** Only names of events may stand there. */
    private static boolean isOfEventTypes(FieldDefinition field) {
        return field.name().equals("evt.type") || field.name().equals("evt.type.is");
    }

    private static String condition(FieldDefinition field) {
        String name = used(field);
        if (field.name().equals("evt.type")) {
            return name + " = " + EVENT_TYPE;
        }
        if (field.list()) {
            return name + " in (" + value(field.type()) + ")";
        }
        return switch (field.type()) {
            case CHARBUF, CHARBUFARRAY, CHARBUF_PAIR_ARRAY, SYSCALLID -> name + " contains example";
            case FSPATH, FSRELPATH -> name + " startswith /etc/";
            case BYTEBUF, SOCKADDR, SOCKTUPLE, FDLIST, DYN -> name + " exists";
            default -> name + " = " + value(field.type());
        };
    }

    private static String value(ParamType type) {
        return switch (type) {
            case CHARBUF, CHARBUFARRAY, CHARBUF_PAIR_ARRAY, SYSCALLID -> "example";
            case FSPATH, FSRELPATH -> "/etc/passwd";
            case BOOL -> "true";
            case IPADDR, IPV4ADDR -> "\"203.0.113.7\"";
            case IPV6ADDR -> "\"2001:db8::7\"";
            case IPNET, IPV4NET -> "\"203.0.113.0/24\"";
            case IPV6NET -> "\"2001:db8::/32\"";
            case PORT -> "443";
            default -> "1";
        };
    }
}
