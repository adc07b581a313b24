// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import io.kguard.event.FlagTable;

/** The errors of system calls by name and number. */
final class Errors {
    private static final FlagTable TABLE = FlagTable.of("errno");

    private Errors() {}

    /** What a call returns, such as {@code -2} for {@code ENOENT}. */
    static String number(String name) {
        for (FlagTable.Entry entry : TABLE.entries()) {
            if (entry.name().equals(name)) {
                return Long.toString(-entry.value());
            }
        }
        return name;
    }

    /** The error of what a call returns. */
    static String name(String number) {
        for (FlagTable.Entry entry : TABLE.entries()) {
            if (number.equals(Long.toString(-entry.value()))) {
                return entry.name();
            }
        }
        return number;
    }
}
