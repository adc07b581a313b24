// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_LAYERS_H
#define KGUARD_LAYERS_H

/* Folders and files of the machine that are opened where they can be reached, and attached in a mount namespace that
 * can't reach them. */

/* Opens a folder or file, read-only: see tree_open. */
void layers_add(const char *path, const char *target, int user_namespace);
/* Adds one that is open. */
void layers_add_open(int tree, const char *target);

/* Attaches all below a root, each at its target, which is created. */
void layers_attach(const char *root);

/* Closes all in a process that attaches none. */
void layers_close(void);

#endif
