// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_SUITE_STEP_H
#define KGUARD_SUITE_STEP_H

#include <stdbool.h>

#include "plan.h"

/* Makes the system call of the plan's next step. */
bool step_run(struct plan *plan);

#endif
