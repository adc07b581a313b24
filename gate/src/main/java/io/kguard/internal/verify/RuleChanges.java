// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.Matching;
import io.kguard.engine.RuleOutput;
import io.kguard.engine.RuleSet;
import io.kguard.event.EventCodes;
import io.kguard.event.EventSource;
import io.kguard.internal.condition.EventTypeSearch;
import io.kguard.internal.difference.RuleChange.RuleMeaning;
import io.kguard.internal.shard.Digest;
import io.kguard.rule.Rule;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What differs between two sets of rules, once macros, lists and exceptions are in their places. */
final class RuleChanges {
    private RuleChanges() {}

    /**
     * For each rule, a digest of what its alerts depend on: itself with all that its alerts say, and the conditions of the rules
     * that may take its events.
     */
    static Map<String, String> fingerprints(RuleSet rules) {
        Map<String, Rule> byName = new HashMap<>();
        rules.rules().forEach(rule -> byName.put(rule.name(), rule));
        Map<String, String> fingerprints = new HashMap<>();
        bases(rules).forEach((name, base) -> {
            Digest fingerprint = new Digest();
            base.subList(0, base.size() - 1)
                    .forEach(taker -> fingerprint.add(taker.condition()).add(taker.source()));
            fingerprint.add("itself");
            addAll(Objects.requireNonNull(byName.get(name)), rules.options(), fingerprint);
            fingerprints.put(name, fingerprint.hex());
        });
        return fingerprints;
    }

    /** A digest of all that rules do together. */
    static String fingerprint(RuleSet rules) {
        Digest fingerprint = new Digest().add(rules.options().matching().name());
        rules.rules().forEach(rule -> addAll(rule, rules.options(), fingerprint));
        return fingerprint.hex();
    }

    private static void addAll(Rule rule, EngineOptions options, Digest fingerprint) {
        RuleMeaning meaning = RuleMeaning.of(rule);
        RuleOutput output = options.outputs().apply(rule);
        fingerprint
                .add(meaning.name())
                .add(meaning.condition())
                .add(meaning.output())
                .add(meaning.priority())
                .add(meaning.source())
                .add(meaning.tags().toString())
                .add(output.toString());
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
