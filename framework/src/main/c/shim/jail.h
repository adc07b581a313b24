// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_JAIL_H
#define KGUARD_JAIL_H

#include <netinet/in.h>
#include <stdbool.h>
#include <sys/types.h>

/*
 * A jail is where all that a scenario starts lives: user, mount, pid, network, IPC and UTS namespaces of its own. Its
 * ids are none of the machine's: id N in it is id JAIL_FIRST_ID + N of the kernel's, which owns no file and no process
 * outside. Its root has runc, the libraries that runc needs, the cgroups, and one folder of the machine.
 */
#define JAIL_FIRST_ID 0x40000000u
#define JAIL_IDS      0x40000000u

/*
 * Makes a jail, and holds it until standard input ends. Everything in the jail ends with it.
 *
 *   -folder PATH         the folder of the machine that the jail may write to, at the same path in the jail
 *   -file PATH TARGET    a file that the jail may read, and where it is there; any number
 *   -thaw FOLDER         the hierarchy of the freezer in version 1 of the cgroups: see freezer.h
 */
int jail_main(int argc, char *argv[]);

/*
 * Goes on in a jail, as its root: returns in a child of this process that lives there. This process stays outside
 * without privileges and ends as the child does, which it takes along.
 *
 *   -jail PID              the first process of the jail; without it this does nothing
 *   -layer PATH TARGET     a folder of the machine that the child may read; any number. See jail_attach
 *   -relay ADDRESS PORT    an address outside that jail_connect may reach; any number
 *   -join FOLDER           a cgroup for the child to be in; any number. In version 2 what runs inside may then
 *                          enter those below its parent
 */
void jail_enter(int argc, char *argv[]);

/* Attaches the layers in the mount namespace that is now the child's, each to its target. */
void jail_attach(void);

/* Whether this process lives in a jail. */
bool jail_is_entered(void);

/* A socket that is connected to an address outside, from one of the loopback network's, or -1. */
int jail_connect(const struct sockaddr_in *target, const struct sockaddr_in *source);

#endif
