// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_SUITE_PLAN_H
#define KGUARD_SUITE_PLAN_H

#include <stddef.h>

/*
 * What a process has to do: words, each written as LENGTH:BYTES and a line break. The Java side has checked what they
 * say; a plan that can't be read ends the process.
 */
struct plan {
    char *text; /* as it was read, to pass on */
    size_t length;
    char *words; /* a copy, in which words end with 0 */
    size_t at;
};

/* Reads a plan up to the end of a file. */
void plan_read(struct plan *plan, int fd);
/* A plan that is in memory already, and stays there. */
void plan_of(struct plan *plan, char *text, size_t length);
/* The next word. It stays valid as long as the process. */
char *plan_word(struct plan *plan);
/* The next word as a number. */
long plan_number(struct plan *plan);
/* The next words: their number, and then themselves. Ends with NULL. */
char **plan_words(struct plan *plan);

#endif
