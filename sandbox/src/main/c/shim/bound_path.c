// SPDX-License-Identifier: Apache-2.0
#include "bound_path.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/mount.h>
#include <linux/openat2.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* If a path changes during the search, the kernel asks to try again. */
#define ATTEMPTS 100

static int open_in(int root, const char *path, bool strict) {
    struct open_how how = {
        .flags = O_PATH | O_CLOEXEC,
        .resolve = (strict ? RESOLVE_BENEATH : RESOLVE_IN_ROOT) | RESOLVE_NO_MAGICLINKS,
    };
    int fd = -1;
    for (int i = 0; i < ATTEMPTS; i++) {
        fd = (int)syscall(SYS_openat2, root, *path ? path : ".", &how, sizeof how);
        if (fd >= 0 || errno != EAGAIN)
            break;
    }
    return fd;
}

static bool create(int parent, const char *name, bool file) {
    if (!file)
        return !mkdirat(parent, name, 0755) || errno == EEXIST;
    int fd = openat(parent, name, O_CREAT | O_EXCL | O_RDONLY | O_CLOEXEC | O_NOFOLLOW, 0644);
    return fd >= 0 ? !close(fd) : errno == EEXIST;
}

/* Creates the missing parts of the path, each in the folder that the earlier parts lead to. */
static bool create_all(int root, const char *path, bool strict, bool file) {
    char part[PATH_MAX];
    if (strlen(path) >= sizeof part) {
        errno = ENAMETOOLONG;
        return false;
    }
    strcpy(part, path);
    int parent = open_in(root, "", strict);
    for (char *name = part; parent >= 0 && *name;) {
        char *slash = strchr(name, '/');
        if (slash)
            *slash = 0;
        int fd = open_in(root, part, strict);
        if (fd < 0 && errno == ENOENT && create(parent, name, file && !slash))
            fd = open_in(root, part, strict);
        int error = errno;
        close(parent);
        errno = error;
        parent = fd;
        if (!slash)
            break;
        *slash = '/';
        name = slash + 1;
    }
    if (parent < 0)
        return false;
    close(parent);
    return true;
}

static bool make_target(const char *target, bool folder) {
    if (folder)
        return !mkdir(target, 0755) || errno == EEXIST;
    int fd = open(target, O_CREAT | O_RDONLY | O_CLOEXEC | O_NOFOLLOW, 0644);
    return fd >= 0 && !close(fd);
}

static bool attach(int fd, const char *target) {
    struct stat stat;
    if (fstat(fd, &stat) || !make_target(target, S_ISDIR(stat.st_mode)))
        return false;
    int tree = (int)syscall(SYS_open_tree, fd, "", AT_EMPTY_PATH | AT_RECURSIVE | OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC);
    if (tree < 0)
        return false;
    bool done = !syscall(SYS_move_mount, tree, "", AT_FDCWD, target, MOVE_MOUNT_F_EMPTY_PATH);
    int error = errno;
    close(tree);
    errno = error;
    return done;
}

bool bind_path(const char *root, const char *path, const char *target, bool strict, enum bound_creation creation) {
    int folder = open(root, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return false;
    while (*path == '/')
        path++;
    bool done = creation == BOUND_EXISTING || create_all(folder, path, strict, creation == BOUND_FILE);
    int fd = done ? open_in(folder, path, strict) : -1;
    done = fd >= 0 && attach(fd, target);
    int error = errno;
    if (fd >= 0)
        close(fd);
    close(folder);
    errno = error;
    return done;
}
