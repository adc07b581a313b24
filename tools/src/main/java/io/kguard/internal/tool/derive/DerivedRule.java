// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import io.kguard.internal.tool.derive.RuleDerivation.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The outcome of a rule.
 *
 * @param derivation what was derived
 * @param file the file for it
 * @param state what was done with the file
 * @param advice what to change in a file that was not written
 * @param played what was played; empty if nothing was to be
 */
record DerivedRule(RuleDerivation derivation, Path file, State state, List<String> advice, Optional<Played> played) {
    DerivedRule {
        advice = List.copyOf(advice);
    }

    /**
     * The acts that were played.
     *
     * @param live what became of them
     * @param line the same, for the console
     */
    record Played(LiveDerivation live, String line) {}

    DerivedRule(RuleDerivation derivation, Path file, State state, List<String> advice) {
        this(derivation, file, state, advice, Optional.empty());
    }

    DerivedRule with(Played value) {
        return new DerivedRule(derivation, file, state, advice, Optional.of(value));
    }

    /** The acts on which the rule did otherwise when they were played. */
    List<LiveFinding> findings() {
        return played.map(value -> value.live().findings()).orElse(List.of());
    }

    /** What was done with a file. */
    enum State {
        /** It did not exist, and was written. */
        NEW("new"),
        /** It is as it was. */
        UNCHANGED("unchanged"),
        /** It was written again. */
        UPDATED("updated"),
        /** It would be written again, and the user did not say so. */
        OUTDATED("outdated"),
        /** Somebody edited it. */
        EDITED("edited, left as it is"),
        /** There is nothing to write. */
        NONE("nothing written");

        private final String words;

        State(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /** A line for the console, and more where something is to be done. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        String name = derivation.rule().name();
        if (!findings().isEmpty()) {
            findings().forEach(finding -> lines.add((lines.isEmpty() ? name + ": " : "  ") + finding.sentence()));
        } else if (derivation.outcome() != Outcome.SOLVED) {
            boolean never = derivation.outcome() == Outcome.IMPOSSIBLE;
            lines.add(name + ": " + (never ? "no event fires it: " : "not solved: ") + derivation.why());
        } else if (state == State.NONE) {
            lines.add(name + ": not written, because what was found does not hold");
        } else {
            long fires = count(true);
            long silent = count(false);
            lines.add(name + ": " + fires + (fires == 1 ? " act, " : " acts, ") + silent
                    + (silent == 1 ? " near miss; notices " : " near misses; notices ") + derivation.noticed() + " of "
                    + derivation.mutants() + " changes" + rest() + " -> " + file + " (" + state + ")");
        }
        ReportedImages.notes(derivation).forEach(line -> lines.add("  " + line));
        advice.forEach(line -> lines.add("  " + line));
        played.ifPresent(value -> lines.add("  " + value.line()));
        return lines;
    }

    private String rest() {
        List<String> parts = new ArrayList<>();
        if (!derivation.impossible().isEmpty()) {
            parts.add(derivation.impossible().size() + " impossible");
        }
        if (!derivation.unsolved().isEmpty()) {
            parts.add(derivation.unsolved().size() + " unsolved");
        }
        return parts.isEmpty() ? "" : " (" + String.join(", ", parts) + ")";
    }

    private long count(boolean fires) {
        return derivation.acts().stream().filter(act -> act.fires() == fires).count();
    }
}
