package io.kguard.event;

/** Something that was there before the first event: a thread, a descriptor, an interface, a user, the machine. */
public sealed interface StateEntry permits ProcessEntry, FdEntry, InterfaceEntry, UserEntry, GroupEntry, MachineEntry {}
