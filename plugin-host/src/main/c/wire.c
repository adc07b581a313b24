// SPDX-License-Identifier: Apache-2.0
#include "wire.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static unsigned char request[MAX_FRAME];
static uint32_t request_length;
static uint32_t at;

static unsigned char reply[MAX_FRAME + 4];
static size_t reply_length;

static size_t read_all(void *data, size_t length) {
    size_t done = 0;
    while (done < length) {
        ssize_t n = read(REQUESTS, (char *)data + done, length - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            break;
        done += (size_t)n;
    }
    return done;
}

static uint32_t number(const unsigned char *from) {
    return (uint32_t)from[0] << 24 | (uint32_t)from[1] << 16 | (uint32_t)from[2] << 8 | from[3];
}

char request_next(void) {
    unsigned char head[4];
    if (read_all(head, sizeof head) != sizeof head)
        return 0;
    request_length = number(head);
    if (request_length == 0 || request_length > MAX_FRAME)
        die("a request of %u bytes", request_length);
    if (read_all(request, request_length) != request_length)
        return 0;
    at = 1;
    return (char)request[0];
}

static const unsigned char *take(uint32_t length) {
    if (length > request_length - at)
        die("a request that ends too early");
    const unsigned char *from = request + at;
    at += length;
    return from;
}

uint8_t request_byte(void) {
    return *take(1);
}

uint32_t request_number(void) {
    return number(take(4));
}

uint64_t request_long(void) {
    uint64_t high = request_number();
    return high << 32 | request_number();
}

const void *request_bytes(uint32_t *length) {
    *length = request_number();
    return take(*length);
}

char *request_string(void) {
    uint32_t length;
    const void *text = request_bytes(&length);
    if (memchr(text, 0, length))
        die("a request with a text that has a NUL");
    char *copy = strndup(text, length);
    if (!copy)
        die("no memory");
    return copy;
}

void request_end(void) {
    if (at != request_length)
        die("a request that is too long");
}

static void put(const void *data, size_t length) {
    if (length > sizeof reply - reply_length)
        length = sizeof reply - reply_length;
    memcpy(reply + reply_length, data, length);
    reply_length += length;
}

void reply_begin(enum reply type) {
    reply_length = 4;
    reply_byte((uint8_t)type);
}

void reply_byte(uint8_t value) {
    put(&value, 1);
}

static void split(uint32_t value, unsigned char *into) {
    into[0] = (unsigned char)(value >> 24);
    into[1] = (unsigned char)(value >> 16);
    into[2] = (unsigned char)(value >> 8);
    into[3] = (unsigned char)value;
}

void reply_number(uint32_t value) {
    unsigned char bytes[4];
    split(value, bytes);
    put(bytes, sizeof bytes);
}

void reply_long(uint64_t value) {
    reply_number((uint32_t)(value >> 32));
    reply_number((uint32_t)value);
}

void reply_bytes(const void *data, uint32_t length) {
    reply_number(length);
    put(data, length);
}

void reply_text(const char *text) {
    size_t length = text ? strnlen(text, MAX_FRAME) : 0;
    reply_bytes(text ? text : "", (uint32_t)length);
}

size_t reply_size(void) {
    return reply_length;
}

void reply_patch(size_t place, uint32_t value) {
    split(value, reply + place);
}

void reply_send(void) {
    if (reply_length == sizeof reply) {
        reply_message(REPLY_BROKEN, "what it returns at once has more than %u bytes", MAX_FRAME);
        return;
    }
    split((uint32_t)(reply_length - 4), reply);
    size_t done = 0;
    while (done < reply_length) {
        ssize_t n = write(REPLIES, reply + done, reply_length - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            die("can't send a reply: %s", strerror(errno));
        done += (size_t)n;
    }
}

void reply_message(enum reply type, const char *format, ...) {
    static char message[4096];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    reply_begin(type);
    reply_bytes(message, (uint32_t)strlen(message));
    reply_send();
}

void die(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    fflush(stderr);
    _exit(3);
}
