// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_SUITE_CUE_H
#define KGUARD_SUITE_CUE_H

#include <stdbool.h>

/* Runs a step of the director: what must be there before a process of a play acts, and what the other side does. */
bool cue_run(const char *name, char **words);

#endif
