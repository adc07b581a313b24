// SPDX-License-Identifier: Apache-2.0
/*
 * System calls with known arguments, and what each must look like as an event. A case makes the calls and says what it
 * expects: "TYPE name=value ...", every parameter of the event in order. Values are
 *
 *   *            anything
 *   -1, 42       a number
 *   O_RDWR|...   names of the parameter's table of flags; 0 for none
 *   "text"       a string, with \xHH for bytes that are no letters
 *   [0a1b...]    bytes
 *   <>           no value
 */
#pragma once

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

struct test_case {
    const char *name;
    void (*run)(void);
};

extern const struct test_case file_cases[];
extern const struct test_case descriptor_cases[];
extern const struct test_case socket_cases[];
extern const struct test_case process_cases[];
extern const struct test_case other_cases[];
extern const struct test_case foreign_cases[];
extern const struct test_case loss_cases[]; /* not listed: not all events in them can be recorded */

extern const struct test_case change_cases[]; /* not listed: they depend on what others do meanwhile */
extern const struct test_case late_cases[];   /* not listed: they need a helper that changes their memory */
extern const struct test_case blind_cases[];  /* not listed: their effects reach beyond what is recorded */

/* Waits for a connection to a socket at a path and sends a descriptor through it. Lives until its input ends. */
int serve_descriptor(const char *path);

/* The working directory of the case. */
extern char directory[];

/* Adds an expectation: the next event of the type must match it. */
__attribute__((format(printf, 1, 2))) void expect(const char *format, ...);

/* A system call by number: its result, or -errno. */
#define call(number, ...) result(syscall(number, ##__VA_ARGS__))
long result(long value);

/* The number of the call that a process waits in, or -1: a call that runs does not show it. */
int waiting_in(pid_t pid);

/* A C string, quoted for an expectation, in one of a few rotating buffers. */
const char *quoted(const char *text);
const char *hex(const void *bytes, size_t size);
