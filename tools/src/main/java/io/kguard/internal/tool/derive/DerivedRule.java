// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import io.kguard.internal.derivation.RuleDerivation;
import java.nio.file.Path;
import java.util.List;

/**
 * What became of a rule.
 *
 * @param derivation what was derived
 * @param file the file for it
 * @param state what was done with the file
 * @param advice what to change in a file that was not written
 */
record DerivedRule(RuleDerivation derivation, Path file, State state, List<String> advice) {
    DerivedRule {
        advice = List.copyOf(advice);
    }

    /** What was done with a file. */
    enum State {
        /** It did not exist, and was written. */
        NEW("new"),
        /** It is as it was. */
        UNCHANGED("unchanged"),
        /** It was written anew. */
        UPDATED("updated"),
        /** It would be written anew, and the user did not say so. */
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
}
