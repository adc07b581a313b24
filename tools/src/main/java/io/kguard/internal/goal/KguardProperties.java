// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.goal;

import io.kguard.internal.message.Nearest;
import io.kguard.internal.option.Goal;
import io.kguard.internal.option.GoalParameter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The properties that {@code -D} can set: the parameters of {@link Goals}. One that nothing reads would silently leave something
 * unchecked.
 */
public final class KguardProperties {
    /** A property that poms have for the version of kguard. No goal reads it. */
    private static final String OF_POMS = "kguard.version";

    /** A parameter with elements in it, which no property can say. */
    private static final String OF_POMS_ALONE = "thresholds";

    /** The properties of simulations, for every goal that runs them. */
    private static final Set<String> OF_SIMULATIONS = names(Goal.OF_SIMULATIONS);

    private static final Map<String, Set<String>> OF_GOALS = new TreeMap<>();

    static {
        Goals.all().forEach(goal -> OF_GOALS.put(goal.name(), names(goal.parameters())));
        OF_GOALS.put(Goals.HELP.name(), names(Goals.HELP.parameters()));
    }

    private static Set<String> names(List<GoalParameter> parameters) {
        return parameters.stream().map(GoalParameter::property).collect(Collectors.toCollection(TreeSet::new));
    }

    private KguardProperties() {}

    /** The properties of every goal that runs simulations. */
    static Set<String> ofSimulations() {
        return OF_SIMULATIONS;
    }

    /** What the goals of a build read. */
    private static Set<String> known(Collection<String> goals) {
        Set<String> known = new TreeSet<>(OF_SIMULATIONS);
        known.add(Goal.SETTINGS.property());
        goals.forEach(goal -> known.addAll(OF_GOALS.getOrDefault(goal, Set.of())));
        return known;
    }

    /**
     * What is wrong with properties.
     *
     * @param goals the goals of the build that read them
     * @param given the names of properties, which may include others than kguard's
     * @return one sentence per property that no goal of the build reads
     */
    public static List<String> complaints(Collection<String> goals, Collection<String> given) {
        Set<String> known = known(goals);
        List<String> complaints = new ArrayList<>();
        for (String name : new TreeSet<>(given)) {
            String meant = known.contains(name) ? null : Nearest.of(name, known);
            if (meant != null || (name.startsWith(GoalParameter.PREFIX) && !known.contains(name))) {
                complaints.add(complaint(goals, name, meant, known));
            }
        }
        return complaints;
    }

    /** The same, but only for names so close to a known one that it must be meant. Others may be the project's own. */
    public static List<String> misspelt(Collection<String> goals, Collection<String> given) {
        Set<String> known = known(goals);
        return given.stream()
                .filter(name ->
                        name.startsWith(GoalParameter.PREFIX) && !isKnown(name) && Nearest.of(name, known) != null)
                .sorted(Comparator.naturalOrder())
                .toList();
    }

    /**
     * What is wrong with the configuration of the plugin in a pom. The configuration for all goals is part of each
     * goal's, so a goal can't be checked against its own parameters alone.
     *
     * @param given the names of the parameters
     * @return one sentence per parameter that no goal has
     */
    public static List<String> ofPlugin(Collection<String> given) {
        Set<String> known = new TreeSet<>();
        known.add(OF_POMS_ALONE);
        OF_GOALS.values()
                .forEach(names -> names.forEach(name -> known.add(name.substring(GoalParameter.PREFIX.length()))));
        List<String> complaints = new ArrayList<>();
        for (String name : new TreeSet<>(given)) {
            if (!known.contains(name)) {
                String meant = Nearest.of(name, known);
                complaints.add("The configuration of the plugin has the parameter " + name + ", but no goal has it"
                        + (meant == null
                                ? ". There are " + String.join(", ", known) + "."
                                : "; did you mean " + meant + "?"));
            }
        }
        return complaints;
    }

    private static boolean isKnown(String name) {
        return name.equals(OF_POMS)
                || name.equals(Goal.SETTINGS.property())
                || OF_SIMULATIONS.contains(name)
                || OF_GOALS.values().stream().anyMatch(names -> names.contains(name));
    }

    private static String complaint(
            Collection<String> goals, String name, @Nullable String meant, Collection<String> known) {
        List<String> others = OF_GOALS.entrySet().stream()
                .filter(goal -> goal.getValue().contains(name))
                .map(goal -> "kguard:" + goal.getKey())
                .toList();
        String what = others.isEmpty()
                ? "There is no property " + name
                : "The property " + name + " belongs to " + String.join(" and ", others);
        if (meant != null) {
            return what + "; did you mean " + meant + "?";
        }
        for (Map.Entry<String, Set<String>> goal : OF_GOALS.entrySet()) {
            String elsewhere = others.isEmpty() ? Nearest.of(name, goal.getValue()) : null;
            if (elsewhere != null) {
                return what + "; kguard:" + goal.getKey() + " has " + elsewhere + ".";
            }
        }
        return what + ". " + (goals.isEmpty() ? "There are " : "This build knows ") + String.join(", ", known) + ".";
    }
}
