// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.pluginhost;

import io.kguard.event.ParamType;
import java.util.Optional;
import java.util.stream.Stream;

/** The types that a plugin's fields can have. */
enum PluginFieldType {
    UINT64("uint64", 8, ParamType.UINT64),
    STRING("string", 9, ParamType.CHARBUF),
    RELTIME("reltime", 20, ParamType.RELTIME),
    ABSTIME("abstime", 21, ParamType.ABSTIME),
    BOOL("bool", 25, ParamType.BOOL),
    IPADDR("ipaddr", 40, ParamType.IPADDR),
    IPNET("ipnet", 41, ParamType.IPNET);

    private final String label;
    private final int code;
    private final ParamType type;

    PluginFieldType(String label, int code, ParamType type) {
        this.label = label;
        this.code = code;
        this.type = type;
    }

    static Optional<PluginFieldType> named(String label) {
        return Stream.of(values()).filter(one -> one.label.equals(label)).findFirst();
    }

    static PluginFieldType of(ParamType type) {
        return Stream.of(values()).filter(one -> one.type == type).findFirst().orElseThrow();
    }

    /** The number that plugins know it by. */
    int code() {
        return code;
    }

    ParamType type() {
        return type;
    }
}
