// SPDX-License-Identifier: Apache-2.0
#include "fail.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Above the descriptors that tests name. */
#define FIRST_KEPT 900

static int err = STDERR_FILENO;
static char *kept_text;
static size_t kept_size;

void fail_keep_stderr(void) {
    int kept = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, FIRST_KEPT);
    if (kept >= 0)
        err = kept;
}

void fail_into(char *text, size_t size) {
    kept_text = text;
    kept_size = size;
}

static void keep(int reason, const char *format, va_list arguments) {
    char message[300];
    if (*kept_text)
        return;
    vsnprintf(message, sizeof message, format, arguments);
    snprintf(kept_text, kept_size, "%s%s%s", message, reason ? ": " : "", reason ? strerror(reason) : "");
}

static void say(int reason, const char *format, va_list arguments) {
    if (kept_text) {
        keep(reason, format, arguments);
        return;
    }
    dprintf(err, "kguard-suite: ");
    vdprintf(err, format, arguments);
    dprintf(err, reason ? ": %s\n" : "\n", strerror(reason));
}

bool fail(const char *format, ...) {
    int reason = errno;
    va_list arguments;
    va_start(arguments, format);
    say(reason, format, arguments);
    va_end(arguments);
    return false;
}

void die(const char *format, ...) {
    int reason = errno;
    va_list arguments;
    va_start(arguments, format);
    say(reason, format, arguments);
    va_end(arguments);
    exit(1);
}
