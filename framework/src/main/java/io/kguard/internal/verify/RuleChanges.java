// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.engine.Matching;
import io.kguard.engine.RuleSet;
import io.kguard.event.EventCodes;
import io.kguard.event.EventSource;
import io.kguard.internal.condition.ConditionPrinter;
import io.kguard.internal.condition.EventTypeSearch;
import io.kguard.internal.shard.Digest;
import io.kguard.rule.Rule;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What differs between two sets of rules, once macros, lists and exceptions are in their places. */
final class RuleChanges {
    private RuleChanges() {}

    /**
     * What a rule does.
     *
     * @param condition its condition with macros, lists and exceptions in their places
     */
    private record Meaning(
            String name, String condition, String output, String priority, String source, List<String> tags) {
        static Meaning of(Rule rule) {
            return new Meaning(
                    rule.name(),
                    ConditionPrinter.printExpanded(rule.condition()),
                    rule.output(),
                    rule.priority().label(),
                    rule.source(),
                    rule.tags());
        }

        void addTo(Digest fingerprint) {
            fingerprint
                    .add(name)
                    .add(condition)
                    .add(output)
                    .add(priority)
                    .add(source)
                    .add(tags.toString());
        }
    }

    /** How a rule differs from the one of that name in another set; empty if it does not. */
    static List<String> differences(Rule before, Rule after) {
        Meaning old = Meaning.of(before);
        Meaning now = Meaning.of(after);
        List<String> parts = new ArrayList<>();
        add(parts, "condition", old.condition(), now.condition());
        add(parts, "output", old.output(), now.output());
        add(parts, "priority", old.priority(), now.priority());
        add(parts, "source", old.source(), now.source());
        add(parts, "tags", old.tags(), now.tags());
        return parts;
    }

    private static void add(List<String> parts, String name, Object old, Object now) {
        if (!old.equals(now)) {
            parts.add(name);
        }
    }

    /**
     * The names of the rules of which an alert may come, go or change. Where an event sets off only the first rule that
     * matches, a rule is also affected by earlier ones of the same events.
     */
    static Set<String> affected(RuleSet before, RuleSet after) {
        Map<String, List<Meaning>> old = bases(before);
        Map<String, List<Meaning>> now = bases(after);
        Set<String> affected = new LinkedHashSet<>(old.keySet());
        affected.addAll(now.keySet());
        affected.removeIf(rule -> old.getOrDefault(rule, List.of()).equals(now.getOrDefault(rule, List.of())));
        return affected;
    }

    /** For each rule, a digest of what its alerts depend on: itself, and the rules that may take its events. */
    static Map<String, String> fingerprints(RuleSet rules) {
        Map<String, String> fingerprints = new HashMap<>();
        bases(rules).forEach((rule, base) -> {
            Digest fingerprint = new Digest();
            base.forEach(meaning -> meaning.addTo(fingerprint));
            fingerprints.put(rule, fingerprint.hex());
        });
        return fingerprints;
    }

    /** For each rule, what its alerts depend on: itself, and the rules that may take its events. */
    private static Map<String, List<Meaning>> bases(RuleSet rules) {
        boolean first = rules.options().matching() == Matching.FIRST;
        Map<String, List<Meaning>> bases = new HashMap<>();
        List<Rule> all = rules.rules();
        List<Meaning> meanings = all.stream().map(Meaning::of).toList();
        EventTypeSearch search = new EventTypeSearch(rules.options().version());
        List<BitSet> codes = all.stream().map(rule -> codes(rule, search)).toList();
        for (int i = 0; i < all.size(); i++) {
            List<Meaning> base = new ArrayList<>();
            for (int j = 0; first && j < i; j++) {
                if (all.get(j).source().equals(all.get(i).source())
                        && codes.get(j).intersects(codes.get(i))) {
                    base.add(meanings.get(j));
                }
            }
            base.add(meanings.get(i));
            bases.put(all.get(i).name(), base);
        }
        return bases;
    }

    /** The codes of the events for which a rule's condition can be true. */
    private static BitSet codes(Rule rule, EventTypeSearch search) {
        if (rule.source().equals(EventSource.SYSCALL.label())) {
            return search.in(rule.condition());
        }
        BitSet codes = new BitSet();
        codes.set(EventCodes.PLUGINEVENT_E);
        return codes;
    }
}
