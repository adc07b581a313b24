// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.internal.message.Wording;
import io.kguard.scenario.IndexedScenario;
import io.kguard.scenario.Scenario;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** Which of the checks are made. */
public sealed interface Choice permits Choice.All, Patterns, Changes {
    /** All checks. */
    Choice ALL = new All(true);

    /**
     * All checks.
     *
     * @param catalogue whether those of the catalogue's jars are among them
     */
    record All(boolean catalogue) implements Choice {
        @Override
        public Chosen among(RulesAndScenarios all) {
            return Chosen.ALL;
        }

        @Override
        public boolean mayChoose(IndexedScenario scenario) {
            return scenario.kind() == Scenario.Kind.UNPROVEN;
        }
    }

    /** Whether the scenarios of the catalogue's jars are played. */
    boolean catalogue();

    /**
     * The chosen checks.
     *
     * @throws IllegalArgumentException if the choice names something that there is not
     * @throws IOException if what is compared with can't be read
     */
    Chosen among(RulesAndScenarios all) throws IOException;

    /**
     * Whether it may choose something of a scenario of a jar, none of whose rules is loaded. If it does not, nobody need read the
     * scenario.
     */
    boolean mayChoose(IndexedScenario scenario);

    /**
     * The choice of a user.
     *
     * @param only patterns of names with commas between them, or {@code changes} alone; empty for all
     * @param against what changes are compared with; empty if not given
     * @param catalogue whether the scenarios of the catalogue's jars are played
     */
    static Choice of(String only, String against, boolean catalogue) {
        List<String> names = Stream.of(only.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
        if (names.contains(Changes.WORD)) {
            if (names.size() > 1) {
                throw new IllegalArgumentException(Wording.option("only") + " is \"changes\" or names, not both");
            }
            if (against.isEmpty()) {
                throw new IllegalArgumentException(Wording.option("only") + "=changes needs "
                        + Wording.option("against") + ": a git revision such as " + Wording.given("against")
                        + "=origin/main, or a folder with the other rules");
            }
            return new Changes(against, catalogue);
        }
        if (!against.isEmpty()) {
            throw new IllegalArgumentException(
                    Wording.option("against") + " does nothing here without " + Wording.option("only") + "=changes");
        }
        return names.isEmpty() ? new All(catalogue) : Patterns.of(names, catalogue);
    }
}
