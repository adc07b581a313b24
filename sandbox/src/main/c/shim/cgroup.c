// SPDX-License-Identifier: Apache-2.0
#include "cgroup.h"

#include <ftw.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "freezer.h"

#define MAX_OPEN 16
#define ROUNDS   500 /* of 20 ms */

static bool found;

static int kill_members(const char *path, const struct stat *stat, int type, struct FTW *place) {
    (void)stat;
    if (type != FTW_F || strcmp(path + place->base, "cgroup.procs"))
        return 0;
    FILE *file = fopen(path, "re");
    int pid;
    /* 0 means a process of another pid namespace */
    while (file && fscanf(file, "%d", &pid) == 1 && pid > 0) {
        found = true;
        kill(pid, SIGKILL);
    }
    if (file)
        fclose(file);
    return 0;
}

void cgroup_kill(const char *folder) {
    found = true;
    for (int round = 0; found && round < ROUNDS; round++) {
        found = false;
        nftw(folder, kill_members, MAX_OPEN, FTW_PHYS | FTW_MOUNT);
        if (found)
            freezer_thaw(folder);
        struct timespec pause = {.tv_nsec = 20 * 1000 * 1000};
        if (found)
            nanosleep(&pause, NULL);
    }
}
