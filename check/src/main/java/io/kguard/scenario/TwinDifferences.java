// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import io.kguard.internal.yaml.YamlMapping;
import io.kguard.internal.yaml.YamlValue;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * In which properties a twin differs from its attack: what is done, where and by whom. What comes of it, such as the output of a step,
 * is no property.
 *
 * <p>A property has the name of the key at which both part. The words of a command have names of their own, since one key says them all.
 * Each step of the twin, and each event of a recording, is compared with the one of the attack that is nearest to it.
 */
final class TwinDifferences {
    /** What says that somebody acts in another way: by a command in a container, or by the API server. */
    private static final String TOOL = "tool";

    private static final String PROGRAM = "program";
    private static final String ARGUMENTS = "arguments";
    private static final String SCRIPT = "script";
    private static final String ACTION = "action";
    private static final String VERB = "verb";
    private static final String USER = "user";

    private static final Set<String> COMPARED =
            YamlMapping.keys("audit", "log", "capture", "events", "plays", "cluster", "reactions", "pods", "steps");

    /** The result of a step or a request. That a request failed is said by its error code. */
    private static final Set<String> OF_THE_END =
            YamlMapping.keys("exit", "output", "error", "timeout", "leaves", "errorMessage", "responseElements");

    /** Which image stands for another one, where that has none. */
    private static final String IMAGE = "kguard.io/image";

    /** What says one thing in several keys. */
    private static final Set<String> WHOLE =
            YamlMapping.keys("peers", "userIdentity", "PublicAccessBlockConfiguration", "user");

    private static final Set<String> SHELLS = Set.of("bash", "sh");

    private TwinDifferences() {}

    /**
     * Compares two acts.
     *
     * @param attack the attack's keys
     * @param twin the twin's, with those of the attack that it does not say
     */
    static SortedSet<String> of(YamlMapping attack, YamlMapping twin) {
        SortedSet<String> found = new TreeSet<>();
        for (String key : COMPARED) {
            compare(key, plain(attack, key), plain(twin, key), found);
        }
        // a twin need not have a peer that it does not talk to
        if (twin.get("peers") != null) {
            compare("peers", plain(attack, "peers"), plain(twin, "peers"), found);
        }
        return found;
    }

    private static @Nullable Object plain(YamlMapping mapping, String key) {
        YamlValue value = mapping.get(key);
        return value == null ? null : value.plain();
    }

    private static void compare(String name, @Nullable Object one, @Nullable Object other, Set<String> found) {
        if (Objects.equals(one, other)) {
            return;
        }
        if (name.equals("annotations") && isOfImage(one) && isOfImage(other)) {
            return;
        }
        if (name.equals("steps") && one instanceof List<?> steps && other instanceof List<?> others) {
            nearest(name, steps, others, found, TwinDifferences::step);
        } else if (WHOLE.contains(name)) {
            found.add(name);
        } else if (one instanceof Map<?, ?> map && other instanceof Map<?, ?> otherMap) {
            names(map, otherMap).forEach(key -> compare(key, map.get(key), otherMap.get(key), found));
        } else if (one instanceof List<?> list && other instanceof List<?> others && areMaps(list) && areMaps(others)) {
            nearest(name, list, others, found, (a, b, into) -> compare(name, a, b, into));
        } else {
            found.add(name);
        }
    }

    /** The keys of both, but for those that tell its result. */
    private static Set<String> names(Map<?, ?> one, Map<?, ?> other) {
        Set<String> names = new HashSet<>();
        one.keySet().forEach(key -> names.add(String.valueOf(key)));
        other.keySet().forEach(key -> names.add(String.valueOf(key)));
        names.removeAll(OF_THE_END);
        return names;
    }

    /** Whether a pod has no annotation but the one that comes with its image. */
    private static boolean isOfImage(@Nullable Object annotations) {
        return annotations == null
                || annotations instanceof Map<?, ?> map && map.keySet().equals(Set.of(IMAGE));
    }

    private static boolean areMaps(List<?> list) {
        return list.stream().allMatch(Map.class::isInstance);
    }

    private interface Comparison {
        void compare(@Nullable Object one, @Nullable Object other, Set<String> found);
    }

    /**
     * Compares each of the others with the one that is nearest to it. One to which none is nearest was left out, unless there are none: then
     * the start of the pods is the act.
     */
    private static void nearest(String name, List<?> ones, List<?> others, Set<String> found, Comparison comparison) {
        Set<Integer> met = new HashSet<>();
        for (int place = 0; place < others.size(); place++) {
            Set<String> least = Set.of();
            int nearest = -1;
            for (int i : fromPlace(place, ones.size(), met)) {
                Set<String> between = new HashSet<>();
                comparison.compare(ones.get(i), others.get(place), between);
                if (nearest < 0 || distance(between) < distance(least)) {
                    least = between;
                    nearest = i;
                }
            }
            met.add(nearest);
            found.addAll(least);
        }
        if (!ones.isEmpty() && met.size() < ones.size()) {
            found.add(name);
        }
    }

    /** Steps of different kinds have nothing to compare: any of the same kind is nearer. */
    private static int distance(Set<String> between) {
        return between.contains(TOOL) ? Integer.MAX_VALUE : between.size();
    }

    /** Of several that are equally near, the one at the same place is the counterpart, and then one that is none yet. */
    private static List<Integer> fromPlace(int place, int size, Set<Integer> met) {
        return IntStream.range(0, size)
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> i != place).thenComparing(met::contains))
                .toList();
    }

    private static void step(@Nullable Object one, @Nullable Object other, Set<String> found) {
        if (!(one instanceof Map<?, ?> step) || !(other instanceof Map<?, ?> otherStep)) {
            compare("steps", one, other, found);
        } else if (!step.keySet().equals(otherStep.keySet())) {
            found.add(TOOL);
        } else {
            for (Object kind : step.keySet()) {
                parts(String.valueOf(kind), whole(step.get(kind)), whole(otherStep.get(kind)), found);
            }
        }
    }

    /** A step of kubectl may be its arguments alone. */
    private static Map<?, ?> whole(@Nullable Object step) {
        return step instanceof Map<?, ?> map ? map : Map.of("args", step instanceof List<?> args ? args : List.of());
    }

    private static void parts(String kind, Map<?, ?> one, Map<?, ?> other, Set<String> found) {
        for (String name : names(one, other)) {
            Object value = one.get(name);
            Object otherValue = other.get(name);
            switch (name) {
                case "command" -> command(list(value), list(otherValue), found);
                case "args" -> words(VERB, list(value), list(otherValue), found);
                case "do" -> actions(list(value), list(otherValue), found);
                case "as" -> compare(kind.equals("kubectl") ? USER : PROGRAM, value, otherValue, found);
                default -> compare(name, value, otherValue, found);
            }
        }
    }

    private static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }

    private static void command(List<?> one, List<?> other, Set<String> found) {
        boolean scripts = one.size() == 3
                && other.size() == 3
                && SHELLS.contains(String.valueOf(one.get(0)))
                && one.subList(0, 2).equals(other.subList(0, 2))
                && one.get(1).equals("-c");
        if (!scripts) {
            words(PROGRAM, one, other, found);
        } else if (!one.equals(other)) {
            found.add(SCRIPT);
        }
    }

    /** Compares the first words, and the others. */
    private static void words(String first, List<?> one, List<?> other, Set<String> found) {
        if (one.isEmpty() || other.isEmpty()) {
            compare(first, one, other, found);
            return;
        }
        compare(first, one.get(0), other.get(0), found);
        compare(ARGUMENTS, one.subList(1, one.size()), other.subList(1, other.size()), found);
    }

    private static void actions(List<?> one, List<?> other, Set<String> found) {
        nearest(ACTION, one, other, found, (a, b, into) -> words(ACTION, list(a), list(b), into));
    }
}
