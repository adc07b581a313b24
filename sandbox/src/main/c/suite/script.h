// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_SUITE_SCRIPT_H
#define KGUARD_SUITE_SCRIPT_H

#include <stdbool.h>
#include <sys/types.h>

/* The scripts before and after the steps: one bash, so that the second knows what the first has set. */
struct script {
    pid_t pid;
    int go;
};

/* Runs the first script. Nothing is started if both are empty. */
bool script_before(struct script *script, const char *before, const char *after);
/* Runs the second script. */
bool script_after(struct script *script);

#endif
