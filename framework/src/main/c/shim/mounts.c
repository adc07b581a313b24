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

static bool do_one(char *fields[5]) {
    unsigned long flags = strtoul(fields[3], NULL, 10);
    if (!strcmp(fields[2], "mkdir"))
        return !mkdir(fields[1], (mode_t)flags) || errno == EEXIST;
    if (!strcmp(fields[2], "touch")) {
        int fd = open(fields[1], O_CREAT | O_RDONLY | O_CLOEXEC | O_NOCTTY, (mode_t)flags);
        return fd >= 0 && !close(fd);
    }
    return !mount(fields[0], fields[1], fields[2], flags, fields[4]);
}

bool mounts_do(char *requests, size_t length, char *problem, size_t room) {
    char *fields[5];
    int count = 0;
    for (char *text = requests; text < requests + length; text += strlen(text) + 1) {
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
