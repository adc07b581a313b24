// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_SPAWN_H
#define KGUARD_SPAWN_H

#include <stdbool.h>
#include <sys/types.h>

/* Our ends of a child's standard streams, non-blocking; -1 if it has none. */
struct stdio {
    int in;
    int out;
    int err;
};

/* Starts a program, or returns -1. Without pipes all its streams are /dev/null; without input only the first one is. */
pid_t spawn(char *const argv[], bool pipes, bool input, struct stdio *stdio);

#endif
