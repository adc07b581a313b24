// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.board;

import io.kguard.internal.tool.evasion.EvasionReport;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The outcome of each variant of the attacks in a set.
 *
 * @param cells by variants
 * @param absent what is said of a variant that the set did not play
 */
record VariantTable(Map<EvasionReport.Key, BoardCell> cells, String absent) {
    VariantTable {
        cells = new LinkedHashMap<>(cells);
    }

    /** The rules that should have seen a variant, and whether another one did, or one saw what prepared it. */
    private record Seen(Set<String> caught, Set<String> missed, boolean[] elsewhere) {
        Seen() {
            this(new LinkedHashSet<>(), new LinkedHashSet<>(), new boolean[1]);
        }
    }

    static VariantTable of(BoardSet set) {
        if (set.evasion().isEmpty()) {
            return new VariantTable(Map.of(), "not measured");
        }
        EvasionReport.Results results = set.evasion().get();
        Map<EvasionReport.Key, Seen> seen = new LinkedHashMap<>();
        results.rules().forEach(of -> {
            of.seen()
                    .forEach(one -> seen.computeIfAbsent(one, key -> new Seen())
                            .caught()
                            .add(of.rule()));
            of.missed().forEach(one -> {
                Seen variant = seen.computeIfAbsent(one.key(), key -> new Seen());
                variant.missed().add(of.rule());
                variant.elsewhere()[0] |= !one.seenBy().isEmpty();
            });
        });
        Map<EvasionReport.Key, BoardCell> cells = new LinkedHashMap<>();
        seen.forEach((key, variant) -> cells.put(key, cell(set, variant)));
        results.uncounted()
                .forEach(one -> cells.put(one.key(), BoardCell.nothing(one.proof() ? "no effect" : "no proof")));
        return new VariantTable(cells, "not played");
    }

    private static BoardCell cell(BoardSet set, Seen variant) {
        int all = variant.caught().size() + variant.missed().size();
        if (variant.missed().isEmpty()) {
            return new BoardCell(
                    "caught",
                    BoardCell.FIRED,
                    set.ruleLink(variant.caught().iterator().next()));
        }
        String link = set.ruleLink(variant.missed().iterator().next());
        if (!variant.caught().isEmpty()) {
            return new BoardCell("caught by " + variant.caught().size() + " of " + all, BoardCell.OTHER, link);
        }
        return variant.elsewhere()[0]
                ? new BoardCell("seen otherwise", BoardCell.OTHER, link)
                : new BoardCell("unseen", BoardCell.MISSED, link);
    }

    BoardCell cell(EvasionReport.Key key) {
        return cells.getOrDefault(key, BoardCell.nothing(absent));
    }
}
