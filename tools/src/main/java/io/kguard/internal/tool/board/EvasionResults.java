// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.board;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What {@code evasion.json} says: the attacks in other ways.
 *
 * @param rules what each rule saw of them, by its name
 * @param uncounted the variants that say nothing about rules
 */
record EvasionResults(Map<String, OfRule> rules, List<Uncounted> uncounted) {
    static final String FILE = "evasion.json";

    EvasionResults {
        rules = new LinkedHashMap<>(rules);
        uncounted = List.copyOf(uncounted);
    }

    /**
     * What a rule saw of the variants that took effect.
     *
     * @param seen those that it saw
     * @param missed the others
     */
    record OfRule(List<VariantTable.Key> seen, List<Missed> missed) {
        OfRule {
            seen = List.copyOf(seen);
            missed = List.copyOf(missed);
        }

        long caught() {
            return seen.size();
        }

        long variants() {
            return (long) seen.size() + missed.size();
        }

        long unseen() {
            return missed.stream().filter(one -> one.seenBy().isEmpty()).count();
        }
    }

    /**
     * A variant that a rule missed.
     *
     * @param key the variant
     * @param seenBy the other rules that saw it
     */
    record Missed(VariantTable.Key key, List<String> seenBy) {
        Missed {
            seenBy = List.copyOf(seenBy);
        }
    }

    /**
     * A variant that says nothing about rules.
     *
     * @param key the variant
     * @param reason why
     * @param proof whether something would have shown its effect
     */
    record Uncounted(VariantTable.Key key, String reason, boolean proof) {}

    /**
     * Reads them.
     *
     * @param known the rules of the run
     * @throws IOException if the file is damaged, or of another run
     */
    static EvasionResults read(Path folder, Set<String> known) throws IOException {
        JsonPart json = JsonPart.read(folder, FILE);
        Map<String, OfRule> rules = new LinkedHashMap<>();
        for (JsonPart rule : json.list("rules")) {
            String name = rule.text("rule");
            List<Missed> missed = new ArrayList<>();
            for (JsonPart one : rule.list("missed")) {
                missed.add(new Missed(key(one), one.texts("seenBy")));
            }
            List<VariantTable.Key> seen = new ArrayList<>();
            for (JsonPart one : rule.list("seen")) {
                seen.add(key(one));
            }
            OfRule of = new OfRule(seen, missed);
            if (rule.count("caught") != of.caught()
                    || rule.count("variants") != of.variants()
                    || rule.count("unseen") != of.unseen()) {
                throw rule.damaged("its counts are not those of what it lists");
            }
            if (!known.contains(name)) {
                throw rule.damaged(
                        "the rule \"" + name + "\" is not in " + RunResults.FILE + ": the files are of two runs");
            }
            if (rules.put(name, of) != null) {
                throw rule.damaged("the rule \"" + name + "\" is there twice");
            }
        }
        List<Uncounted> uncounted = new ArrayList<>();
        Set<VariantTable.Key> found = new HashSet<>();
        for (JsonPart one : json.list("uncounted")) {
            uncounted.add(new Uncounted(key(one), one.text("reason"), one.flag("proof")));
            if (!found.add(key(one))) {
                throw one.damaged("the variant is there twice");
            }
        }
        return new EvasionResults(rules, uncounted);
    }

    private static VariantTable.Key key(JsonPart json) throws IOException {
        return new VariantTable.Key(json.text("scenario"), json.text("evasion"));
    }
}
