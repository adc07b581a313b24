// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.diagnostic.Location;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads macros. */
final class MacroReader {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z]+[a-zA-Z0-9_]*");

    private final Definitions definitions;
    private final Diagnostics diagnostics;

    MacroReader(Definitions definitions, Diagnostics diagnostics) {
        this.definitions = definitions;
        this.diagnostics = diagnostics;
    }

    void read(YamlNode item, Context file) {
        Context anonymous = file.in(Location.Kind.MACRO, item.place());
        String name = new ItemValues(item, anonymous).text("macro").toString();
        try {
            read(new ItemValues(item, file.in(Location.Kind.MACRO, name, item.place())), name);
        } catch (LoadError e) {
            definitions.markBroken(Location.Kind.MACRO, name);
            throw e;
        }
    }

    private void read(ItemValues values, String name) {
        Context context = values.context();
        if (!NAME.matcher(name).matches()) {
            diagnostics.warn(
                    DiagnosticCode.LOAD_INVALID_MACRO_NAME,
                    "Macro has an invalid name. Macro names should match a regular expression: "
                            + "([a-zA-Z]+[a-zA-Z0-9_]*)",
                    context);
        }
        Attempts attempts = new Attempts();
        Overrides overrides = Overrides.read(values, Set.of("condition"), Set.of("condition"), diagnostics, attempts);
        TracedText condition = attempts.get(() -> values.text("condition"), TracedText.EMPTY);
        attempts.end();
        Context at = context.in(Location.Kind.MACRO_CONDITION, values.place("condition"));
        if (!overrides.appends("condition")) {
            definitions.define(definitions.macros, new MacroDefinition(name, context, condition, at));
            return;
        }
        MacroDefinition earlier = definitions.macros.get(name);
        if (earlier != null) {
            earlier.condition.append(condition);
            definitions.touch(earlier);
        } else if (!definitions.isExcused(Location.Kind.MACRO, name)) {
            throw Overrides.nothingToAppendTo(
                    context,
                    "Macro uses 'append' or 'override.condition: append' but no macro by that name already exists",
                    name,
                    definitions.macros.keySet());
        }
    }
}
