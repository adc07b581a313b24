// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

/** Decides whether a part of conditions is true for an evaluation's event. Shared by threads. */
abstract class Decider {
    abstract boolean holds(Evaluation evaluation);

    /** Whether all of several are true, or one of them. */
    static final class Several extends Decider {
        private final boolean all;
        private final Decider[] parts;

        Several(boolean all, Decider[] parts) {
            this.all = all;
            this.parts = parts;
        }

        @Override
        boolean holds(Evaluation evaluation) {
            for (Decider part : parts) {
                if (part.holds(evaluation) != all) {
                    return !all;
                }
            }
            return all;
        }
    }

    /** Whether another is not true. */
    static final class Opposite extends Decider {
        private final Decider of;

        Opposite(Decider of) {
            this.of = of;
        }

        @Override
        boolean holds(Evaluation evaluation) {
            return !of.holds(evaluation);
        }
    }

    /** Compares a string, whose results are remembered as long as it recurs. */
    static final class OfText extends Decider {
        private final int memo;
        private final int predicate;

        OfText(int memo, int predicate) {
            this.memo = memo;
            this.predicate = predicate;
        }

        @Override
        boolean holds(Evaluation evaluation) {
            return evaluation.text(memo, predicate);
        }
    }

    /** Makes a check. */
    static final class OfCheck extends Decider {
        private final TypedCheck check;

        OfCheck(TypedCheck check) {
            this.check = check;
        }

        @Override
        boolean holds(Evaluation evaluation) {
            return check.test(evaluation.context());
        }
    }

    /** Is true, or false, for every event. */
    static final class Constant extends Decider {
        private final boolean value;

        Constant(boolean value) {
            this.value = value;
        }

        @Override
        boolean holds(Evaluation evaluation) {
            return value;
        }
    }

    /** Decides once per event what conditions have in common. */
    static final class Once extends Decider {
        private final int part;
        private final Decider of;

        Once(int part, Decider of) {
            this.part = part;
            this.of = of;
        }

        @Override
        boolean holds(Evaluation evaluation) {
            if (!evaluation.isDecided(part)) {
                evaluation.decided(part, of.holds(evaluation));
            }
            return evaluation.decision(part);
        }
    }
}
