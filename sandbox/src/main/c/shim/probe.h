// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_PROBE_H
#define KGUARD_PROBE_H

#include <netinet/in.h>

/*
 * Tries to connect to an address on the network of this process, by TCP. Returns "open"; "refused"; "none" if there is
 * no way to the address; "silent" if nothing answers, although a connection that was begun later was made; "unknown" if
 * that one was not made either.
 */
const char *probe_connect(const struct sockaddr_in *address);

#endif
