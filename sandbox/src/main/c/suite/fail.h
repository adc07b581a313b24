// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_SUITE_FAIL_H
#define KGUARD_SUITE_FAIL_H

#include <stdbool.h>
#include <stddef.h>

/* From now on messages go to a copy of standard error, because steps may redirect it. */
void fail_keep_stderr(void);
/* From now on messages are kept here, the first one only: whoever else has the memory says it. */
void fail_into(char *text, size_t size);
/* Says what went wrong, with the message of errno if it is not 0. Returns false. */
bool fail(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* The same, and ends the process. */
_Noreturn void die(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
