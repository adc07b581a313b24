// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

/** The end of a connection that a socket is. */
enum SocketRole {
    NONE,
    CLIENT,
    SERVER,
    /** A client that was bound afterwards. Falco treats it as either. */
    BOTH;

    boolean isClient() {
        return this == CLIENT || this == BOTH;
    }

    boolean isServer() {
        return this == SERVER || this == BOTH;
    }
}
