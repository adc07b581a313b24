// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.mutation;

import io.kguard.internal.tool.mutant.Mutant;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How many of some mutants are noticed.
 *
 * @param mutants how many there are
 * @param killed how many a check notices
 * @param undecided how many no scenario notices, but a rule test may
 * @param pinned how many only checks of derived acts notice. They count as not noticed
 */
record MutationScore(int mutants, int killed, int undecided, int pinned) {
    private static final double PERCENT = 100;
    private static final MutationScore NONE = new MutationScore(0, 0, 0, 0);

    /** That of all mutants of some rules which count. */
    static MutationScore of(List<RuleMutation> rules) {
        return ofGroups(rules).values().stream().reduce(NONE, MutationScore::plus);
    }

    /** Those of the groups of mutants that some rules have, in the groups' order. */
    static Map<Mutant.Group, MutationScore> ofGroups(List<RuleMutation> rules) {
        Map<Mutant.Group, MutationScore> groups = new EnumMap<>(Mutant.Group.class);
        for (RuleMutation rule : rules) {
            BitSet indistinct = rule.indistinct();
            for (int i = indistinct.nextClearBit(0); i < rule.all().size(); i = indistinct.nextClearBit(i + 1)) {
                boolean killed = rule.noticed().proven().get(i);
                boolean undecided = !killed && !rule.ruleTests().isEmpty();
                groups.merge(
                        rule.all().get(i).group(),
                        new MutationScore(
                                1,
                                killed ? 1 : 0,
                                undecided ? 1 : 0,
                                rule.noticed().isPinnedAlone(i) ? 1 : 0),
                        MutationScore::plus);
            }
        }
        return groups;
    }

    /** The scores of groups in one line. */
    static String line(Map<Mutant.Group, MutationScore> groups) {
        return groups.entrySet().stream()
                .map(group -> group.getKey().label() + " " + group.getValue())
                .collect(Collectors.joining(", "));
    }

    private MutationScore plus(MutationScore other) {
        return new MutationScore(
                mutants + other.mutants, killed + other.killed, undecided + other.undecided, pinned + other.pinned);
    }

    /** What derived acts notice, in words that follow a number of noticed mutants; empty if that is nothing more. */
    String pinnedText() {
        return pinned == 0 ? "" : ", derived acts alone notice " + pinned + ", which do not count";
    }

    int surviving() {
        return mutants - killed - undecided;
    }

    /** The share of mutants that a check notices, in percent, without the undecided ones; 0 if there are none. */
    double percent() {
        return killed + surviving() == 0 ? 0 : PERCENT * killed / (killed + surviving());
    }

    /** For people: {@code 12 of 40 (30.0 %)}. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%d of %d (%.1f %%)", killed, mutants, percent());
    }
}
