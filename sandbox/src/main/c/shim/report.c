// SPDX-License-Identifier: Apache-2.0
#include "report.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void die(const char *format, ...) {
    int error = errno;
    va_list args;
    va_start(args, format);
    printf("error: ");
    vprintf(format, args);
    va_end(args);
    if (error)
        printf(": %s", strerror(error));
    printf("\n");
    fflush(stdout);
    _Exit(1);
}

void report_line(const char *line) {
    printf("%s\n", line);
    if (fflush(stdout))
        _Exit(1);
}

void report_ready(void) {
    report_line("ready");
}
