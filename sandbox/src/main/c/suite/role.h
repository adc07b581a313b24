// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_SUITE_ROLE_H
#define KGUARD_SUITE_ROLE_H

#include <stdbool.h>

#include "plan.h"

/* What a process of a play is, as the plan describes it. */
struct role {
    char *path; /* of its program */
    char *file; /* how the program gets there: "lower", "upper" or "memory" */
    char *comm; /* its name; that of the path if it is empty */
    char *argv0;
    char *uid; /* empty: that of its parent */
    char *gid;
    char *capabilities; /* permitted and inheritable, in hexadecimal; empty: those of its parent */
    char *directory;    /* empty: that of its parent */
    bool terminal;
    bool session;
    bool leader;
    char **args;
    char **env;

    char *executed; /* the path that is executed */
};

void role_of_plan(struct role *role, struct plan *plan);
/* Puts its program where it must be. */
bool role_install(struct role *role);
/* Becomes it. Returns only if that fails. */
void role_become(struct role *role);

#endif
