// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_SUITE_PROCESS_H
#define KGUARD_SUITE_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "plan.h"

/* A process to start, as the plan describes it. */
struct process {
    char *exe_path;
    char *name;
    char *argv0;
    char *user;         /* empty for that of the parent */
    char *capabilities; /* permitted, inheritable, effective; empty for none that are set in the file */
    bool in_memory;     /* its executable has no name in any folder */
    char **args;
    char **env;

    pid_t pid; /* once it is started */
    int input; /* the end of its standard input */
    char *folder;
    size_t folder_made;
    char *link;
    char *link_folder;
};

/* Writes this program into an empty file. */
bool process_copy_self(int to);
void process_of_plan(struct process *process, struct plan *plan);
/* Makes the executable and starts it. Its standard input is the other end of `input`: a pipe. */
bool process_start(struct process *process);
/*
 * The same for a process that waits: its standard input is a socket, by which it says that it runs. Before, a signal
 * could end it without its program.
 */
bool process_start_waiting(struct process *process);
/* Waits for its end, and removes what was made for it. Returns its exit status, or -1 if a signal ended it. */
int process_end(struct process *process);

#endif
