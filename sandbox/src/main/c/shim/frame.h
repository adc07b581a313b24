// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_FRAME_H
#define KGUARD_FRAME_H

#include <stdbool.h>
#include <stddef.h>

#include "texts.h"

#define MAX_FRAME (1024 * 1024)

/* A frame: the length of the rest as a big-endian number of four bytes, its type, and its payload. */
struct frame {
    char type;
    char *payload;
    size_t length;
};

/* Waits for a frame. Its payload is valid until the next call. Returns false at the end of input. Ends the process if a
 * frame is truncated or too long. */
bool frame_read(int fd, struct frame *frame);

#endif
