// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_JAIL_ROOT_H
#define KGUARD_JAIL_ROOT_H

/* The root directory of a jail. */

/*
 * Puts the folder that the jail may read in a mount namespace that is still the machine's. The jail's is a copy of it,
 * in which the kernel keeps the mount read-only: so nothing of the jail can change what kguard reads or writes there.
 */
void jail_root_lock(const char *folder, int user_namespace);

/* Builds the root directory with the layers in it, and enters it. For the first process of the jail. */
void jail_root_build(const char *folder);

#endif
