package io.kguard.event;

/** A user of the host. */
public record UserEntry(int uid, int gid, String name, String home, String shell) implements StateEntry {}
