// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_CONFINE_H
#define KGUARD_CONFINE_H

/* What a process of the jail, and the one that stays outside for it, may still do. Each ends the process on failure. */

/* Becomes the root user of the entered user namespace, who owns the process's files in /proc, and leaves what of the
 * machine no namespace separates. */
void confine_as_root(void);

/* Becomes a user without privileges. */
void confine_as_nobody(void);

/* Ends the process when its parent ends. */
void confine_to_parent(void);

#endif
