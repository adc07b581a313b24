// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_SUITE_NETWORK_H
#define KGUARD_SUITE_NETWORK_H

#include <stdbool.h>
#include <stddef.h>

/* Adds an IPv4 or IPv6 address, in network byte order, to the loopback device of the container. */
bool network_add(const void *address, size_t length);

#endif
