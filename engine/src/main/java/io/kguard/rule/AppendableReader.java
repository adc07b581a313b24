// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.diagnostic.Location;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Reads lists, or macros: items of one value, to which later items may append.
 *
 * @param key the key of the value
 * @param names what their names should be like
 * @param badName the warning about other names
 * @param known those that are defined so far
 * @param read reads one, whose name is known
 * @param append appends the second to the first
 */
record AppendableReader<D extends Definition>(
        Location.Kind kind,
        String key,
        Pattern names,
        DiagnosticCode badName,
        Function<Definitions, Map<String, D>> known,
        BiFunction<String, ItemValues, D> read,
        BiConsumer<D, D> append) {
    static final AppendableReader<ListDefinition> LISTS = new AppendableReader<>(
            Location.Kind.LIST,
            "items",
            Pattern.compile("[^()\"'\\s=,]+"),
            DiagnosticCode.LOAD_INVALID_LIST_NAME,
            definitions -> definitions.lists,
            ListDefinition::new,
            (list, more) -> list.items.addAll(more.items));

    static final AppendableReader<MacroDefinition> MACROS = new AppendableReader<>(
            Location.Kind.MACRO,
            "condition",
            Pattern.compile("[a-zA-Z]+[a-zA-Z0-9_]*"),
            DiagnosticCode.LOAD_INVALID_MACRO_NAME,
            definitions -> definitions.macros,
            MacroDefinition::new,
            (macro, more) -> macro.condition.append(more.condition.text()));

    void read(YamlNode item, Context file, Definitions definitions, Diagnostics diagnostics) {
        String name = new ItemValues(item, file.in(kind, item.place()))
                .text(kind.label())
                .toString();
        try {
            read(new ItemValues(item, file.in(kind, name, item.place())), name, definitions, diagnostics);
        } catch (LoadError e) {
            definitions.markBroken(kind, name);
            throw e;
        }
    }

    private void read(ItemValues values, String name, Definitions definitions, Diagnostics diagnostics) {
        Context context = values.context();
        String what = kind == Location.Kind.LIST ? "List" : "Macro";
        if (!names.matcher(name).matches()) {
            diagnostics.warn(
                    badName,
                    what + " has an invalid name. " + what + " names should match a regular expression: ("
                            + names.pattern().replace("\\s", "[:space:]") + ")",
                    context);
        }
        Attempts attempts = new Attempts();
        Overrides overrides = Overrides.read(values, Set.of(key), Set.of(key), diagnostics, attempts);
        Optional<D> valid = attempts.get(() -> Optional.of(read.apply(name, values)), Optional.empty());
        attempts.end();
        D definition = valid.orElseThrow();
        Map<String, D> those = known.apply(definitions);
        D earlier = those.get(name);
        if (!overrides.appends(key)) {
            definitions.define(those, definition);
        } else if (earlier != null) {
            append.accept(earlier, definition);
            definitions.touch(earlier);
        } else if (!definitions.isExcused(kind, name)) {
            throw Overrides.nothingToAppendTo(
                    context,
                    what + " uses 'append' or 'override." + key + ": append' but no " + kind.label()
                            + " by that name already exists",
                    name,
                    those.keySet());
        }
    }
}
