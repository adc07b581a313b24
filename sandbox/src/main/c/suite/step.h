// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_SUITE_STEP_H
#define KGUARD_SUITE_STEP_H

#include <stdbool.h>

#include "plan.h"

/* Makes the system call of the plan's next step. */
bool step_run(struct plan *plan);

/*
 * Makes a system call, and compares how it ends.
 *
 * what: what messages call it
 * call: its name
 * at: the number of the value that it returns; those of its arguments follow
 * words: its arguments
 * error: the number of the error with which it must fail; 0 if it must not
 */
bool step_call(const char *what, const char *call, long at, char **words, long error);

#endif
