// SPDX-License-Identifier: Apache-2.0
package io.kguard.event;

import java.util.List;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * A parameter of an event type.
 *
 * @param name its name, as in {@code evt.arg.NAME}
 * @param type its type
 * @param format how its value is formatted
 * @param flags the table that names its values, for flags, enumerations and modes
 * @param dirfd for a relative path: the index of the descriptor parameter it is relative to, else -1
 * @param variants for {@link ParamType#DYN}: the type of the value, by its selector byte
 */
@API(status = API.Status.INTERNAL)
public record Param(
        String name,
        ParamType type,
        ParamFormat format,
        @Nullable FlagTable flags,
        int dirfd,
        List<Param> variants) {
    public Param {
        variants = List.copyOf(variants);
    }

    /** How a number is formatted in {@code evt.args} and in alerts. */
    public enum ParamFormat {
        NA,
        DEC,
        HEX,
        OCT,
        PADDED_DEC,
        ID,
        DIR
    }
}
