// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_ATTEMPTS_H
#define KGUARD_ATTEMPTS_H

/* Tries to change a file that it may read, and to use up what the machine has once. Prints what was done, as "NAME
 * DONE". */
void attempt_changes(const char *file);

/* Prints who it is, how many threads it could start, and how much memory it could share, in MiB. */
void attempt_amounts(void);

#endif
