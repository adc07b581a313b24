// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.suite;

import org.jspecify.annotations.Nullable;

/**
 * A parameter of a system call, as suite files name it.
 *
 * @param name the key of its argument
 * @param type what its argument is
 * @param otherwise the argument that is used if none is given; null if one must be given
 */
record Parameter(String name, Argument type, @Nullable String otherwise) {
    enum Argument {
        DESCRIPTOR(NamedNumbers.DESCRIPTORS),
        PROCESS(NamedNumbers.PLAIN),
        SIGNAL(NamedNumbers.SIGNALS),
        OPEN_FLAGS(NamedNumbers.OPEN_FLAGS),
        MODE(NamedNumbers.MODES),
        LINK_FLAGS(NamedNumbers.LINK_FLAGS),
        DUP_FLAGS(NamedNumbers.DUP_FLAGS),
        MODULE_FLAGS(NamedNumbers.MODULE_FLAGS),
        DOMAIN(NamedNumbers.SOCKET_DOMAINS),
        SOCKET_TYPE(NamedNumbers.SOCKET_TYPES),
        PROTOCOL(NamedNumbers.SOCKET_PROTOCOLS),
        SEND_FLAGS(NamedNumbers.SEND_FLAGS),
        /** A string that ends with 0. */
        TEXT(NamedNumbers.PLAIN),
        /** The kernel's {@code open_how}, and its size. */
        OPEN_HOW(NamedNumbers.PLAIN),
        /** Bytes, and how many of them are used: that is an argument of its own. */
        BYTES(NamedNumbers.PLAIN),
        /** Space for bytes, and how much. */
        SPACE(NamedNumbers.PLAIN),
        /** Bytes, and their number. */
        SIZED_BYTES(NamedNumbers.PLAIN),
        /** The address of a socket, and its size. */
        ADDRESS(NamedNumbers.PLAIN),
        /** The same, where files also write {@code destAddr} for {@code address}. */
        DESTINATION(NamedNumbers.PLAIN);

        private final NamedNumbers names;

        Argument(NamedNumbers names) {
            this.names = names;
        }

        /** The names that a number of this type can have. */
        NamedNumbers names() {
            return names;
        }
    }

    /** A parameter whose argument must be given. */
    Parameter(String name, Argument type) {
        this(name, type, null);
    }
}
