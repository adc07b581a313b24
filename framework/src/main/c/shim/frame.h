// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_FRAME_H
#define KGUARD_FRAME_H

#include <stdbool.h>
#include <stddef.h>

#include "texts.h"

#define MAX_FRAME (1024 * 1024)

/* A frame: the length of what follows, a big-endian number of four bytes, its type, and its payload. */
struct frame {
    char type;
    char *payload;
    size_t length;
};

/*
 * Waits for a frame. Its payload is good until the next is read. Returns false at the end. Ends the process if a frame
 * is cut off or too long.
 */
bool frame_read(int fd, struct frame *frame);

#endif
