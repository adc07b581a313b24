// SPDX-License-Identifier: Apache-2.0
#include "step.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "fail.h"
#include "registers.h"
#include "value.h"

#define MAX_ARGUMENTS 6

static const struct {
    const char *name;
    long number;
} calls[] = {
#include "calls.inc" /* made of the headers of the kernel */
};

static long number_of(const char *name) {
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
        if (!strcmp(name, calls[i].name))
            return calls[i].number;
    return -1;
}

bool step_call(const char *what, const char *call, long at, char **words, long error) {
    long values[MAX_ARGUMENTS] = {0};
    for (size_t i = 0; words[i]; i++) {
        if (i == MAX_ARGUMENTS)
            die("the plan has a call with too many arguments");
        values[i] = value_of(words[i]);
        registers_set(at + 1 + (long)i, values[i]);
    }
    long number = number_of(call);
    errno = 0;
    if (number < 0)
        return fail("%s: this kind of machine has no system call %s", what, call);
    long result = syscall(number, values[0], values[1], values[2], values[3], values[4], values[5]);
    if (result < 0 && errno != error)
        return fail("%s: %s", what, call);
    if (result >= 0 && error) {
        errno = 0;
        return fail("%s: %s returned %ld, and should have failed with: %s", what, call, result, strerror((int)error));
    }
    registers_set(at, result);
    return true;
}

bool step_run(struct plan *plan) {
    char what[128];
    const char *step = plan_word(plan);
    const char *call = plan_word(plan);
    long at = plan_number(plan);
    snprintf(what, sizeof what, "step %s", step);
    return step_call(what, call, at, plan_words(plan), 0);
}
