// SPDX-License-Identifier: Apache-2.0
#include "step.h"

#include <errno.h>
#include <stddef.h>
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
#ifdef SYS_open
    {"open", SYS_open},
#endif
#ifdef SYS_symlink
    {"symlink", SYS_symlink},
#endif
#ifdef SYS_link
    {"link", SYS_link},
#endif
#ifdef SYS_dup2
    {"dup2", SYS_dup2},
#endif
    {"openat", SYS_openat},
    {"openat2", SYS_openat2},
    {"read", SYS_read},
    {"write", SYS_write},
    {"symlinkat", SYS_symlinkat},
    {"linkat", SYS_linkat},
    {"dup", SYS_dup},
    {"dup3", SYS_dup3},
    {"connect", SYS_connect},
    {"socket", SYS_socket},
    {"sendto", SYS_sendto},
    {"kill", SYS_kill},
    {"init_module", SYS_init_module},
    {"finit_module", SYS_finit_module},
};

static long number_of(const char *name) {
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
        if (!strcmp(name, calls[i].name))
            return calls[i].number;
    return -1;
}

bool step_run(struct plan *plan) {
    const char *step = plan_word(plan);
    const char *call = plan_word(plan);
    long at = plan_number(plan);
    char **words = plan_words(plan);
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
        return fail("step %s: this kind of machine has no system call %s", step, call);
    long result = syscall(number, values[0], values[1], values[2], values[3], values[4], values[5]);
    if (result < 0)
        return fail("step %s: %s", step, call);
    registers_set(at, result);
    return true;
}
