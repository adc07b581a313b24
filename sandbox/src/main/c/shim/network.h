// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_NETWORK_H
#define KGUARD_NETWORK_H

#include <netinet/in.h>

/* Enters the pod's network namespace, and remembers the one outside. A path, a file in /proc, names the namespace;
 * without it new network, IPC and UTS namespaces are created. Ends the process on failure. */
void network_enter(const char *path);

/* Connects to an address outside the pod, from a given source or any. Returns the socket, or -1. */
int network_connect_outside(const struct sockaddr_in *target, const struct sockaddr_in *source);

#endif
