// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_JAIL_ENTER_H
#define KGUARD_JAIL_ENTER_H

#include <netinet/in.h>
#include <stdbool.h>

/*
 * Continues in a jail as its root user: returns in a child of this process that lives there. This process stays outside
 * without privileges, ends when the child does, and ends the child when it is ended.
 *
 *   -jail PID              the first process of the jail; without it this does nothing
 *   -layer PATH TARGET     a folder of the machine that the child may read; any number. See jail_attach
 *   -relay ADDRESS PORT    an address outside that jail_connect may reach; any number
 *   -settings FOLDER       a cgroup whose processes must not change the machine's settings: see settings.h
 *   -join FOLDER           a cgroup for the child; any number. In version 2, processes inside may then enter
 *                          the cgroups below its parent
 */
void jail_enter(int argc, char *argv[]);

/* Attaches the layers in the child's current mount namespace, each to its target. */
void jail_attach(void);

/* Whether this process lives in a jail. */
bool jail_is_entered(void);

/* A socket connected to an address outside, from an address of the loopback network, or -1. */
int jail_connect(const struct sockaddr_in *target, const struct sockaddr_in *source);

#endif
