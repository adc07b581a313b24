// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import io.kguard.internal.condition.Variants;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.apiguardian.api.API;

/**
 * What is measured of rules besides their matches.
 *
 * @param variants by a rule's name, other conditions that are evaluated on the events that the rule sees. A rule whose
 *     clauses are counted has an entry, which may be empty
 * @param timed whether the time of these rules is measured
 */
@API(status = API.Status.INTERNAL)
public record Measures(Map<String, Variants> variants, boolean timed) {
    /** Nothing is measured. */
    public static final Measures NONE = new Measures(Map.of(), false);

    public Measures {
        variants = Map.copyOf(variants);
    }

    /** The clauses of rules are counted, and variants evaluated. */
    public Measures(Map<String, Variants> variants) {
        this(variants, false);
    }

    /** The time of rules is measured. */
    public static Measures timed(Collection<String> rules) {
        return new Measures(rules.stream().collect(Collectors.toMap(rule -> rule, rule -> Variants.NONE)), true);
    }
}
