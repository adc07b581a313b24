// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_TREE_H
#define KGUARD_TREE_H

/*
 * Copies of folders and files of the machine that no path leads to yet. Whoever holds one can attach it in a mount
 * namespace from which its path can't be reached.
 */
enum tree_access {
    TREE_READ_WRITE,
    TREE_READ_ONLY,
};

/* Instead of a user namespace: the ids are those on the disk. */
#define KEEP_OWNERS -1

/*
 * Copies what is mounted at a path, without what is mounted below it. The ids on the disk are the ids in the user
 * namespace then: files of root are files of its root. Where the file system can't do that, the process ends.
 */
int tree_open(const char *path, enum tree_access access, int user_namespace);
/* Attaches it to an existing folder or file, and closes it. Ends the process if it can't. */
void tree_attach(int tree, const char *target);

#endif
