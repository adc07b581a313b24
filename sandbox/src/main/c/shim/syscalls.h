// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_SYSCALLS_H
#define KGUARD_SYSCALLS_H

/*
 * Refuses this process and all that it will start the system calls that reach what the kernel keeps in no namespace and
 * gives to everybody: sockets of families like AF_VSOCK, performance counters, the kernel's log, huge pages. What a
 * capability over the machine guards needs no filter, because nothing in a jail has one. A refused call has an event
 * like any other call that fails: the tracepoint of its exit runs.
 */
void syscalls_confine(void);

#endif
