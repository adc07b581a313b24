// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.internal.report.Tactics;
import io.kguard.scenario.Expectation;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioCatalogue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    public Attack {
        twins = List.copyOf(twins);
    }

    /** The attacks of a catalogue. Twins are those of the first attack of their file. */
    public static List<Attack> of(ScenarioCatalogue catalogue) {
        Map<Scenario, List<Scenario>> twins = new LinkedHashMap<>();
        Map<String, List<Scenario>> ofFiles = new HashMap<>();
        for (Scenario scenario : catalogue.scenarios()) {
            if (scenario.isTwin()) {
                ofFiles.computeIfAbsent(scenario.origin().file(), file -> new ArrayList<>())
                        .add(scenario);
            } else {
                List<Scenario> own = new ArrayList<>();
                twins.put(scenario, own);
                ofFiles.putIfAbsent(scenario.origin().file(), own);
            }
        }
        return twins.entrySet().stream()
                .map(entry -> new Attack(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** The tactic that its file's folder names; empty if it names none. */
    public String tactic() {
        Matcher folder = FOLDER.matcher(scenario.origin().file());
        return folder.find() && Tactics.ALL.contains(folder.group(1)) ? folder.group(1) : "";
    }

    /** What is expected of rules, by the attack and by its twins. */
    public Stream<Expectation> expectations() {
        return Stream.concat(Stream.of(scenario), twins.stream()).flatMap(one -> one.expectations().stream());
    }
}
