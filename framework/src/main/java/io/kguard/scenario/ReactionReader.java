// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import static io.kguard.internal.yaml.YamlMapping.keys;

import io.kguard.event.EventSource;
import io.kguard.internal.message.Nearest;
import io.kguard.internal.yaml.YamlMapping;
import io.kguard.internal.yaml.YamlValue;
import io.kguard.reaction.Action;
import io.kguard.reaction.AlertMatch;
import io.kguard.reaction.Reaction;
import io.kguard.rule.Priority;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads reactions, which have the format of Falco Talon's rules. */
final class ReactionReader {
    private static final int MAX = 100;

    static final Set<String> REACTION_KEYS = keys("rule", "description", "match", "actions");
    static final Set<String> MATCH_KEYS = keys("rules", "priority", "source", "tags");
    static final Set<String> ACTION_KEYS = keys("action", "description", "actionner", "parameters");

    /** The actionners, with the parameters of each. */
    static final Map<String, Set<String>> ACTIONNERS = new LinkedHashMap<>();

    static {
        ACTIONNERS.put("kubernetes:terminate", keys("grace_period_seconds"));
        ACTIONNERS.put("kubernetes:label", keys("level", "labels"));
        ACTIONNERS.put("kubernetes:networkpolicy", keys("allow_cidr", "allow_namespaces"));
        ACTIONNERS.put("kubernetes:cordon", Set.of());
    }

    private ReactionReader() {}

    static List<Reaction> reactions(YamlMapping file, boolean hasCluster) {
        List<Reaction> reactions = new ArrayList<>();
        for (YamlValue item : file.items("reactions", MAX)) {
            Reaction reaction = reaction(item);
            if (reaction != null) {
                reactions.add(reaction);
            }
        }
        if (file.get("reactions") != null && !hasCluster) {
            file.problem("reactions", "reactions need a cluster, and the scenario has none", "add: cluster: {}");
        }
        return reactions;
    }

    private static @Nullable Reaction reaction(YamlValue value) {
        YamlMapping reaction = value.mapping("a reaction", REACTION_KEYS);
        if (reaction == null) {
            return null;
        }
        reaction.require("rule", "give it a name, for example rule: Delete the compromised pod");
        reaction.require("match", "for example match: {rules: [Terminal shell in container]}");
        reaction.require("actions", "for example actions: [{actionner: kubernetes:terminate}]");
        if (reaction.isEmptyList("actions")) {
            reaction.problem("actions", "\"actions\" is empty", "for example [{actionner: kubernetes:terminate}]");
        }
        String name = reaction.text("rule");
        YamlValue given = reaction.get("match");
        AlertMatch match = given == null ? null : match(given);
        List<Action> actions = new ArrayList<>();
        for (YamlValue item : reaction.items("actions", MAX)) {
            Action action = action(item);
            if (action != null) {
                actions.add(action);
            }
        }
        return match == null || actions.isEmpty() ? null : new Reaction(name == null ? "" : name, match, actions);
    }

    private static @Nullable AlertMatch match(YamlValue value) {
        YamlMapping match = value.mapping("match", MATCH_KEYS);
        if (match == null) {
            return null;
        }
        String eventSource = match.text("source");
        Set<String> sources =
                Arrays.stream(EventSource.values()).map(EventSource::label).collect(Collectors.toSet());
        if (eventSource != null && !sources.contains(eventSource)) {
            match.problem(
                    "source", "there is no event source \"" + eventSource + "\"", Nearest.hint(eventSource, sources));
        }
        List<Set<String>> tags = match.texts("tags", MAX).stream()
                .map(all -> Arrays.stream(all.split(",", -1)).map(String::strip).collect(Collectors.toSet()))
                .toList();
        return new AlertMatch(Set.copyOf(match.texts("rules", MAX)), priority(match), eventSource, tags);
    }

    private static @Nullable Priority priority(YamlMapping match) {
        String text = match.text("priority");
        Optional<Priority> priority = text == null || !text.startsWith(">=")
                ? Optional.empty()
                : Priority.of(text.substring(2).strip());
        if (text != null && priority.isEmpty()) {
            match.problem("priority", "\"priority\" must be >= and a priority", "for example priority: \">=Warning\"");
        }
        return priority.orElse(null);
    }

    private static @Nullable Action action(YamlValue value) {
        YamlMapping action = value.mapping("an action", ACTION_KEYS);
        if (action == null) {
            return null;
        }
        action.require("actionner", "one of " + String.join(", ", ACTIONNERS.keySet()));
        String actionner = action.text("actionner");
        Set<String> keys = actionner == null ? null : ACTIONNERS.get(actionner);
        if (keys == null) {
            action.problem(
                    "actionner",
                    "there is no actionner \"" + actionner + "\" here",
                    Nearest.hint(String.valueOf(actionner), ACTIONNERS.keySet()));
            return null;
        }
        YamlValue given = action.get("parameters");
        YamlMapping parameters = given == null
                ? YamlMapping.empty(value, "parameters")
                : given.mapping("parameters of " + actionner, keys);
        return parameters == null || actionner == null ? null : action(actionner, parameters);
    }

    private static @Nullable Action action(String actionner, YamlMapping parameters) {
        return switch (actionner) {
            case "kubernetes:terminate" -> new Action.Terminate(parameters.number("grace_period_seconds", 0, 3600));
            case "kubernetes:label" -> label(parameters);
            case "kubernetes:networkpolicy" ->
                new Action.NetworkPolicy(
                        parameters.texts("allow_cidr", MAX), parameters.texts("allow_namespaces", MAX));
            default -> new Action.Cordon();
        };
    }

    private static @Nullable Action label(YamlMapping parameters) {
        parameters.require("labels", "for example labels: {suspicious: \"true\"}");
        String level = parameters.text("level");
        if (level != null && !level.equals("pod") && !level.equals("node")) {
            parameters.problem("level", "\"level\" must be pod or node", "without it, it is pod");
        }
        Map<String, String> labels = new LinkedHashMap<>();
        YamlValue value = parameters.get("labels");
        YamlMapping given = value == null ? null : value.mapping("labels");
        if (given == null) {
            return null;
        }
        for (String name : given.keys()) {
            String label = given.text(name);
            labels.put(name, label == null ? "" : label);
        }
        return new Action.Label("node".equals(level) ? Action.Label.Level.NODE : Action.Label.Level.POD, labels);
    }
}
