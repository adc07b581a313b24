// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_TREE_H
#define KGUARD_TREE_H

/* Copies of folders and files of the machine that are not attached to any path yet. A copy can be attached in a mount
 * namespace that can't reach the original path. */

/* In place of a user namespace: the ids are those on the disk. */
#define KEEP_OWNERS -1

/* Copies what is mounted at a path, without mounts below it, read-only. Ids on the disk become ids in the user
 * namespace: files of root belong to its root. Ends the process if the file system does not support that. */
int tree_open(const char *path, int user_namespace);
/* Attaches a copy to an existing folder or file, and closes it. Ends the process on failure. */
void tree_attach(int tree, const char *target);

#endif
