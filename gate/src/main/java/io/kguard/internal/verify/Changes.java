// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.diagnostic.KguardException;
import io.kguard.engine.RuleSet;
import io.kguard.internal.message.Wording;
import io.kguard.rule.LoadResult;
import io.kguard.scenario.IndexedScenario;
import io.kguard.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The checks whose result a change can affect: those whose digests differ between the project as it is and as it was. What can't be
 * known of a check chooses it. A rule test in Java may read any file, so all are run if one differs.
 *
 * @param against a folder or file with the other rules, or a git revision
 * @param catalogue whether the scenarios of the catalogue's jars are played
 */
record Changes(String against, boolean catalogue) implements Choice {
    static final String WORD = "changes";

    @Override
    public boolean mayChoose(IndexedScenario scenario) {
        return true;
    }

    @Override
    public Chosen among(RulesAndScenarios all) throws IOException {
        for (Analysis analysis : all.options().analyses()) {
            if (analysis.judgesAll()) {
                return Chosen.all("All checks are made: what " + Wording.option(analysis.name())
                        + " says of them is not known before.");
            }
        }
        List<Path> places = Revision.places(against, all.options().rules());
        if (!places.isEmpty()) {
            return amongOtherRules(all, places);
        }
        try (Revision revision = Revision.of(against, all.options().rules())) {
            return since(revision, all);
        }
    }

    private Chosen amongOtherRules(RulesAndScenarios all, List<Path> rules) throws IOException {
        LoadResult loaded = all.options().loader().load(rules);
        RuleSet other = RuleSet.compile(loaded, all.rules().options());
        Snapshot now = Snapshot.of(all.options(), all.rules(), all.scenarios());
        Snapshot then = Snapshot.of(
                all.options(), other, all.catalogue().forRules(loaded).scenarios());
        boolean same = RuleChanges.fingerprint(all.rules()).equals(RuleChanges.fingerprint(other));
        return chosen("Only rules are compared with " + against + ", not scenarios.", now.changedSince(then), !same);
    }

    private Chosen since(Revision revision, RulesAndScenarios all) throws IOException {
        List<String> changed = revision.changed();
        Optional<String> pom = changed.stream().filter(Changes::saysHowToRun).findFirst();
        if (pom.isPresent()) {
            return every(pom.get() + " has changed, which may say how checks are made");
        }
        for (Path table : all.options().files().sources()) {
            if (revision.isChanged(table)) {
                return every(table + " has changed, which says what events have");
            }
        }
        Map<Path, String> unknown = revision.incomparable(all.shared());
        if (!unknown.isEmpty()) {
            return every(text(unknown));
        }
        Map<String, String> played = incomparable(revision, all);
        Snapshot then;
        try {
            then = Snapshot.at(revision, all.options());
        } catch (KguardException | IllegalArgumentException e) {
            return every("what there was then can't be judged: "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
        Snapshot now = Snapshot.of(all.options(), all.rules(), all.scenarios());
        return chosen(note(played), now.with(played.keySet()).changedSince(then), !changed.isEmpty());
    }

    /** The files that say how Maven runs kguard. */
    private static boolean saysHowToRun(String file) {
        return ("/" + file).endsWith("/pom.xml") || ("/" + file).contains("/.mvn/");
    }

    /** The scenarios that use something which can't be compared with a revision, and why. What was there is read with it. */
    private static Map<String, String> incomparable(Revision revision, RulesAndScenarios all) throws IOException {
        Map<String, String> reasons = new LinkedHashMap<>();
        for (Scenario scenario : all.scenarios()) {
            ScenarioFiles files = ScenarioFiles.of(scenario, all.options());
            Path jar = files.jar();
            Map<Path, String> unknown = revision.incomparable(files.files().values());
            if (!files.unknown().isEmpty()) {
                reasons.put(scenario.id(), files.unknown());
            } else if (jar != null && revision.isInRepository(jar)) {
                reasons.put(scenario.id(), jar + " was built here");
            } else if (!unknown.isEmpty()) {
                reasons.put(scenario.id(), text(unknown));
                revision.lend(files.files().values());
            }
        }
        return reasons;
    }

    private static String text(Map<Path, String> unknown) {
        Map.Entry<Path, String> first = unknown.entrySet().iterator().next();
        return first.getKey() + " can't be compared: " + first.getValue();
    }

    private static String note(Map<String, String> played) {
        return played.entrySet().stream()
                .findFirst()
                .map(first -> "Made in any case: the checks of " + first.getKey()
                        + (played.size() == 1 ? "" : " and " + (played.size() - 1) + " other scenarios") + ", because "
                        + first.getValue() + ".")
                .orElse("");
    }

    private Chosen every(String why) {
        return Chosen.all("All checks are made, and not only those that changed since " + against + ": " + why + ".");
    }

    private Chosen chosen(String note, Snapshot.ChangedChecks changed, boolean tests) {
        return new Chosen(
                Wording.option("only") + "=changes, compared with " + against,
                note,
                "There is nothing to check: no check can come out otherwise than with " + against + ".",
                (scenario, rule) -> changed.checks().contains(new Snapshot.ChangedChecks.Check(scenario.id(), rule)),
                scenario -> changed.scenarios().contains(scenario.id()),
                test -> tests);
    }
}
