// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.upgrade;

import io.kguard.diagnostic.Location;
import io.kguard.diagnostic.Position;
import io.kguard.rule.LoadResult;
import io.kguard.rule.WrittenItem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds items that change an earlier list, macro or rule, and without which the new version loads the same. It tries: it loads the
 * rules without each of them.
 */
record ChangesWithoutEffect(Side from, LoadResult before, Side to, LoadResult after) {
    /** How many items are tried; each costs a load or two. */
    static final int MAX_TRIED = 200;

    /** The items, in their order; and one more finding if there are too many to try. */
    List<Finding> find() {
        Set<Position> faulty = after.errors().stream()
                .flatMap(error -> error.locations().stream())
                .map(Location::position)
                .collect(Collectors.toSet());
        List<WrittenItem> items = items().stream()
                .filter(WrittenItem::changesEarlier)
                .filter(item -> !faulty.contains(item.position()))
                .toList();
        Meaning meaning = Meaning.of(after);
        List<Finding> found = new ArrayList<>();
        for (WrittenItem item : items.subList(0, Math.min(items.size(), MAX_TRIED))) {
            if (isSame(meaning, to, item)) {
                found.add(finding(item, !isSame(Meaning.of(before), from, item)));
            }
        }
        if (items.size() > MAX_TRIED) {
            WrittenItem first = items.get(MAX_TRIED);
            found.add(new Finding(
                    first.position(),
                    "",
                    "",
                    "this item and the " + (items.size() - MAX_TRIED - 1)
                            + " after it that change earlier ones were not tried: there are too many",
                    "give kguard fewer files at a time"));
        }
        return found;
    }

    private List<WrittenItem> items() {
        List<WrittenItem> items = new ArrayList<>();
        for (Path path : to.rules()) {
            items.addAll(WrittenItem.read(path, to.falco()));
        }
        return items;
    }

    private static boolean isSame(Meaning meaning, Side side, WrittenItem item) {
        LoadResult without = side.load(side.loader().without(item.position()));
        return meaning.equals(Meaning.of(without));
    }

    private static Finding finding(WrittenItem item, boolean hadEffect) {
        String kind = item.kind().label().toLowerCase(Locale.ROOT);
        return new Finding(
                item.position(),
                "",
                kind + " '" + item.name() + "'",
                hadEffect
                        ? "this change of the " + kind + " has no effect any more: it is so without it"
                        : "this change of the " + kind + " has no effect, before or after: it is so without it",
                "remove it");
    }
}
