// SPDX-License-Identifier: Apache-2.0
#include "jail_root.h"

#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <stdio.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "layers.h"
#include "paths.h"
#include "report.h"
#include "tree.h"

/* Where a jail is built before it becomes the root: any folder that everyone may enter. */
#define WORKSHOP "/tmp"

static const char *const devices[] = {"null", "zero", "full", "random", "urandom", "tty"};

/* Meanwhile the folder is in the workshop, because the jail's root may not enter the folders above it. */
void jail_root_lock(const char *folder, int user_namespace) {
    if (unshare(CLONE_NEWNS) || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL))
        die("make the jail's mounts its own");
    tree_attach(tree_open(folder, user_namespace), WORKSHOP);
}

static int clone_tree(const char *path, unsigned flags) {
    int tree = (int)syscall(SYS_open_tree, AT_FDCWD, path, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | flags);
    if (tree < 0)
        die("open %s", path);
    return tree;
}

static void add_devices(void) {
    make_folder(WORKSHOP "/dev");
    for (size_t i = 0; i < sizeof devices / sizeof *devices; i++) {
        char source[64];
        char target[64];
        snprintf(source, sizeof source, "/dev/%s", devices[i]);
        snprintf(target, sizeof target, WORKSHOP "/dev/%s", devices[i]);
        make_file(target);
        if (mount(source, target, NULL, MS_BIND, NULL))
            die("bind %s", source);
    }
}

/* Links all folders of programs and libraries to one. */
static void add_links(void) {
    if (symlink("usr/bin", WORKSHOP "/bin") || symlink("usr/sbin", WORKSHOP "/sbin") ||
        symlink("usr/lib", WORKSHOP "/lib") || symlink("usr/lib64", WORKSHOP "/lib64"))
        die("link the jail's folders");
}

static void mount_kernel(const char *type, const char *target, const char *container) {
    make_folder(target);
    if (mount(type, target, type, MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL))
        die("mount %s in the jail; if a part of it is hidden by a container, start that with %s", type, container);
}

/* What runc writes: its state, logs and process ids. kguard never looks there. */
static void add_work(const char *folder) {
    char place[PATH_MAX];
    snprintf(place, sizeof place, "%s%s/work", WORKSHOP, folder);
    if (mount("work", place, "tmpfs", MS_NOSUID | MS_NODEV, "mode=700,size=64m,nr_inodes=65536"))
        die("mount %s", place);
}

void jail_root_build(const char *folder) {
    /* before /tmp hides what is below it */
    int cgroups = clone_tree("/sys/fs/cgroup", AT_RECURSIVE);
    layers_add_open(clone_tree(WORKSHOP, 0), folder);
    if (mount("jail", WORKSHOP, "tmpfs", MS_NOSUID, "mode=755,size=1m,nr_inodes=4096"))
        die("mount the jail's root");
    add_links();
    mount_kernel("proc", WORKSHOP "/proc", "--security-opt systempaths=unconfined");
    mount_kernel("sysfs", WORKSHOP "/sys", "-v /sys:/sys");
    tree_attach(cgroups, WORKSHOP "/sys/fs/cgroup");
    add_devices();
    layers_attach(WORKSHOP);
    add_work(folder);
    make_folder(WORKSHOP "/tmp");
    make_folder(WORKSHOP "/run");
    if (chdir(WORKSHOP) || syscall(SYS_pivot_root, ".", ".") || umount2(".", MNT_DETACH) || chdir("/"))
        die("change the root to the jail's");
}
