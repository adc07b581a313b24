// SPDX-License-Identifier: Apache-2.0
#include "mounts.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bound_path.h"
#include "report.h"

void mounts_isolate(const char *base) {
    if (base) {
        int fd = open(base, O_RDONLY | O_CLOEXEC);
        if (fd < 0 || setns(fd, CLONE_NEWNS))
            die("enter the mount namespace %s", base);
        close(fd);
    }
    if (unshare(CLONE_NEWNS))
        die("unshare the mount namespace");
    if (mount(NULL, "/", NULL, MS_REC | MS_SLAVE, NULL))
        die("make / a slave mount");
}

static bool make_file(const char *path, mode_t mode) {
    int fd = open(path, O_CREAT | O_RDONLY | O_CLOEXEC | O_NOCTTY, mode);
    return fd >= 0 && !close(fd);
}

static bool copy(const char *source, const char *target, mode_t mode) {
    char data[8192];
    int from = open(source, O_RDONLY | O_CLOEXEC);
    int to = open(target, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, mode);
    bool done = from >= 0 && to >= 0;
    for (long n; done && (n = read(from, data, sizeof data)) != 0;)
        done = n > 0 && write(to, data, (size_t)n) == n;
    int error = errno;
    if (from >= 0)
        close(from);
    if (to >= 0)
        close(to);
    errno = error;
    return done;
}

/* In a user namespace an overlay keeps its attributes where its owner may write them, if the upper file system supports
 * that. */
static bool mount_overlay(const char *target, unsigned long flags, const char *data) {
    char more[8192];
    if (snprintf(more, sizeof more, "%s,userxattr", data) < (int)sizeof more &&
        !mount("overlay", target, "overlay", flags, more))
        return true;
    return !mount("overlay", target, "overlay", flags, data);
}

static bool do_one(char *fields[5]) {
    const char *type = fields[2];
    unsigned long flags = strtoul(fields[3], NULL, 10);
    if (!strcmp(type, "mkdir"))
        return !mkdir(fields[1], (mode_t)flags) || errno == EEXIST;
    if (!strcmp(type, "touch"))
        return make_file(fields[1], (mode_t)flags);
    if (!strcmp(type, "copy"))
        return copy(fields[0], fields[1], (mode_t)flags);
    if (!strcmp(type, "inside") || !strcmp(type, "beneath"))
        return bind_path(fields[0], fields[4], fields[1], *type == 'b', (enum bound_creation)flags);
    if (!strcmp(type, "unmount"))
        return !umount2(fields[1], MNT_DETACH | UMOUNT_NOFOLLOW);
    if (!strcmp(type, "overlay"))
        return mount_overlay(fields[1], flags, fields[4]);
    return !mount(fields[0], fields[1], type, flags, fields[4]);
}

bool mounts_do(struct texts *requests, char *problem, size_t room) {
    char *fields[5];
    int count = 0;
    for (char *text; (text = texts_next(requests));) {
        fields[count++] = text;
        if (count < 5)
            continue;
        count = 0;
        if (!do_one(fields)) {
            int error = errno;
            snprintf(problem, room, "%s %s on %s (%s)", fields[2], fields[0], fields[1], fields[4]);
            errno = error;
            return false;
        }
    }
    return true;
}
