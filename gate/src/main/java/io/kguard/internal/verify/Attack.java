// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.scenario.Expectation;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioCatalogue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An attack of the catalogue.
 *
 * @param twins its benign twins
 */
public record Attack(Scenario scenario, List<Scenario> twins) {
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

    public Attack {
        twins = List.copyOf(twins);
    }

    /** The attacks of a catalogue. Twins follow their attack. */
    public static List<Attack> of(ScenarioCatalogue catalogue) {
        Map<Scenario, List<Scenario>> twins = new LinkedHashMap<>();
        List<Scenario> ofLast = new ArrayList<>();
        for (Scenario scenario : catalogue.scenarios()) {
            if (scenario.isTwin()) {
                ofLast.add(scenario);
            } else {
                ofLast = new ArrayList<>();
                twins.put(scenario, ofLast);
            }
        }
        return twins.entrySet().stream()
                .map(entry -> new Attack(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** The tactic that its file's folder names; empty if it names none. */
    public String tactic() {
        Matcher folder = FOLDER.matcher(scenario.origin().file());
        return folder.find() && TACTICS.contains(folder.group(1)) ? folder.group(1) : "";
    }

    /** What is expected of rules, by the attack and by its twins. */
    public Stream<Expectation> expectations() {
        return Stream.concat(Stream.of(scenario), twins.stream()).flatMap(one -> one.expectations().stream());
    }
}
