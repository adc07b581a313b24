// SPDX-License-Identifier: Apache-2.0
#include "descendants.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static pid_t parent_of(pid_t pid) {
    char path[64];
    char stat[512];
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    FILE *file = fopen(path, "re");
    if (!file)
        return -1;
    size_t n = fread(stat, 1, sizeof stat - 1, file);
    fclose(file);
    stat[n] = 0;
    /* pid (comm) state ppid; comm may contain anything */
    char *end = strrchr(stat, ')');
    int parent;
    return end && sscanf(end + 1, " %*c %d", &parent) == 1 ? parent : -1;
}

static void kill_children(void) {
    DIR *proc = opendir("/proc");
    if (!proc)
        return;
    for (struct dirent *entry; (entry = readdir(proc));) {
        pid_t pid = (pid_t)atol(entry->d_name);
        if (pid > 0 && parent_of(pid) == getpid())
            kill(pid, SIGKILL);
    }
    closedir(proc);
}

bool descendants_kill(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    time_t deadline = now.tv_sec + 10;
    sigset_t children;
    sigemptyset(&children);
    sigaddset(&children, SIGCHLD);
    while (now.tv_sec < deadline) {
        kill_children();
        struct timespec pause = {.tv_nsec = 20 * 1000 * 1000};
        sigtimedwait(&children, NULL, &pause);
        while (waitpid(-1, NULL, WNOHANG) > 0)
            ;
        if (waitpid(-1, NULL, WNOHANG) < 0 && errno == ECHILD)
            return true;
        clock_gettime(CLOCK_MONOTONIC, &now);
    }
    return false;
}
