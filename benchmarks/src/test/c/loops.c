// SPDX-License-Identifier: Apache-2.0
/*
 * The workload for measuring the sensor's cost. usage: loops getpid|open|relative|paced|spawn COUNT, then a line on
 * stdin. Prints nanoseconds per iteration: elapsed time, and processor time including children. The paced loop opens
 * and closes a file 100,000 times per second, which makes 200,000 events.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PACE 10000 /* nanoseconds */

static double elapsed(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1e9 + now.tv_nsec;
}

static double processor(void) {
    double sum = 0;
    const int whose[] = {RUSAGE_SELF, RUSAGE_CHILDREN};
    for (int i = 0; i < 2; i++) {
        struct rusage usage;
        getrusage(whose[i], &usage);
        sum += (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e9;
        sum += (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e3;
    }
    return sum;
}

int main(int argc, char **argv) {
    char go;
    if (argc != 3 || strcmp(argv[1], "end") == 0) {
        return argc != 3;
    }
    long count = atol(argv[2]);
    if (read(0, &go, 1) != 1) {
        return 1;
    }
    int folder = open("/etc", O_RDONLY | O_DIRECTORY);
    double start = elapsed(), used = processor();
    for (long i = 0; i < count; i++) {
        if (strcmp(argv[1], "getpid") == 0) {
            syscall(SYS_getpid);
        } else if (strcmp(argv[1], "open") == 0) {
            close(open("/etc/hostname", O_RDONLY));
        } else if (strcmp(argv[1], "relative") == 0) {
            close(openat(folder, "hostname", O_RDONLY));
        } else if (strcmp(argv[1], "paced") == 0) {
            close(open("/etc/hostname", O_RDONLY));
            while (elapsed() < start + i * PACE) {
            }
        } else {
            pid_t child;
            char *arguments[] = {argv[0], "end", "0", NULL};
            if (posix_spawn(&child, argv[0], NULL, NULL, arguments, NULL) || waitpid(child, NULL, 0) != child) {
                return 1;
            }
        }
    }
    printf("%.1f %.1f\n", (elapsed() - start) / count, (processor() - used) / count);
    return 0;
}
