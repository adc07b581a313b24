// SPDX-License-Identifier: Apache-2.0
package io.kguard.reaction;

import io.kguard.event.EventSource;
import io.kguard.internal.message.Nearest;
import io.kguard.internal.source.EventSources;
import io.kguard.internal.yaml.Keys;
import io.kguard.internal.yaml.YamlMapping;
import io.kguard.internal.yaml.YamlValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Reads rules and named actions of Falco Talon. Entries with the same name are merged in the order in which they are
 * added, as Falco Talon does it.
 *
 * <p>Source: Falco Talon, {@code internal/rules/rules.go}.
 */
@API(status = API.Status.INTERNAL)
public final class ReactionReader {
    /** How many entries there may be. */
    public static final int MAX = 1000;

    /** The keys of rules and actions, and the parameters of each actionner, by its name. */
    public static final Map<String, Keys> KEYS = Keys.of(ReactionReader.class);

    private static final Pattern TAG = Pattern.compile("(?i)[a-z_0-9.]*[a-z0-9]");
    private static final Pattern FIELD = Pattern.compile("(?i)[a-z0-9.\\[\\]]*!?=.*", Pattern.DOTALL);

    private final EventSources sources;
    private final List<ActionEntry> actions = new ArrayList<>();
    private final List<ReactionEntry> rules = new ArrayList<>();

    /**
     * A reader.
     *
     * @param sources the sources that alerts may have
     */
    public ReactionReader(EventSources sources) {
        this.sources = sources;
    }

    /** The actionners of kguard. */
    public static Set<String> actionners() {
        return ActionReader.ACTIONNERS;
    }

    /** The actionners of Falco Talon that are not simulated. */
    public static Set<String> notSimulated() {
        return ActionReader.NOT_SIMULATED.keySet();
    }

    /**
     * Adds an entry: a rule, or an action with a name.
     *
     * @param strict whether keys that Falco Talon does not heed are mistakes
     */
    public void add(YamlValue entry, boolean strict) {
        YamlMapping mapping = entry.mapping("an entry");
        if (mapping == null) {
            return;
        }
        boolean isAction = mapping.get("action") != null;
        if (isAction && mapping.get("rule") != null) {
            entry.problem("an entry has \"rule\" or \"action\", not both", "write two entries");
        } else if (isAction) {
            ActionEntry action = ActionEntry.read(entry, strict);
            if (action != null) {
                actions.add(action);
            }
        } else if (mapping.get("rule") == null && !strict) {
            entry.warn(
                    "Falco Talon does not heed an entry without \"rule\" and \"action\"",
                    Nearest.hint(entry.key(), Set.of()));
        } else {
            ReactionEntry rule = ReactionEntry.read(entry, strict);
            if (rule != null) {
                rules.add(rule);
            }
        }
    }

    /** The reactions of all entries so far, without those that are wrong, which are problems of their documents. */
    public List<Reaction> reactions() {
        List<ActionEntry> named = merged(actions, ActionEntry::written, ActionEntry::changedBy);
        List<Reaction> reactions = new ArrayList<>();
        for (ReactionEntry rule : merged(rules, ReactionEntry::written, ReactionEntry::changedBy)) {
            Reaction reaction = reaction(rule, named);
            if (reaction != null) {
                reactions.add(reaction);
            }
        }
        return reactions;
    }

    /** Entries without those that change an earlier one with their name. */
    private static <T> List<T> merged(List<T> entries, Function<T, WrittenEntry> written, BinaryOperator<T> change) {
        Map<String, T> all = new LinkedHashMap<>();
        for (T entry : entries) {
            String name = written.apply(entry).name();
            all.merge(name.isEmpty() ? "unnamed " + all.size() : "named " + name, entry, change);
        }
        return List.copyOf(all.values());
    }

    private @Nullable Reaction reaction(ReactionEntry rule, List<ActionEntry> named) {
        List<Reaction.Note> notes = new ArrayList<>(rule.remarks());
        ActionReader.flag(
                rule.written().placeOf("continue"), "continue", rule.written().setting("continue"));
        ActionReader.flag(
                rule.written().placeOf("dry_run"), "dry_run", rule.written().setting("dry_run"));
        if (rule.actions().isEmpty()) {
            rule.written()
                    .place()
                    .problem(
                            "Falco Talon refuses the rule: no action specified",
                            "for example actions: [{action: Stop it, actionner: kubernetes:terminate}]");
        }
        AlertMatch match = match(rule, notes);
        List<PlannedAction> planned = new ArrayList<>();
        for (ActionEntry entry : rule.actions()) {
            ActionEntry complete = named.stream()
                    .filter(action -> !entry.written().name().isEmpty()
                            && action.written().name().equals(entry.written().name()))
                    .findFirst()
                    .map(entry::completedBy)
                    .orElse(entry);
            PlannedAction action = ActionReader.read(complete, notes);
            if (action != null) {
                planned.add(action);
            }
        }
        if (!rule.notifiers().isEmpty()) {
            notes.add(Reaction.Note.notSimulated("the notifiers of the reaction \""
                    + rule.written().name() + "\" are not simulated: " + String.join(", ", rule.notifiers())));
        }
        return planned.isEmpty()
                ? null
                : new Reaction(
                        rule.written().name(),
                        match,
                        planned,
                        rule.written().setting("dry_run").equals("true"),
                        !rule.written().setting("continue").equals("false"),
                        notes.stream().distinct().toList());
    }

    private AlertMatch match(ReactionEntry rule, List<Reaction.Note> notes) {
        List<Set<String>> tags = new ArrayList<>();
        for (YamlValue item : rule.list("tags")) {
            Set<String> all =
                    new HashSet<>(List.of(item.written().replace(" ", "").split(",", -1)));
            all.stream()
                    .filter(tag -> !TAG.matcher(tag).matches())
                    .forEach(tag -> item.problem("Falco Talon refuses the rule: incorrect tag '" + tag + "'", ""));
            tags.add(all);
        }
        List<List<FieldMatch>> fields = new ArrayList<>();
        rule.list("output_fields").forEach(item -> fields.add(fields(item)));
        String source = rule.written().setting("source");
        return new AlertMatch(
                rule.list("rules").stream().map(YamlValue::written).collect(Collectors.toSet()),
                priority(rule),
                source.isEmpty() ? null : source(rule, source, notes),
                tags,
                fields);
    }

    private String source(ReactionEntry rule, String source, List<Reaction.Note> notes) {
        Set<String> known = sources.all().stream().map(EventSource::label).collect(Collectors.toSet());
        if (!known.contains(source)) {
            String message = "there is no event source \"" + source + "\" here";
            if (rule.written().strict()) {
                rule.written().placeOf("source").problem(message, Nearest.hint(source, known));
            } else {
                notes.add(ActionEntry.remark(rule.written().placeOf("source"), message, Set.of()));
            }
        }
        return source;
    }

    private static @Nullable PriorityMatch priority(ReactionEntry rule) {
        String text = rule.written().setting("priority");
        if (text.isEmpty()) {
            return null;
        }
        PriorityMatch priority = PriorityMatch.of(text).orElse(null);
        if (priority == null) {
            rule.written()
                    .placeOf("priority")
                    .problem(
                            "Falco Talon refuses the rule: incorrect priority '" + text + "'",
                            "for example \">=Warning\": Debug, Informational, Notice, Warning, Error, Critical, Alert"
                                    + " or Emergency, perhaps with <, <=, > or >= before it");
        }
        return priority;
    }

    /** The comparisons of one entry, which all must hold. */
    private static List<FieldMatch> fields(YamlValue item) {
        List<FieldMatch> fields = new ArrayList<>();
        for (String text : item.written().replace(", ", ",").split(",", -1)) {
            if (!FIELD.matcher(text).matches()) {
                item.problem(
                        "Falco Talon refuses the rule: incorrect output field key '" + text + "'",
                        "for example k8s.ns.name!=kube-system");
                continue;
            }
            boolean equal = !text.contains("!=");
            String[] sides = text.split(equal ? "=" : "!=", -1);
            if (sides.length == 2 && Stream.of(sides).noneMatch(side -> side.contains("="))) {
                fields.add(new FieldMatch(sides[0], equal, sides[1].replace("\"", "")));
            } else {
                item.problem(
                        "Falco Talon does not compare \"" + text + "\": it has more than one = or !=",
                        "compare with a value without them");
            }
        }
        return fields;
    }
}
