// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_JAIL_H
#define KGUARD_JAIL_H

#include <sched.h>

/*
 * A jail contains everything that a scenario starts: it has its own user, mount, pid, network, IPC and UTS namespaces.
 * Its ids own no file and no process outside: see user_namespace.h. Its root directory has runc, the libraries that
 * runc needs, the cgroups, and one folder of the machine.
 */

/*
 * Creates a jail, and holds it until standard input ends. Everything in the jail ends with it.
 *
 *   -folder PATH         the folder of the machine that the jail may read, at the same path in the jail. Its folder
 *                        "work" is the jail's own, in memory
 *   -file PATH TARGET    a file that the jail may read, and its path there; any number
 *   -thaw FOLDER         the freezer's hierarchy in version 1 of the cgroups: see freezer.h
 */
int jail_main(int argc, char *argv[]);

#define JAIL_NAMESPACES (CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS)
/* How long killed processes may take to end before they are checked for being frozen. */
#define JAIL_END_MILLIS 20

#endif
