// SPDX-License-Identifier: Apache-2.0
#include "buffer.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "report.h"

char *buffer_reserve(struct buffer *buffer, size_t more) {
    if (buffer->length + more > buffer->capacity) {
        size_t capacity = buffer->capacity ? buffer->capacity : 4096;
        while (capacity < buffer->length + more)
            capacity *= 2;
        char *data = realloc(buffer->data, capacity);
        if (!data)
            die("no memory");
        buffer->data = data;
        buffer->capacity = capacity;
    }
    return buffer->data + buffer->length;
}

void buffer_append(struct buffer *buffer, const void *data, size_t length) {
    if (!length)
        return;
    memcpy(buffer_reserve(buffer, length), data, length);
    buffer->length += length;
}

void buffer_consume(struct buffer *buffer, size_t length) {
    buffer->length -= length;
    if (buffer->length)
        memmove(buffer->data, buffer->data + length, buffer->length);
}

void buffer_free(struct buffer *buffer) {
    free(buffer->data);
    *buffer = (struct buffer){0};
}

void buffer_append_frame(struct buffer *buffer, char type, const void *payload, size_t length) {
    uint32_t header = htonl((uint32_t)length + 1);
    buffer_append(buffer, &header, sizeof header);
    buffer_append(buffer, &type, 1);
    buffer_append(buffer, payload, length);
}

void buffer_append_number_frame(struct buffer *buffer, char type, uint32_t number) {
    uint32_t payload = htonl(number);
    buffer_append_frame(buffer, type, &payload, sizeof payload);
}

long buffer_fill(struct buffer *buffer, int fd, size_t most) {
    long n = read(fd, buffer_reserve(buffer, most), most);
    if (n > 0)
        buffer->length += (size_t)n;
    return n;
}

long buffer_flush(struct buffer *buffer, int fd) {
    long n = write(fd, buffer->data, buffer->length);
    if (n > 0)
        buffer_consume(buffer, (size_t)n);
    return n;
}
