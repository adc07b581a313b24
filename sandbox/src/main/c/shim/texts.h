// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_TEXTS_H
#define KGUARD_TEXTS_H

#include <stddef.h>

/* Strings in a frame: for each its length as a big-endian number of four bytes, its bytes, and a NUL that the length
 * does not count. A string contains no other NUL. */
struct texts {
    char *at;
    size_t left;
};

/* The next string, or NULL at the end. Ends the process if the data is malformed. */
char *texts_next(struct texts *texts);
/* All remaining strings, followed by a NULL; returns their number. Ends the process if there are too many. */
int texts_all(struct texts *texts, char *all[], int most);

#endif
