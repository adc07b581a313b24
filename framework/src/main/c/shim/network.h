// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_NETWORK_H
#define KGUARD_NETWORK_H

#include <netinet/in.h>

/*
 * Enters the pod's network namespace, and remembers the one outside. With a path, a file in /proc, it is that
 * namespace; without, one of its own is made, with namespaces for IPC and UTS. Ends the process if it can't.
 */
void network_enter(const char *path);

/* Connects to an address outside the pod, from a source with an address or any. Returns the socket, or -1. */
int network_connect_outside(const struct sockaddr_in *target, const struct sockaddr_in *source);

#endif
