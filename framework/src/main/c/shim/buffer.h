// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_BUFFER_H
#define KGUARD_BUFFER_H

#include <stddef.h>
#include <stdint.h>

/* A queue of bytes. */
struct buffer {
    char *data;
    size_t length;
    size_t capacity;
};

/* Makes room for more bytes behind the last one. Ends the process if there is no memory. */
char *buffer_reserve(struct buffer *buffer, size_t more);
void buffer_append(struct buffer *buffer, const void *data, size_t length);
void buffer_consume(struct buffer *buffer, size_t length);
void buffer_free(struct buffer *buffer);

/* Appends a frame: length of what follows (big endian), type, payload. */
void buffer_append_frame(struct buffer *buffer, char type, const void *payload, size_t length);
void buffer_append_number_frame(struct buffer *buffer, char type, uint32_t number);

/* Reads once. Returns what read(2) does. */
long buffer_fill(struct buffer *buffer, int fd, size_t most);
/* Writes once and drops what was written. Returns what write(2) does. */
long buffer_flush(struct buffer *buffer, int fd);

#endif
