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

/* Makes space for more bytes after the last one. Ends the process if there is no memory. */
char *buffer_reserve(struct buffer *buffer, size_t more);
void buffer_append(struct buffer *buffer, const void *data, size_t length);
void buffer_consume(struct buffer *buffer, size_t length);
void buffer_free(struct buffer *buffer);

/* Appends a frame: the length of the rest (big endian), type, payload. */
void buffer_append_frame(struct buffer *buffer, char type, const void *payload, size_t length);
void buffer_append_number_frame(struct buffer *buffer, char type, uint32_t number);

/* Reads once. Returns the result of read(2). */
long buffer_fill(struct buffer *buffer, int fd, size_t most);
/* Writes once and removes what was written. Returns the result of write(2). */
long buffer_flush(struct buffer *buffer, int fd);

#endif
