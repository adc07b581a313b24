// SPDX-License-Identifier: Apache-2.0
package io.kguard.event;

import java.util.EnumSet;
import java.util.Set;
import org.apiguardian.api.API;

/** The versions of Falco that a row of a table is for. */
@API(status = API.Status.INTERNAL)
public final class VersionRange {
    private VersionRange() {}

    /**
     * The versions that a cell names.
     *
     * @param cell nothing for all, {@code since 0.42}, {@code until 0.41}, or one version
     * @throws IllegalArgumentException if it is none of these
     */
    public static Set<FalcoVersion> parse(String cell) {
        FalcoVersion[] all = FalcoVersion.values();
        if (cell.isEmpty()) {
            return EnumSet.range(all[0], FalcoVersion.CURRENT);
        }
        if (cell.startsWith("since ")) {
            return EnumSet.range(FalcoVersion.of(cell.substring("since ".length())), FalcoVersion.CURRENT);
        }
        if (cell.startsWith("until ")) {
            return EnumSet.range(all[0], FalcoVersion.of(cell.substring("until ".length())));
        }
        return EnumSet.of(FalcoVersion.of(cell));
    }
}
