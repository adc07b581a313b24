// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import io.kguard.internal.condition.TypedCondition;
import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;

/**
 * What is measured of rules besides their matches.
 *
 * @param variants by a rule's name, other conditions that are evaluated on the events that the rule sees. A rule whose
 *     clauses are counted has an entry, which may be empty
 */
@API(status = API.Status.INTERNAL)
public record Measures(Map<String, List<TypedCondition>> variants) {
    /** Nothing is measured. */
    public static final Measures NONE = new Measures(Map.of());

    public Measures {
        variants = Map.copyOf(variants);
    }
}
