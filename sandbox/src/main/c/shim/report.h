// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_REPORT_H
#define KGUARD_REPORT_H

/* Prints "error: ..." with the message of errno on standard output, which the JVM reads, and ends the process. */
_Noreturn void die(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Reports to the JVM that everything requested at the start is ready. */
void report_ready(void);
/* Reports a line. */
void report_line(const char *line);

#endif
