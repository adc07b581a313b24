// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import io.kguard.event.EventSource;
import io.kguard.internal.derivation.Act;
import io.kguard.internal.derivation.DerivedAct;
import io.kguard.internal.derivation.RuleDerivation;
import io.kguard.internal.derivation.UnshownMutant;
import io.kguard.internal.message.Visible;
import io.kguard.internal.mutation.Mutant;
import io.kguard.internal.mutation.MutationKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The text of the scenario file of a rule, without the line that says what it was derived from. */
final class DerivedText {
    private static final int MOST_REASONS = 3;
    private static final int LONGEST_CLAUSE = 90;
    private static final int LONGEST_SUFFIX = 40;
    private static final String REMOVING = "removing ";

    private final RuleDerivation derivation;
    private final String id;
    private final boolean typed;
    private final SharedTree shared;
    private final Set<String> ids = new HashSet<>();
    private final YamlText yaml = new YamlText();

    /** An act besides the first one, and how it is told. */
    private record Told(DerivedAct act, Optional<Map<String, String>> values) {
        /** The only name whose value differs; empty if there are several, or more than values differ. */
        String onlyName() {
            return values.filter(map -> map.size() == 1)
                    .map(map -> map.keySet().iterator().next())
                    .orElse("");
        }

        String onlyValue() {
            return values.orElseThrow().values().iterator().next();
        }
    }

    private DerivedText(RuleDerivation derivation, String id) {
        this.derivation = derivation;
        this.id = id;
        Act first = derivation.acts().get(0).act();
        this.typed = first instanceof Act.Documents;
        this.shared = SharedTree.of(
                tree(first),
                derivation.acts().stream().skip(1).map(act -> tree(act.act())).toList(),
                typed);
        ids.add(id);
    }

    /**
     * The text of a file.
     *
     * @param derivation what was derived, with an act at least
     * @param id the id of the scenario
     */
    static String of(RuleDerivation derivation, String id) {
        return new DerivedText(derivation, id).write();
    }

    /** The text of the acts alone that notice some changes, to add to a file. */
    static String missing(RuleDerivation derivation, String id, Set<DerivedAct> acts) {
        DerivedText text = new DerivedText(derivation, id);
        for (DerivedAct act : acts) {
            text.entry(new Told(act, Optional.empty()), List.of());
        }
        return text.yaml.toString();
    }

    private static Object tree(Act act) {
        return act instanceof Act.Script script ? script.tree() : ((Act.Documents) act).events();
    }

    private static String key(Act act) {
        if (act instanceof Act.Documents documents) {
            return documents.source().equals(EventSource.K8S_AUDIT.label()) ? "audit" : "log";
        }
        return "events";
    }

    private String write() {
        List<Told> others = derivation.acts().stream()
                .skip(1)
                .map(act -> new Told(act, shared.valuesOf(tree(act.act()), typed)))
                .toList();
        Map<String, List<String>> matrix = new LinkedHashMap<>();
        List<Told> also = new ArrayList<>();
        for (Told told : others) {
            if (told.act.fires() && !told.onlyName().isEmpty()) {
                matrix.computeIfAbsent(told.onlyName(), name -> new ArrayList<>())
                        .add(told.onlyValue());
            } else if (told.act.fires()) {
                also.add(told);
            }
        }
        yaml.member("", "scenario", id);
        yaml.member("", "title", derivation.rule().name() + ", as its condition says");
        yaml.member("", "origin", "derived");
        if (!shared.values().isEmpty()) {
            yaml.member("", "values", shared.values());
        }
        Act first = derivation.acts().get(0).act();
        yaml.member("", key(first), shared.written());
        yaml.member("", "fires", List.of(derivation.rule().name()));
        if (!matrix.isEmpty()) {
            yaml.member("", "matrix", matrix);
        }
        entries("also", also);
        entries("twins", others.stream().filter(told -> !told.act.fires()).toList());
        unshown("No event tells these changes from the rule:", derivation.impossible());
        unshown("For these changes no act was found:", derivation.unsolved());
        return yaml.toString();
    }

    private void entries(String key, List<Told> told) {
        if (told.isEmpty()) {
            return;
        }
        yaml.line("", key + ":");
        Map<String, List<Told>> lists = new LinkedHashMap<>();
        told.stream()
                .filter(DerivedText::isOfItem)
                .forEach(item -> lists.computeIfAbsent(item.onlyName(), name -> new ArrayList<>())
                        .add(item));
        for (Told each : told) {
            List<Told> items = isOfItem(each) ? lists.getOrDefault(each.onlyName(), List.of()) : List.of();
            if (items.isEmpty()) {
                entry(each, List.of());
            } else if (items.get(0).equals(each)) {
                entry(each, items.subList(1, items.size()));
            }
        }
    }

    /** Whether an act is for an item of a list, and differs in one value: such acts stand in a matrix. */
    private static boolean isOfItem(Told told) {
        return !told.onlyName().isEmpty()
                && told.act.shows().stream().allMatch(mutant -> mutant.kind() == MutationKind.ITEM_REMOVED);
    }

    private void entry(Told told, List<Told> more) {
        List<Mutant> shows = new ArrayList<>(told.act.shows());
        more.forEach(item -> shows.addAll(item.act.shows()));
        reasons(shows).forEach(reason -> yaml.line("  ", "# " + reason));
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("scenario", unusedId(told.act));
        entry.put("title", title(told.act));
        told.values.ifPresentOrElse(
                values -> entry.put("values", values), () -> entry.put(key(told.act.act()), tree(told.act.act())));
        if (!more.isEmpty()) {
            entry.put(
                    "matrix",
                    Map.of(told.onlyName(), more.stream().map(Told::onlyValue).toList()));
        }
        yaml.item("  ", entry);
    }

    /** What an act is for, one reason in a line. */
    private static List<String> reasons(List<Mutant> shows) {
        List<String> reasons = new ArrayList<>();
        shows.stream()
                .sorted((one, other) -> Boolean.compare(isRemoval(other), isRemoval(one)))
                .limit(MOST_REASONS)
                .forEach(mutant -> reasons.add(reason(mutant)));
        if (shows.size() > MOST_REASONS) {
            int last = reasons.size() - 1;
            reasons.set(last, reasons.get(last) + "; and " + (shows.size() - MOST_REASONS) + " more");
        }
        return reasons;
    }

    private static boolean isRemoval(Mutant mutant) {
        return mutant.kind() == MutationKind.REMOVED;
    }

    private static String reason(Mutant mutant) {
        String macro = mutant.macro().isEmpty() ? "" : " (macro " + mutant.macro() + ")";
        String clause = isRemoval(mutant) ? mutant.change().substring(REMOVING.length()) : mutant.change();
        return shortened(clause) + macro;
    }

    private static String shortened(String clause) {
        String line = Visible.of(clause).strip();
        return line.length() <= LONGEST_CLAUSE ? line : line.substring(0, LONGEST_CLAUSE - 3) + "...";
    }

    private static Mutant first(DerivedAct act) {
        return act.shows().stream()
                .filter(DerivedText::isRemoval)
                .findFirst()
                .orElse(act.shows().get(0));
    }

    private static String title(DerivedAct act) {
        Mutant mutant = first(act);
        if (!isRemoval(mutant)) {
            return (act.fires() ? "It fires; not after " : "It does not fire; but after ") + reason(mutant);
        }
        return (act.fires() ? "It fires by " : "It does not fire because of ") + reason(mutant);
    }

    private String unusedId(DerivedAct act) {
        String words = DerivedIds.words(reason(first(act)));
        String suffix = words.substring(0, Math.min(words.length(), LONGEST_SUFFIX))
                .replaceFirst("-[^-]*$", words.length() > LONGEST_SUFFIX ? "" : "$0");
        String start = id + (act.fires() ? "-by-" : "-not-") + (suffix.isEmpty() ? "other" : suffix);
        String unused = start;
        for (int number = 2; !ids.add(unused); number++) {
            unused = start + "-" + number;
        }
        return unused.toLowerCase(Locale.ROOT);
    }

    private void unshown(String heading, List<UnshownMutant> mutants) {
        if (mutants.isEmpty()) {
            return;
        }
        yaml.line("", "# " + heading);
        for (UnshownMutant each : mutants) {
            yaml.line("", "#   " + Visible.of(each.mutant().description() + ": " + each.why()));
        }
    }
}
