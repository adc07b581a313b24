// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_WIRE_H
#define KGUARD_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Frames: the length of the rest as a big-endian number of four bytes, a type, and a payload of big-endian numbers and
 * of texts, which begin with their length. A side that gets a frame with anything else in it ends.
 */

#define MAX_FRAME (16U << 20)

/* Where frames are, away from the descriptors that a plugin's printf writes to. */
#define REQUESTS 3
#define REPLIES  4

enum reply {
    REPLY_RESULT = 'r',
    /* the plugin says that it failed */
    REPLY_FAILED = 'f',
    /* the plugin does what its API does not allow */
    REPLY_BROKEN = 'b',
    /* the machine does not let the host do its work */
    REPLY_UNABLE = 'u'
};

/* Waits for a request. Its parts are read by the functions below, and are valid until the next one. Returns its type; 0
 * at the end. */
char request_next(void);
uint8_t request_byte(void);
uint32_t request_number(void);
uint64_t request_long(void);
const void *request_bytes(uint32_t *length);
/* A text without NULs, which the caller frees. */
char *request_string(void);
/* Ends the process if the request has more. */
void request_end(void);

/* Writes into the reply. What is larger than a frame is noticed by reply_send. */
void reply_begin(enum reply type);
void reply_byte(uint8_t value);
void reply_number(uint32_t value);
void reply_long(uint64_t value);
void reply_bytes(const void *data, uint32_t length);
/* Writes a text; the empty one for NULL. */
void reply_text(const char *text);
size_t reply_size(void);
/* The number at a place of the reply that reply_number wrote. */
void reply_patch(size_t place, uint32_t value);
void reply_send(void);

/* Sends a reply that has only a message. */
void reply_message(enum reply type, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Ends the process with a message for whoever started it. */
void die(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));

#endif
