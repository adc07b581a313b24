// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.source;

import io.kguard.event.ParamType;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The types of fields in a user's table, by the names that Falco's plugins give them. */
final class TableType {
    static final Map<String, ParamType> ALL = new LinkedHashMap<>();

    static {
        ALL.put("string", ParamType.CHARBUF);
        ALL.put("uint64", ParamType.UINT64);
        ALL.put("bool", ParamType.BOOL);
        ALL.put("ipaddr", ParamType.IPADDR);
        ALL.put("ipnet", ParamType.IPNET);
    }

    private TableType() {}

    /** The name of a type; null if no table has it. */
    static @Nullable String of(ParamType type) {
        return ALL.entrySet().stream()
                .filter(entry -> entry.getValue() == type)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }
}
