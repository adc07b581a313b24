// SPDX-License-Identifier: Apache-2.0
#include "tree.h"

#include <fcntl.h>
#include <linux/mount.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "report.h"

static int protect(int tree, int user_namespace) {
    struct mount_attr change = {.attr_set = MOUNT_ATTR_RDONLY};
    if (user_namespace != KEEP_OWNERS) {
        change.attr_set |= MOUNT_ATTR_IDMAP;
        change.userns_fd = (__u64)(unsigned)user_namespace;
    }
    return (int)syscall(SYS_mount_setattr, tree, "", AT_EMPTY_PATH, &change, sizeof change);
}

int tree_open(const char *path, int user_namespace) {
    int tree = (int)syscall(SYS_open_tree, AT_FDCWD, path, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC);
    if (tree < 0)
        die("open %s for the jail", path);
    if (protect(tree, user_namespace)) {
        if (user_namespace == KEEP_OWNERS)
            die("make a copy of the mount of %s", path);
        die("the file system of %s can't map ids for the jail (an idmapped mount); put it on ext4, xfs or btrfs", path);
    }
    return tree;
}

void tree_attach(int tree, const char *target) {
    if (syscall(SYS_move_mount, tree, "", AT_FDCWD, target, MOVE_MOUNT_F_EMPTY_PATH))
        die("attach %s", target);
    close(tree);
}
