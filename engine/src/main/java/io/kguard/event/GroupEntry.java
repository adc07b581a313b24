package io.kguard.event;

/** A group of the host. */
public record GroupEntry(int gid, String name) implements StateEntry {}
