// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.explain;

import io.kguard.event.EventTable;
import io.kguard.event.EventType;
import io.kguard.event.FalcoVersion;
import io.kguard.event.ParamType;
import io.kguard.internal.condition.TypeChecker;
import io.kguard.internal.condition.syntax.Condition.Operator;
import io.kguard.internal.condition.syntax.ConditionException;
import io.kguard.internal.condition.syntax.ConditionParser;
import io.kguard.internal.condition.syntax.ConditionSyntaxException;
import io.kguard.internal.field.Escapes;
import io.kguard.internal.field.FieldCatalogue;
import io.kguard.internal.field.FieldDefinition;
import io.kguard.internal.field.FieldDefinition.ArgumentRule;
import io.kguard.internal.field.FieldDefinition.FieldFlag;
import io.kguard.internal.field.FieldEvents;
import io.kguard.internal.message.WrappedLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a field is, in sentences, with a condition and an output to copy. */
final class FieldTopic {
    private static final int LISTED = 8;
    private static final Pattern BARE = Pattern.compile("[^()\"'\\s=,\\[\\]{}]+");

    /** What the words of the phrases mean, by the class of the field. */
    private static final Map<String, String> TERMS = Map.ofEntries(
            Map.entry("proc", "The process is the one that made the call."),
            Map.entry("thread", "The thread is the one that made the call."),
            Map.entry("fd", "The file, socket or other descriptor is the one that the call is about."),
            Map.entry("user", "The user is the one whose rights the process has."),
            Map.entry("group", "The group is the one whose rights the process has."),
            Map.entry("container", "The container is the one that the process runs in."),
            Map.entry("k8s", "The pod is the one that the process runs in, as the container runtime knows it."),
            Map.entry("k8smeta", "The pod is the one that the process runs in."),
            Map.entry("ka", "The request is one to the API server of Kubernetes, from its audit log."),
            Map.entry("ct", "The request is one to AWS, from CloudTrail."),
            Map.entry("gcp", "The request is one to Google Cloud, from its audit log."),
            Map.entry("okta", "The event is one of Okta's system log."),
            Map.entry("github", "The event is a webhook of GitHub."));

    private final FieldDefinition field;
    private final List<FieldCatalogue> catalogues;
    private final @Nullable FieldPhrase phrase;
    private final @Nullable String argument;

    private FieldTopic(KnownFields.Named named) {
        this.field = named.definition();
        this.catalogues = named.catalogues();
        this.phrase = FieldPhrase.of(field.name());
        this.argument = named.argument() != null ? named.argument() : needed();
    }

    /** The text of a field. */
    static String of(KnownFields.Named named) {
        FieldTopic topic = new FieldTopic(named);
        List<String> lines = new ArrayList<>(WrappedLine.of(topic.sentences()));
        lines.add("");
        lines.add("Condition:  " + topic.condition());
        if (!topic.field.has(FieldFlag.FILTER_ONLY)) {
            lines.add("Output:     %" + topic.used());
        }
        return String.join("\n", lines);
    }

    /** An argument that the field can't be without, for the example; else null. */
    private @Nullable String needed() {
        if (!field.argument().required()) {
            return null;
        }
        return phrase != null ? phrase.argument() : field.argument().index() ? "1" : "name";
    }

    private List<String> sentences() {
        List<String> lines = new ArrayList<>();
        lines.add(meaning());
        lines.add("Its value is " + (field.list() ? "a list: each member is " : "") + kind(field.type()) + ".");
        String events = events();
        if (isArgument()) {
            lines.addAll(EventTopic.argument(
                    String.valueOf(argument), catalogues.get(0).version()));
        } else if (!events.isEmpty()) {
            lines.add("Only these events have it: " + events + ".");
        }
        String forms = forms();
        if (!forms.isEmpty()) {
            lines.add((field.argument().required() ? "It needs an argument: " : "It may have an argument: ") + forms
                    + ".");
        }
        lines.add("Operators: " + String.join(", ", operators()) + ".");
        lines.add((catalogues.size() == 1 ? "Source: " : "Sources: ")
                + catalogues.stream().map(one -> one.source().toString()).collect(Collectors.joining(", "))
                + ". Falco: " + versions() + ".");
        lines.addAll(restrictions());
        return lines;
    }

    private boolean isArgument() {
        return field.name().equals("evt.arg") || field.name().equals("evt.rawarg");
    }

    private String meaning() {
        if (phrase == null) {
            return used() + ": a field of a plugin that you brought.";
        }
        String term = TERMS.getOrDefault(field.name().replaceFirst("\\..*", ""), "");
        String text = phrase.text(argument);
        boolean used = !term.isEmpty() && text.contains(term.split(" ", -1)[1].replace(",", ""));
        return used() + (field.type() == ParamType.BOOL ? ": whether " : ": ") + text + "." + (used ? " " + term : "");
    }

    private String forms() {
        String given = phrase == null || phrase.argument().isEmpty() ? "1" : phrase.argument();
        String key = Character.isDigit(given.charAt(0)) ? "text" : given;
        ArgumentRule rule = field.argument();
        return Stream.of(
                        rule.index() ? field.name() + "[" + (key.equals(given) ? "1" : given) + "]" : "",
                        rule.key() ? field.name() + "[" + key + "]" : "",
                        rule.suffix() && !rule.key() ? field.name() + "." + (key.equals("text") ? "name" : key) : "")
                .filter(form -> !form.isEmpty())
                .collect(Collectors.joining(" or "));
    }

    private String versions() {
        List<FalcoVersion> having = field.versions().stream().sorted().toList();
        FalcoVersion[] all = FalcoVersion.values();
        if (having.size() == all.length) {
            return all[0].number() + " and later";
        } else if (having.get(having.size() - 1) == FalcoVersion.CURRENT) {
            return "since " + having.get(0).number();
        }
        return "until " + having.get(having.size() - 1).number();
    }

    private List<String> restrictions() {
        List<String> lines = new ArrayList<>();
        FalcoVersion version = catalogues.get(0).version();
        if (field.has(FieldFlag.FILTER_ONLY)) {
            lines.add("It stands in conditions alone, not in outputs.");
        }
        if (field.has(FieldFlag.NO_TRANSFORMER)) {
            lines.add("No transformer may be applied to it.");
        }
        if (field.has(FieldFlag.OF_K8SMETA)) {
            lines.add("The plugin k8smeta must be loaded.");
        }
        if (field.isDeprecatedIn(version) || field.has(FieldFlag.DEPRECATED)) {
            lines.add("It is deprecated.");
        }
        if (!field.hasValueIn(version)
                || field.has(FieldFlag.NEVER_TOLD)
                || field.has(FieldFlag.ALWAYS_EMPTY)
                || field.has(FieldFlag.LOOKED_FOR_BY_ANOTHER_NAME)) {
            lines.add("In Falco " + version.number() + " it never has a value.");
        } else if (field.isZeroIn(version)) {
            lines.add("In Falco " + version.number() + " its value is always 0.");
        }
        return lines;
    }

    /** The types of events that have a value of it; empty if nothing is known of it. */
    private String events() {
        Predicate<EventType> having = FieldEvents.having(field.name(), argument);
        if (having == null) {
            return "";
        }
        List<String> names = EventTable.of(catalogues.get(0).version()).types().stream()
                .filter(having)
                .map(EventType::name)
                .distinct()
                .sorted()
                .toList();
        return Listed.of(names, LISTED);
    }

    /** The operators that a condition may have behind it. */
    private List<String> operators() {
        FieldCatalogue catalogue = catalogues.get(0);
        TypeChecker checker = new TypeChecker(catalogue);
        List<String> operators = new ArrayList<>();
        for (Operator operator : Operator.values()) {
            try {
                checker.check(ConditionParser.parse(condition(operator), catalogue.version()));
                operators.add(operator.symbol());
            } catch (ConditionException | ConditionSyntaxException e) {
                // the field does not take it
            }
        }
        return operators;
    }

    private String condition() {
        if (field.list()) {
            return condition(Operator.IN);
        }
        return switch (field.type()) {
            case IPNET, IPV4NET, IPV6NET -> condition(Operator.IN);
            case BYTEBUF -> condition(Operator.CONTAINS);
            default -> condition(phrase == null ? Operator.EXISTS : Operator.EQ);
        };
    }

    private String condition(Operator operator) {
        String value = phrase == null ? "1" : phrase.example();
        return used()
                + switch (operator) {
                    case EXISTS -> " exists";
                    case BCONTAINS, BSTARTSWITH -> " " + operator.symbol() + " 706b";
                    case REGEX -> " regex '.*'";
                    default -> {
                        String text = quoted(value);
                        yield " " + operator.symbol() + " " + (operator.takesList() ? "(" + text + ")" : text);
                    }
                };
    }

    private String quoted(String value) {
        return switch (field.type()) {
            case IPADDR, IPNET -> "\"" + value + "\"";
            default -> BARE.matcher(value).matches() ? value : Escapes.quote(value);
        };
    }

    /** The field as it is used, with its argument. */
    private String used() {
        if (argument == null) {
            return field.name();
        }
        ArgumentRule rule = field.argument();
        // newer Falcos take no suffix where a key may stand
        boolean index = rule.key() || rule.index() && Character.isDigit(argument.charAt(0));
        return field.name() + (index || !rule.suffix() ? "[" + argument + "]" : "." + argument);
    }

    private static String kind(ParamType type) {
        return switch (type) {
            case CHARBUF, CHARBUFARRAY, CHARBUF_PAIR_ARRAY, SYSCALLID -> "a text";
            case FSPATH, FSRELPATH -> "a path";
            case BYTEBUF, SOCKADDR, SOCKTUPLE, FDLIST -> "bytes";
            case DYN -> "of the type that the argument has";
            case BOOL -> "true or false";
            case IPADDR, IPV4ADDR, IPV6ADDR -> "an IP address";
            case IPNET, IPV4NET, IPV6NET -> "an IP address, which is compared with networks";
            case PORT -> "the number of a port";
            case DOUBLE -> "a number, also between whole ones";
            default -> "a whole number";
        };
    }
}
