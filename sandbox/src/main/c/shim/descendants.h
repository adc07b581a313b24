// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_DESCENDANTS_H
#define KGUARD_DESCENDANTS_H

#include <stdbool.h>

/* Kills all processes below this one, which is a subreaper, and waits for their ends. The children of dead children
 * become its children. Returns false if some still run after ten seconds. */
bool descendants_kill(void);

#endif
