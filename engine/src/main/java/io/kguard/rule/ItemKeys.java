// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.diagnostic.Location;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.message.Nearest;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Warns of keys that are not read: unknown ones, and duplicates in the same mapping. */
final class ItemKeys {
    /** Keys of which the schema wants {@code true} or {@code false}; more words than these load. */
    private static final List<Bool> BOOLEANS = List.of(
            new Bool("enabled", FalcoVersion.V0_40),
            new Bool("append", FalcoVersion.V0_40),
            new Bool("capture", FalcoVersion.V0_42),
            new Bool("warn_evttypes", FalcoVersion.V0_44),
            new Bool("skip-if-unknown-filter", FalcoVersion.V0_44));

    /** A key that Falco's schema has as a boolean, since a version. */
    private record Bool(String key, FalcoVersion since) {}

    private final FalcoVersion version;
    private final Diagnostics diagnostics;
    /** The nodes seen so far: several items may refer to the same node by aliases. */
    private final Set<YamlContent> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    public ItemKeys(FalcoVersion version, Diagnostics diagnostics) {
        this.version = version;
        this.diagnostics = diagnostics;
    }

    /**
     * Checks an item.
     *
     * @param kind the key that determines the kind of item
     * @param known the known keys of such items
     */
    public void check(YamlNode item, String kind, Set<String> known, Context file) {
        Location.Kind what = Location.Kind.valueOf(kind.toUpperCase(Locale.ROOT));
        YamlNode nameNode = item.get(kind);
        String name = nameNode != null && nameNode.isScalar() && !kind.startsWith("required") ? nameNode.scalar() : "";
        Context context = file.in(what, name, item.place());
        // Falco leaves unknown keys to its schema, since 0.44 it names them
        DiagnosticCode code =
                version.atLeast(FalcoVersion.V0_44) ? DiagnosticCode.LOAD_UNKNOWN_KEY : DiagnosticCode.LINT_SCHEMA;
        warnOfUnknown(item, known, "", code, context, diagnostics);
        BOOLEANS.stream()
                .filter(bool -> version.atLeast(bool.since))
                .forEach(bool -> warnOfBoolean(item, bool.key, context));
        warnOfRepeated(item.source(), item.node(), context);
    }

    /**
     * Warns of unknown keys.
     *
     * @param where what the message says of the mapping; may be empty
     */
    static void warnOfUnknown(
            YamlNode mapping,
            Set<String> known,
            String where,
            DiagnosticCode code,
            Context context,
            Diagnostics diagnostics) {
        for (YamlNode key : mapping.keys()) {
            String text = key.isScalar() ? key.scalar() : "";
            if (!known.contains(text)) {
                diagnostics.add(context.in(Location.Kind.VALUE_FOR, text, key.place())
                        .diagnostic(
                                code,
                                "Unknown key '" + text + "'" + where + ". The key will be ignored.",
                                Nearest.quoted(text, known)));
            }
        }
    }

    private void warnOfBoolean(YamlNode item, String key, Context context) {
        YamlNode value = item.get(key);
        Boolean bool = value == null || !value.isScalar() ? null : value.bool();
        if (value != null && bool != null && !value.scalar().equals(bool.toString())) {
            diagnostics.add(context.in(Location.Kind.VALUE_FOR, key, value.place())
                    .diagnostic(
                            DiagnosticCode.LINT_SCHEMA,
                            "'" + key + ": " + value.scalar()
                                    + "' loads, but Falco's schema of rule files has true or false",
                            "write '" + key + ": " + bool + "'"));
        }
    }

    private void warnOfRepeated(RuleFileText source, YamlContent node, Context context) {
        if (node instanceof YamlContent.Text || !seen.add(node)) {
            return;
        }
        if (node instanceof YamlContent.Sequence sequence) {
            sequence.values().forEach(element -> warnOfRepeated(source, element, context));
        } else if (node instanceof YamlContent.Mapping mapping) {
            Set<String> keys = new HashSet<>();
            for (YamlContent.Entry entry : mapping.entries()) {
                YamlNode key = new YamlNode(source, entry.key());
                if (key.isScalar() && !keys.add(key.scalar())) {
                    diagnostics.add(context.in(Location.Kind.VALUE_FOR, key.scalar(), key.place())
                            .diagnostic(
                                    DiagnosticCode.LINT_SCHEMA,
                                    "Key '" + key.scalar() + "' stands here a second time. The first one counts.",
                                    "remove one of the two"));
                }
                warnOfRepeated(source, entry.value(), context);
            }
        }
    }
}
