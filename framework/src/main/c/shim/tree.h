#ifndef KGUARD_TREE_H
#define KGUARD_TREE_H

#include <stdbool.h>

/*
 * Copies of folders and files of the machine that no path leads to yet. Whoever holds one can attach it in a mount
 * namespace from which its path can't be reached.
 */
enum tree_access {
    TREE_READ_WRITE,
    TREE_READ_ONLY,
};

/*
 * Copies what is mounted at a path, without what is mounted below it. The ids on the disk are the ids in the user
 * namespace then: files of root are files of its root. Where the file system can't do that, files keep their owners if
 * that may be, or the process ends.
 */
int tree_open(const char *path, enum tree_access access, int user_namespace, bool keep_owners);
/* Attaches it to an existing folder or file, and closes it. Ends the process if it can't. */
void tree_attach(int tree, const char *target);

#endif
