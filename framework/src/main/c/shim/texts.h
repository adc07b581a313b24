// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_TEXTS_H
#define KGUARD_TEXTS_H

#include <stddef.h>

/*
 * Texts in a frame: of each its length, a big-endian number of four bytes, its bytes, and a NUL that the length does
 * not count. A text has no other NUL.
 */
struct texts {
    char *at;
    size_t left;
};

/* The next text, or NULL at the end. Ends the process if there is no text where one should be. */
char *texts_next(struct texts *texts);
/* As many texts as there are; returns how many. There is a NULL behind them. Ends the process if there are too many. */
int texts_all(struct texts *texts, char *all[], int most);

#endif
