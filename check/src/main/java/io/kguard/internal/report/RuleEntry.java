// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import io.kguard.internal.condition.ClauseCoverage;
import java.util.List;
import java.util.Optional;

/**
 * A rule of the rule files.
 *
 * @param declared what its file says of it
 * @param unevaluated why it is not evaluated, as the end of a sentence; empty if it is
 * @param unloaded whether it was left out when it was loaded, which the user allows: it counts as a rule without a check
 * @param shown what acts that somebody meant showed of it
 * @param pinned what derived acts showed of it, which are made of its condition
 * @param figures what was measured of it besides
 */
public record RuleEntry(
        Declared declared, String unevaluated, boolean unloaded, Shown shown, Shown pinned, RuleFigures figures) {
    /**
     * A rule as it is written.
     *
     * @param name its name
     * @param description its {@code desc}
     * @param priority its priority; {@code debug} for a file that is not read
     * @param source the source of its events
     * @param tags its tags
     * @param place where it is written
     * @param condition its condition, with list items and exceptions
     */
    public record Declared(
            String name,
            String description,
            String priority,
            String source,
            List<String> tags,
            SourcePlace place,
            String condition) {
        public Declared {
            tags = List.copyOf(tags);
        }
    }

    /**
     * What checks showed of a rule: those of acts that somebody meant, or those of derived acts.
     *
     * @param fires whether a check that passed shows that it fires
     * @param silent whether a check that passed shows that it stays silent
     * @param coverage what the events of its checks showed of its condition
     */
    public record Shown(boolean fires, boolean silent, Optional<ClauseCoverage> coverage) {
        /** Nothing. */
        public static final Shown NONE = new Shown(false, false, Optional.empty());

        /** Whether it is shown to fire and to stay silent. */
        public boolean both() {
            return fires && silent;
        }

        /** Whether it is shown neither to fire nor to stay silent. */
        public boolean nothing() {
            return !fires && !silent;
        }

        /** How many results its clauses have. */
        public int goals() {
            return coverage.map(ClauseCoverage::goals).orElse(0);
        }

        /** How many of them decided a check. */
        public int reached() {
            return coverage.map(ClauseCoverage::reached).orElse(0);
        }
    }

    /** The same rule with what checks showed of it, and what was measured. */
    public RuleEntry with(Shown proven, Shown derived, RuleFigures measured) {
        return new RuleEntry(declared, unevaluated, unloaded, proven, derived, measured);
    }

    /** Its name. */
    public String name() {
        return declared.name();
    }

    /** Its priority; {@code debug} for a file that is not read. */
    public String priority() {
        return declared.priority();
    }

    /** The source of its events. */
    public String source() {
        return declared.source();
    }

    /** Its tags. */
    public List<String> tags() {
        return declared.tags();
    }

    /** Where it is written. */
    public SourcePlace place() {
        return declared.place();
    }

    /** Its condition, with list items and exceptions. */
    public String condition() {
        return declared.condition();
    }

    /** What the events of its checks showed of its condition, without derived acts; if it has no others, what these showed. */
    Optional<ClauseCoverage> marked() {
        return shown.coverage().or(pinned::coverage);
    }

    /** Whether checks should be about it. */
    public boolean counts() {
        return isEvaluated() || unloaded;
    }

    /** Whether it is evaluated. */
    public boolean isEvaluated() {
        return unevaluated.isEmpty();
    }
}
