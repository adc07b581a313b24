// SPDX-License-Identifier: Apache-2.0
package io.kguard.verdict;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apiguardian.api.API;

/**
 * What happened to an object of the cluster in a simulation.
 *
 * @param object its kind and name, such as {@code pod ci/jenkins-0}, {@code node kguard-node} or
 *     {@code networkpolicy ci/jenkins}
 * @param before its state before the first step, such as {@code Running on kguard-node}; {@value #GONE} if it was not there
 * @param after its state after the effects were checked; {@value #GONE} if it was not there
 */
@API(status = API.Status.EXPERIMENTAL)
public record ClusterChange(String object, String before, String after) {
    /** The state of an object that is not there. */
    public static final String GONE = "not there";

    /** Whether the two states differ. */
    public boolean isChange() {
        return !before.equals(after);
    }

    /** All objects of two overviews, in their order. */
    public static List<ClusterChange> between(Map<String, String> before, Map<String, String> after) {
        Set<String> names = new LinkedHashSet<>(before.keySet());
        names.addAll(after.keySet());
        List<ClusterChange> changes = new ArrayList<>();
        names.forEach(name ->
                changes.add(new ClusterChange(name, before.getOrDefault(name, GONE), after.getOrDefault(name, GONE))));
        return changes;
    }

    @Override
    public String toString() {
        return object + ": " + (isChange() ? before + " -> " + after : before);
    }
}
