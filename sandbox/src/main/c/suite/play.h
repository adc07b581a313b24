// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_SUITE_PLAY_H
#define KGUARD_SUITE_PLAY_H

#include <stdbool.h>
#include <sys/types.h>

/*
 * A play: an event script that real processes play. All of them have the same plan in shared memory: the processes, and
 * what each does, in order. A process acts when it is its turn. The first process directs the play and has no part in
 * it: it prepares what the script presupposes, and is what the script's addresses belong to. Two marks, which are
 * processes of its own, say when the script begins and when it ends.
 */

/* Whether a process is one of the two marks, by its first argument. It has nothing to do. */
bool play_is_mark(const char *argv0);
/* Whether this process has a part in a play. */
bool play_has_part(void);
/* Plays its part. */
int play_part(void);
/* Reads a plan and directs it. */
int play_direct(int input);

/* The process of a number, from 1. */
pid_t play_pid(long number);
/* The process that is there to be a victim. */
pid_t play_victim(void);

#endif
