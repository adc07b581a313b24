// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.alert;

import io.kguard.event.FalcoVersion;
import io.kguard.internal.field.FieldCatalogue;
import io.kguard.internal.field.FieldDefinition;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The names of fields as stores keep them: Loki takes no dots in labels, and some indexes of Elasticsearch neither. */
final class StoredName {
    private static final Pattern NOT_KEPT = Pattern.compile("[._\\[\\]]");
    private static final Pattern INDEXED = Pattern.compile("(.*[a-z])([0-9]+)");
    private static final Map<String, String> BY_KEPT = FieldCatalogue.of(FalcoVersion.CURRENT).definitions().stream()
            .map(FieldDefinition::name)
            .collect(Collectors.toMap(StoredName::kept, name -> name, (first, second) -> first));

    private StoredName() {}

    /** The field's own name; what is stored, if no field has such a name. */
    static String field(String stored) {
        if (stored.indexOf('.') >= 0) {
            return stored;
        }
        String kept = kept(stored);
        String known = BY_KEPT.get(kept);
        if (known != null) {
            return known;
        }
        Matcher indexed = INDEXED.matcher(kept);
        String base = indexed.matches() ? BY_KEPT.get(indexed.group(1)) : null;
        return base == null ? stored : base + "[" + indexed.group(2) + "]";
    }

    private static String kept(String name) {
        return NOT_KEPT.matcher(name).replaceAll("");
    }
}
