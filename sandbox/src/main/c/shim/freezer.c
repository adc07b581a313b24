// SPDX-License-Identifier: Apache-2.0
#include "freezer.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define STATE    "freezer.state"
#define THAWED   "THAWED"
#define MAX_OPEN 16

void freezer_thaw_file(int fd) {
    if (pwrite(fd, THAWED, strlen(THAWED), 0) < 0)
        errno = 0; /* a cgroup that is gone has no processes */
}

int freezer_open(const char *folder) {
    char file[PATH_MAX + sizeof STATE];
    snprintf(file, sizeof file, "%s/" STATE, folder);
    return open(file, O_WRONLY | O_CLOEXEC);
}

static void thaw(const char *file) {
    int fd = open(file, O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return;
    freezer_thaw_file(fd);
    close(fd);
}

static int thaw_one(const char *path, const struct stat *stat, int type, struct FTW *place) {
    (void)stat;
    if (type == FTW_F && !strcmp(path + place->base, STATE))
        thaw(path);
    return 0;
}

void freezer_thaw(const char *folder) {
    nftw(folder, thaw_one, MAX_OPEN, FTW_PHYS | FTW_MOUNT);
}

/* Cgroups above it may be frozen, too. Access to those outside of the jail fails. */
static void thaw_upwards(const char *hierarchy, char *cgroup) {
    for (char *slash; (slash = strrchr(cgroup, '/')); *slash = 0) {
        char file[PATH_MAX + sizeof STATE];
        if (slash[1] && snprintf(file, sizeof file, "%s%s/" STATE, hierarchy, cgroup) < (int)sizeof file)
            thaw(file);
    }
}

/* Whether a comma-separated list of controllers contains the freezer. */
static bool has_freezer(char *controllers) {
    char *rest;
    for (char *name = strtok_r(controllers, ",", &rest); name; name = strtok_r(NULL, ",", &rest))
        if (!strcmp(name, "freezer"))
            return true;
    return false;
}

static void thaw_process(const char *pid, const char *hierarchy) {
    char path[64];
    char line[PATH_MAX];
    snprintf(path, sizeof path, "/proc/%.32s/cgroup", pid);
    FILE *file = fopen(path, "re");
    while (file && fgets(line, sizeof line, file)) {
        /* number:controllers:path */
        line[strcspn(line, "\n")] = 0;
        char *controllers = strchr(line, ':');
        char *cgroup = controllers ? strchr(controllers + 1, ':') : NULL;
        if (!cgroup)
            continue;
        *cgroup++ = 0;
        if (has_freezer(controllers + 1))
            thaw_upwards(hierarchy, cgroup);
    }
    if (file)
        fclose(file);
}

void freezer_thaw_all(const char *hierarchy) {
    DIR *proc = opendir("/proc");
    if (!proc)
        return;
    for (struct dirent *entry; (entry = readdir(proc));)
        if (atol(entry->d_name) > 0)
            thaw_process(entry->d_name, hierarchy);
    closedir(proc);
}
