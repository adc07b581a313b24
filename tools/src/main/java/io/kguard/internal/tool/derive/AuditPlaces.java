// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import io.kguard.event.JsonWriter;
import io.kguard.internal.file.ResourceTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The places of the fields {@code ka.*} in audit events: the rows of a table. */
final class AuditPlaces {
    /** Stands for each kind of containers. */
    private static final String EACH = "CONTAINERS";

    private static final List<String> KINDS = List.of("containers", "initContainers", "ephemeralContainers");
    private static final Map<String, DocumentPlace> ALL = new HashMap<>();

    /** The image up to its tag, as the plugin cuts it. */
    private static final Lens REPOSITORY = new Lens(
            (value, facts) -> value.replaceFirst(":.*", "").replaceFirst("@.*", ""),
            (part, facts) -> part.place() == Fragment.Place.WHOLE
                    ? List.of(Fragment.whole(part.text() + ":1.0"), part)
                    : List.of(part));

    /** The data of a configuration as JSON. */
    private static final Lens DATA = new Lens(
            (value, facts) -> JsonWriter.compact().tree(Map.of("config", value)).json(),
            (part, facts) -> List.of(part));

    static {
        for (String[] row : ResourceTable.rows(AuditPlaces.class, "audit-places.tsv", 3)) {
            for (String kind : row[0].contains(EACH) ? KINDS : List.of("")) {
                ALL.put(row[0].replace(EACH, kind), place(row[1].replace(EACH, kind), row[2]));
            }
        }
    }

    private AuditPlaces() {}

    private static DocumentPlace place(String pointer, String kind) {
        Lens lens = kind.endsWith("repository") ? REPOSITORY : kind.endsWith("data") ? DATA : Lens.SELF;
        return new DocumentPlace(pointer, kind.startsWith("list"), lens, Map.of());
    }

    /** The place of a field; none if there is no such field. */
    static List<DocumentPlace> of(String field) {
        DocumentPlace place = ALL.get(field);
        return place == null ? List.of() : List.of(place);
    }
}
