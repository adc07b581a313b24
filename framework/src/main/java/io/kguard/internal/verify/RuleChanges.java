// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.engine.Matching;
import io.kguard.engine.RuleSet;
import io.kguard.event.EventCodes;
import io.kguard.event.EventSource;
import io.kguard.internal.condition.EventTypeSearch;
import io.kguard.internal.shard.Digest;
import io.kguard.internal.upgrade.RuleMeaning;
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
     * The names of the rules of which an alert may come, go or change. Where an event sets off only the first rule that
     * matches, a rule is also affected by earlier ones of the same events.
     */
    static Set<String> affected(RuleSet before, RuleSet after) {
        Map<String, List<RuleMeaning>> old = bases(before);
        Map<String, List<RuleMeaning>> now = bases(after);
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
            base.forEach(meaning -> add(meaning, fingerprint));
            fingerprints.put(rule, fingerprint.hex());
        });
        return fingerprints;
    }

    private static void add(RuleMeaning meaning, Digest fingerprint) {
        fingerprint
                .add(meaning.name())
                .add(meaning.condition())
                .add(meaning.output())
                .add(meaning.priority())
                .add(meaning.source())
                .add(meaning.tags().toString());
    }

    /** For each rule, what its alerts depend on: itself, and the rules that may take its events. */
    private static Map<String, List<RuleMeaning>> bases(RuleSet rules) {
        boolean first = rules.options().matching() == Matching.FIRST;
        Map<String, List<RuleMeaning>> bases = new HashMap<>();
        List<Rule> all = rules.rules();
        List<RuleMeaning> meanings = all.stream().map(RuleMeaning::of).toList();
        EventTypeSearch search = new EventTypeSearch(rules.options().version());
        List<BitSet> codes = all.stream().map(rule -> codes(rule, search)).toList();
        for (int i = 0; i < all.size(); i++) {
            List<RuleMeaning> base = new ArrayList<>();
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
