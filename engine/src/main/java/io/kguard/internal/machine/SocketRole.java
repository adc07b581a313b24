// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

/** Which end of a connection a socket is. */
public enum SocketRole {
    NONE,
    CLIENT,
    SERVER,
    /** A client that was bound afterwards; Falco takes it for either, as it suits. */
    BOTH;

    boolean isClient() {
        return this == CLIENT || this == BOTH;
    }

    boolean isServer() {
        return this == SERVER || this == BOTH;
    }
}
