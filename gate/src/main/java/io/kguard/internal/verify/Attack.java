// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.scenario.Expectation;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioCatalogue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An attack of the catalogue.
 *
 * @param twin its benign twin; null if it has none
 */
public record Attack(Scenario scenario, @Nullable Scenario twin) {
    private static final Pattern FOLDER = Pattern.compile("([^/\\\\!]+)[/\\\\][^/\\\\]+$");

    /** The tactics of ATT&amp;CK for enterprises. Version 19 made stealth and defense impairment of defense evasion. */
    private static final Set<String> TACTICS = Set.of(
            "reconnaissance",
            "resource-development",
            "initial-access",
            "execution",
            "persistence",
            "privilege-escalation",
            "credential-access",
            "discovery",
            "lateral-movement",
            "collection",
            "command-and-control",
            "exfiltration",
            "impact",
            "defense-evasion",
            "stealth",
            "defense-impairment");

    /** The attacks of a catalogue. A file has one, and perhaps its twin after it. */
    public static List<Attack> of(ScenarioCatalogue catalogue) {
        List<Attack> attacks = new ArrayList<>();
        Scenario waiting = null;
        for (Scenario scenario : catalogue.scenarios()) {
            if (waiting != null
                    && waiting.origin().file().equals(scenario.origin().file())) {
                attacks.add(new Attack(waiting, scenario));
                waiting = null;
            } else {
                if (waiting != null) {
                    attacks.add(new Attack(waiting, null));
                }
                waiting = scenario;
            }
        }
        if (waiting != null) {
            attacks.add(new Attack(waiting, null));
        }
        return attacks;
    }

    /** The tactic that its file's folder names; empty if it names none. */
    public String tactic() {
        Matcher folder = FOLDER.matcher(scenario.origin().file());
        return folder.find() && TACTICS.contains(folder.group(1)) ? folder.group(1) : "";
    }

    /** What is expected of rules, by the attack and by its twin. */
    public Stream<Expectation> expectations() {
        return Stream.concat(
                scenario.expectations().stream(), twin == null ? Stream.of() : twin.expectations().stream());
    }
}
