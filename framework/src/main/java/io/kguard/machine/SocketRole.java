package io.kguard.machine;

/** Which end of a connection a socket is. */
public enum SocketRole {
    NONE,
    CLIENT,
    SERVER
}
