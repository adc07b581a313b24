// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_REPORT_H
#define KGUARD_REPORT_H

/* Says on standard output "error: ..." with the text of errno, which the JVM reads, and ends the process. */
_Noreturn void die(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Tells the JVM that what it asked for at the start is there. */
void report_ready(void);

#endif
