// SPDX-License-Identifier: Apache-2.0
/*
 * Runs a command and appends what it took to a file: microseconds of processors and of the clock, and the most KB of
 * memory that one of its processes had, each as the kernel counts it. usage: cost FILE COMMAND [ARGUMENT...]. Exits as
 * the command does.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long micros(struct timeval time) {
    return time.tv_sec * 1000000L + time.tv_usec;
}

static long now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000L + time.tv_nsec / 1000;
}

int main(int argc, char **argv) {
    if (argc < 3) {
        fprintf(stderr, "usage: cost FILE COMMAND [ARGUMENT...]\n");
        return 64;
    }
    long start = now();
    pid_t child = fork();
    if (child == 0) {
        execvp(argv[2], argv + 2);
        fprintf(stderr, "%s: %s\n", argv[2], strerror(errno));
        _exit(127);
    }
    int status;
    struct rusage usage;
    while (child > 0 && wait4(child, &status, 0, &usage) < 0) {
        if (errno != EINTR) {
            child = -1;
        }
    }
    if (child < 0) {
        perror("cost");
        return 71;
    }
    long elapsed = now() - start;
    FILE *file = fopen(argv[1], "a");
    if (file == NULL ||
        fprintf(file, "%ld %ld %ld\n", micros(usage.ru_utime) + micros(usage.ru_stime), elapsed, usage.ru_maxrss) < 0 ||
        fclose(file) != 0) {
        perror(argv[1]);
        return 74;
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
