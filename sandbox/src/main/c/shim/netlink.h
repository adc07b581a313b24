// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_NETLINK_H
#define KGUARD_NETLINK_H

#include <netinet/in.h>

/* Brings up the loopback device of the network namespace. */
void netlink_loopback_up(void);
/* Adds an address to the loopback device. */
void netlink_add_address(struct in_addr address);
/* Makes an address local to this namespace. It is reached from the pod's address. */
void netlink_add_peer(struct in_addr peer, struct in_addr from);

#endif
