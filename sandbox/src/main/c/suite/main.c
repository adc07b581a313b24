// SPDX-License-Identifier: Apache-2.0
/*
 * The program of suite files in the base image. Its standard input says what it does, because its name, its arguments
 * and its environment are those that a test asks for. After a "w" it says that it runs, and waits for the end of its
 * input. After a "p" a plan follows: the number of this process in the chain, and what the chain does. Number 0
 * prepares the container and starts the chain, each other process starts the next one, and the last one makes the
 * resources and the system calls. After an "a" a play follows.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fail.h"
#include "network.h"
#include "plan.h"
#include "play.h"
#include "process.h"
#include "resource.h"
#include "script.h"
#include "step.h"
#include "value.h"

static int wait_for_end(void) {
    char ignored;
    if (write(STDIN_FILENO, "r", 1) != 1)
        return 1;
    while (read(STDIN_FILENO, &ignored, 1) > 0)
        ;
    return 0;
}

static bool prepare(struct plan *plan) {
    bool done = true;
    for (char **addresses = plan_words(plan); *addresses; addresses++) {
        size_t length;
        void *address = value_bytes(*addresses, &length);
        done = done && network_add(address, length);
        free(address);
    }
    return done;
}

static bool pass_on(const struct process *process, long number, const char *rest, size_t length) {
    char head[64];
    char digits[32];
    snprintf(digits, sizeof digits, "%ld", number);
    int n = snprintf(head, sizeof head, "p%zu:%s\n", strlen(digits), digits);
    if (write(process->input, head, (size_t)n) != n)
        return false;
    for (size_t at = 0; at < length;) {
        ssize_t written = write(process->input, rest + at, length - at);
        if (written < 0)
            return false;
        at += (size_t)written;
    }
    return true;
}

/* Starts the next process of the chain, and ends as it ends. */
static int start_next(struct process *next, long number, const char *rest, size_t length) {
    bool told = process_start(next) && pass_on(next, number, rest, length);
    int status = process_end(next);
    errno = 0;
    if (status < 0 && told)
        fail("a signal ended the process %s", next->name);
    return told && status >= 0 ? status : 1;
}

/* What the last process does. The script after the steps runs although one failed. */
static int act(struct plan *plan) {
    const char *before = plan_word(plan);
    const char *after = plan_word(plan);
    struct script script;
    bool done = script_before(&script, before, after);
    fail_keep_stderr();
    for (long i = plan_number(plan); i > 0; i--)
        done = resource_make(plan, done) && done;
    for (long i = plan_number(plan); done && i > 0; i--)
        done = step_run(plan);
    done = script_after(&script) && done;
    resources_remove();
    return done ? 0 : 1;
}

int main(int argc, char **argv) {
    struct plan plan;
    struct process process;
    struct process next = {.pid = -1, .input = -1};
    char kind;
    if (argc > 0 && play_is_mark(argv[0]))
        return 0;
    if (play_has_part())
        return play_part();
    if (read(STDIN_FILENO, &kind, 1) != 1 || (kind != 'p' && kind != 'w' && kind != 'a')) {
        errno = 0;
        die("this program plays tests of suite files, which it is given as its input");
    }
    if (kind == 'w')
        return wait_for_end();
    signal(SIGPIPE, SIG_IGN);
    if (kind == 'a')
        return play_direct(STDIN_FILENO);
    plan_read(&plan, STDIN_FILENO);
    long number = plan_number(&plan);
    size_t rest = plan.at;
    long count = plan_number(&plan);
    for (long i = 1; i <= count; i++) {
        process_of_plan(&process, &plan);
        if (i == number + 1)
            next = process;
    }
    if (number == count)
        return plan_words(&plan) ? act(&plan) : 1;
    if (!number && !prepare(&plan))
        return 1;
    return start_next(&next, number + 1, plan.text + rest, plan.length - rest);
}
