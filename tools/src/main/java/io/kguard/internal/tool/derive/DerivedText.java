// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import io.kguard.event.EventSource;
import io.kguard.internal.file.FileName;
import io.kguard.internal.message.Visible;
import io.kguard.internal.tool.mutant.Mutant;
import io.kguard.internal.yaml.YamlText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The text of the scenario file of a rule, without the line that says what it was derived from. */
final class DerivedText {
    private static final int MOST_REASONS = 3;
    private static final int LONGEST_CLAUSE = 90;
    private static final int LONGEST_SUFFIX = 40;
    private static final String REMOVING = "removing ";
    private static final Pattern FIELD = Pattern.compile("[a-z0-9]+(\\.[a-z0-9_]+)+");
    private static final Pattern ITEM = Pattern.compile("removing (.*) from the list of (\\S+).*", Pattern.DOTALL);

    private final RuleDerivation derivation;
    private final String id;
    private final boolean played;
    private final boolean typed;
    private final SharedTree shared;
    private final Set<String> ids = new HashSet<>();
    private final YamlText yaml = new YamlText();

    /**
     * An act besides the first one, and how it is told.
     *
     * @param tree the act as it is written out
     * @param values the values that make it of the first act; empty if it is written out
     * @param matrix further values, each of which makes one more act
     * @param more the acts that the matrix makes
     */
    private record Told(
            DerivedAct act,
            Object tree,
            Map<String, String> values,
            Map<String, List<String>> matrix,
            List<Told> more) {
        Told(DerivedAct act, Object tree, Map<String, String> values) {
            this(act, tree, values, Map.of(), List.of());
        }

        boolean isWritten() {
            return values.isEmpty();
        }

        /** The only name whose value differs; empty if there are several. */
        String onlyName() {
            return values.size() == 1 ? values.keySet().iterator().next() : "";
        }

        String onlyValue() {
            return values.values().iterator().next();
        }

        Told with(String name, List<String> others, List<Told> acts) {
            return acts.isEmpty() ? this : new Told(act, tree, values, Map.of(name, others), acts);
        }

        /** The same act, of which a matrix makes others that differ in one value. */
        Told withMatrix(List<Told> others, Map<String, String> known, boolean typed) {
            SharedTree all = SharedTree.of(tree, others.stream().map(Told::tree).toList(), typed);
            SharedTree named = all.without(known.keySet());
            String name = named.values().keySet().iterator().next();
            known.putAll(named.values());
            return new Told(
                    act,
                    named.written(),
                    Map.of(),
                    Map.of(
                            name,
                            others.stream()
                                    .map(other -> named.valuesOf(other.tree, typed)
                                            .orElseThrow()
                                            .getOrDefault(name, ""))
                                    .toList()),
                    others);
        }
    }

    private DerivedText(RuleDerivation derivation, String id, boolean played) {
        this.played = played;
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
        return new DerivedText(derivation, id, false).write();
    }

    /**
     * The text of a file whose acts real processes play.
     *
     * @param derivation what can be played, with an act at least
     * @param id the id of the scenario
     */
    static String played(RuleDerivation derivation, String id) {
        return new DerivedText(derivation, id, true).write();
    }

    /** The text of the acts alone that notice some changes, to add to a file. */
    static String missing(RuleDerivation derivation, String id, Set<DerivedAct> acts) {
        DerivedText text = new DerivedText(derivation, id, false);
        for (DerivedAct act : acts) {
            text.entry(new Told(act, tree(act.act()), Map.of()));
        }
        return text.yaml.toString();
    }

    /**
     * The text of a file with one act that a rule fires on, and perhaps a twin.
     *
     * @param silent an act on which it stays silent; null for none. Then the title is of this act
     */
    static String one(Act fires, String id, String title, String rule, @Nullable Act silent) {
        YamlText yaml = new YamlText();
        yaml.member("", "scenario", id);
        yaml.member("", "title", silent == null ? title : rule + ", as its condition says");
        yaml.member("", "origin", "derived");
        yaml.member("", key(fires, false), tree(fires));
        yaml.member("", "fires", List.of(rule));
        if (silent != null) {
            Map<String, Object> twin = new LinkedHashMap<>();
            twin.put("scenario", id + "-twin");
            twin.put("title", title);
            twin.put(key(silent, false), tree(silent));
            yaml.line("", "twins:");
            yaml.item("  ", twin);
        }
        return yaml.toString();
    }

    private static Object tree(Act act) {
        return act instanceof Act.Script script ? ProcessNames.of(script.tree()) : ((Act.Documents) act).events();
    }

    private static String key(Act act, boolean played) {
        if (act instanceof Act.Documents documents) {
            return documents.source().equals(EventSource.K8S_AUDIT.label()) ? "audit" : "log";
        }
        return played ? "plays" : "events";
    }

    private String write() {
        List<Told> others = new ArrayList<>();
        derivation.acts().stream()
                .skip(1)
                .forEach(act -> others.add(new Told(
                        act,
                        tree(act.act()),
                        shared.valuesOf(tree(act.act()), typed).orElse(Map.of()))));
        Map<String, String> values = new LinkedHashMap<>(shared.values());
        List<Told> told = alike(others, values);
        Map<String, List<String>> matrix = new LinkedHashMap<>();
        List<Told> also = new ArrayList<>();
        for (Told each : told) {
            if (each.act.fires() && !each.isWritten() && !each.onlyName().isEmpty()) {
                matrix.computeIfAbsent(each.onlyName(), name -> new ArrayList<>())
                        .add(each.onlyValue());
            } else if (each.act.fires()) {
                also.add(each);
            }
        }
        yaml.member("", "scenario", id);
        yaml.member(
                "",
                "title",
                derivation.rule().name() + ", as its condition says" + (played ? ", by real processes" : ""));
        yaml.member("", "origin", "derived");
        if (!values.isEmpty()) {
            yaml.member("", "values", values);
        }
        Act first = derivation.acts().get(0).act();
        yaml.member("", key(first, played), shared.written());
        yaml.member("", "fires", List.of(fire()));
        if (!matrix.isEmpty()) {
            yaml.member("", "matrix", matrix);
        }
        entries("also", also);
        entries("twins", told.stream().filter(each -> !each.act.fires()).toList());
        unshown("No event tells these changes from the rule:", derivation.impossible());
        unshown(
                played
                        ? "The acts for these changes stay written events, because they can't be played:"
                        : "For these changes no act was found:",
                derivation.unsolved());
        return yaml.toString();
    }

    /** What real processes do has other texts on each machine. */
    private Map<String, Object> fire() {
        List<String> messages = played
                ? List.of()
                : derivation.acts().stream()
                        .filter(DerivedAct::fires)
                        .map(DerivedAct::message)
                        .toList();
        return ExpectedFire.of(derivation.rule(), messages);
    }

    /**
     * The same acts, where those that are written out and differ in one value from another one that is written out are told by
     * that one's matrix.
     *
     * @param values the values of the file; more are added
     */
    private List<Told> alike(List<Told> all, Map<String, String> values) {
        List<Told> result = new ArrayList<>(all);
        for (int i = 0; i < result.size(); i++) {
            Told head = result.get(i);
            if (!head.isWritten() || !head.more.isEmpty()) {
                continue;
            }
            List<Told> rest = result.subList(i + 1, result.size()).stream()
                    .filter(other -> other.isWritten() && other.act.fires() == head.act.fires())
                    .toList();
            Map<List<Object>, List<Told>> byPlace = new LinkedHashMap<>();
            for (Told other : rest) {
                SharedTree both = SharedTree.of(head.tree, List.of(other.tree), typed);
                if (both.values().size() == 1) {
                    byPlace.computeIfAbsent(List.copyOf(both.places().values()), place -> new ArrayList<>())
                            .add(other);
                }
            }
            List<Told> most = byPlace.values().stream()
                    .max(Comparator.comparingInt(List::size))
                    .orElse(List.of());
            if (!most.isEmpty()) {
                result.set(i, head.withMatrix(most, values, typed));
                result.removeAll(most);
            }
        }
        return result;
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
                entry(each);
            } else if (items.get(0).equals(each)) {
                entry(each.with(
                        each.onlyName(),
                        items.subList(1, items.size()).stream()
                                .map(Told::onlyValue)
                                .toList(),
                        items.subList(1, items.size())));
            }
        }
    }

    /** Whether an act is for an item of a list, and differs in one value: such acts stand in a matrix. */
    private static boolean isOfItem(Told told) {
        return !told.isWritten()
                && !told.onlyName().isEmpty()
                && told.act.shows().stream().allMatch(mutant -> mutant.kind() == Mutant.Kind.ITEM_REMOVED);
    }

    private void entry(Told told) {
        List<Mutant> shows = new ArrayList<>(told.act.shows());
        told.more.forEach(item -> shows.addAll(item.act.shows()));
        reasons(shows).forEach(reason -> yaml.line("  ", "# " + reason));
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("scenario", unusedId(told.act));
        entry.put("title", title(told.act));
        if (told.isWritten()) {
            entry.put(key(told.act.act(), played), told.tree);
        } else {
            entry.put("values", told.values);
        }
        if (!told.matrix.isEmpty()) {
            entry.put("matrix", told.matrix);
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
        return mutant.kind() == Mutant.Kind.REMOVED;
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
        String start = act.fires() ? "It fires, too: " : "It does not fire: ";
        if (!isRemoval(mutant)) {
            return start + reason(mutant);
        }
        return start + (act.fires() ? "" : "without ") + reason(mutant);
    }

    private String unusedId(DerivedAct act) {
        Mutant mutant = first(act);
        Matcher fields = FIELD.matcher(mutant.change());
        String about = isRemoval(mutant) && !fields.find() ? reason(mutant) : mutant.change();
        Matcher item = ITEM.matcher(mutant.change());
        if (item.matches()) {
            about = item.group(2) + " " + item.group(1);
        } else if (fields.reset().find()) {
            about = fields.group();
        }
        String words = FileName.of(about);
        String suffix = words.length() <= LONGEST_SUFFIX ? words : words.substring(0, LONGEST_SUFFIX);
        String start = id + (act.fires() ? "-by-" : "-without-") + (suffix.isEmpty() ? "other" : suffix);
        String tidy = start.replaceFirst("-$", "");
        String unused = tidy;
        for (int number = 2; !ids.add(unused); number++) {
            unused = tidy + "-" + number;
        }
        return unused;
    }

    private void unshown(String heading, List<RuleDerivation.Unshown> mutants) {
        if (mutants.isEmpty()) {
            return;
        }
        yaml.line("", "# " + heading);
        for (RuleDerivation.Unshown each : mutants) {
            yaml.line("", "#   " + Visible.of(each.mutant().description() + ": " + each.why()));
        }
    }
}
