// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.diagnostic.Location;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads lists. */
final class ListReader {
    private static final Pattern NAME = Pattern.compile("[^()\"'\\s=,]+");

    private final Definitions definitions;
    private final Diagnostics diagnostics;

    ListReader(Definitions definitions, Diagnostics diagnostics) {
        this.definitions = definitions;
        this.diagnostics = diagnostics;
    }

    void read(YamlNode item, Context file) {
        Context anonymous = file.in(Location.Kind.LIST, item.place());
        String name = new ItemValues(item, anonymous).text("list").toString();
        try {
            read(new ItemValues(item, file.in(Location.Kind.LIST, name, item.place())), name);
        } catch (LoadError e) {
            definitions.markBroken(Location.Kind.LIST, name);
            throw e;
        }
    }

    private void read(ItemValues values, String name) {
        Context context = values.context();
        if (!NAME.matcher(name).matches()) {
            diagnostics.warn(
                    DiagnosticCode.LOAD_INVALID_LIST_NAME,
                    "List has an invalid name. List names should match a regular expression: ([^()\"'[:space:]=,]+)",
                    context);
        }
        Attempts attempts = new Attempts();
        Overrides overrides = Overrides.read(values, Set.of("items"), Set.of("items"), diagnostics, attempts);
        List<TracedText> items = attempts.get(() -> values.texts("items"), List.of());
        attempts.end();
        if (!overrides.appends("items")) {
            definitions.define(definitions.lists, new ListDefinition(name, context, items));
            return;
        }
        ListDefinition earlier = definitions.lists.get(name);
        if (earlier != null) {
            earlier.items.addAll(items);
            definitions.touch(earlier);
        } else if (!definitions.isExcused(Location.Kind.LIST, name)) {
            throw Overrides.nothingToAppendTo(
                    context,
                    "List uses 'append' or 'override.items: append' but no list by that name already exists",
                    name,
                    definitions.lists.keySet());
        }
    }
}
