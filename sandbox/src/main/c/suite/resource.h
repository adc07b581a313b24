// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_SUITE_RESOURCE_H
#define KGUARD_SUITE_RESOURCE_H

#include <stdbool.h>

#include "plan.h"

/* Makes the plan's next resource, unless `wanted` is false: then its words are read over. */
bool resource_make(struct plan *plan, bool wanted);
/* Removes the resources, the last one first. */
void resources_remove(void);

#endif
