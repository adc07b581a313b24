// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.diagnostic.Location;
import io.kguard.internal.message.Nearest;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * How an item changes an earlier one with the same name: its {@code override} and its {@code append}.
 *
 * @param flag whether it has {@code append: true}
 * @param appended the keys that are appended to, and where that is written
 * @param replaced the keys that are replaced, and where that is written
 */
record Overrides(boolean flag, Map<String, Context> appended, Map<String, Context> replaced) {
    private static final String APPEND_HINT =
            "Add an 'append' entry (e.g. 'condition: append') under 'override' instead.";

    static Overrides read(
            ItemValues values,
            Set<String> appendable,
            Set<String> replaceable,
            Diagnostics diagnostics,
            Attempts attempts) {
        boolean flag = attempts.get(() -> values.bool("append", false), false);
        if (flag) {
            diagnostics.warn(
                    DiagnosticCode.LOAD_DEPRECATED_ITEM,
                    "'append' key is deprecated. " + APPEND_HINT,
                    values.context());
        }
        Overrides overrides = new Overrides(flag, new LinkedHashMap<>(), new LinkedHashMap<>());
        YamlNode entries = values.item().get("override");
        if (entries != null) {
            Context all =
                    values.context().in(Location.Kind.OVERRIDES, values.item().place());
            if (entries.isMap()) {
                for (YamlNode key : entries.keys()) {
                    attempts.run(() -> overrides.add(key, new ItemValues(entries, all), appendable, replaceable));
                }
            } else if (!entries.isNull() && !entries.isScalar()) { // of a single value Falco takes no notice
                attempts.failed(all.in(Location.Kind.VALUE_FOR, "override", entries.place())
                        .malformed("Value of override must be a mapping", "write a line 'condition: append' below it"));
            }
        }
        if (flag && !overrides.isEmpty()) {
            attempts.failed(values.context()
                    .malformed("Keys 'override' and 'append: true' cannot be used together. " + APPEND_HINT));
        }
        return overrides;
    }

    private void add(YamlNode key, ItemValues entries, Set<String> appendable, Set<String> replaceable) {
        Context all = entries.context();
        if (!key.isScalar()) {
            throw all.in(Location.Kind.OVERRIDES, key.place()).malformed("Value is not a scalar value");
        }
        String name = key.scalar();
        String operation = entries.text(name).toString();
        Context at = all.in(Location.Kind.OVERRIDES, name, key.place());
        if (operation.equals("append")) {
            if (!appendable.contains(name)) {
                throw at.malformed(
                        "Key '" + name + "' cannot be appended to, use 'replace' instead",
                        Nearest.quoted(name, appendable));
            }
            appended.putIfAbsent(name, at);
        } else if (operation.equals("replace")) {
            if (!replaceable.contains(name)) {
                throw at.malformed("Key '" + name + "' cannot be replaced", Nearest.quoted(name, replaceable));
            }
            replaced.putIfAbsent(name, at);
        } else {
            YamlNode value = entries.item().get(name);
            throw entries.at(name, value == null ? key : value)
                    .malformed("Invalid override operation for key '" + name + "': '" + operation
                            + "'. Allowed values are: append replace ");
        }
    }

    boolean isEmpty() {
        return appended.isEmpty() && replaced.isEmpty();
    }

    /** Whether it names a key. */
    boolean names(String key) {
        return appended.containsKey(key) || replaced.containsKey(key);
    }

    /** Whether a list's or macro's value is appended to the earlier one. */
    boolean appends(String key) {
        return flag || appended.containsKey(key);
    }

    static LoadError nothingToAppendTo(Context context, String message, String name, Collection<String> names) {
        String near = Nearest.quoted(name, names);
        return context.invalid(
                message, near == null ? "files are read in order: what an item changes must come first" : near);
    }
}
