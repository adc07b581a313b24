// SPDX-License-Identifier: Apache-2.0
package io.kguard.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Set;

/**
 * A row of the page's table of rooms.
 *
 * @param rooms their names; one may end with {@code *}
 * @param modules the modules, with commas between them
 */
record RoomRow(Set<String> rooms, String modules) {
    static List<RoomRow> all() {
        return ReferencePage.read("architecture.md").rows("Rooms").stream()
                .map(row -> new RoomRow(ReferencePage.names(List.of(row.get(0))), row.get(1)))
                .toList();
    }

    /** The number of the row of a type. */
    static int indexOf(List<RoomRow> rows, JavaClass type) {
        String room = Rooms.of(type);
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).has(room)) {
                return i;
            }
        }
        throw new AssertionError("the table has no room of " + type.getName());
    }

    boolean has(String room) {
        return rooms.contains(room)
                || rooms.stream()
                        .filter(name -> name.endsWith(".*"))
                        .anyMatch(name -> room.startsWith(name.substring(0, name.length() - 1)));
    }
}
