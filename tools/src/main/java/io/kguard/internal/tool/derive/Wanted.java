// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import java.util.List;

/**
 * What a demand asks of one fact.
 *
 * @param fact the fact
 * @param lens how the demand sees the fact
 * @param test what must hold of what it sees
 * @param negated whether it must not hold
 * @param origin the demand
 */
record Wanted(Fact fact, Lens lens, Trait test, boolean negated, Demand origin) {
    static Wanted of(Fact fact, Trait test, Demand origin) {
        return new Wanted(fact, Lens.SELF, test, origin.negated(), origin);
    }

    static Wanted of(Fact fact, Lens lens, Trait test, Demand origin) {
        return new Wanted(fact, lens, test, origin.negated(), origin);
    }

    /** A need that holds whatever the polarity of its demand. */
    static Wanted must(Fact fact, Trait test, Demand origin) {
        return new Wanted(fact, Lens.SELF, test, false, origin);
    }

    /** Whether a value of the fact is right. */
    boolean holds(String value, Facts facts) {
        return test.holds(lens.see(value, facts)) != negated;
    }

    /** Whether nothing is right, too: a check of a missing value is false. */
    boolean holdsOfNothing() {
        return negated;
    }

    /** What a right value may consist of. */
    List<Fragment> fragments(Facts facts) {
        return negated
                ? test.opposite().stream()
                        .flatMap(part -> lens.back(part, facts).stream())
                        .toList()
                : test.fragments().stream()
                        .flatMap(part -> lens.back(part, facts).stream())
                        .toList();
    }
}
