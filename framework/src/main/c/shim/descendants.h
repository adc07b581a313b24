// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_DESCENDANTS_H
#define KGUARD_DESCENDANTS_H

#include <stdbool.h>

/*
 * Kills all processes below this one, a subreaper, and waits for their ends: those of dead children become children.
 * Returns false if some withstand for ten seconds.
 */
bool descendants_kill(void);

#endif
