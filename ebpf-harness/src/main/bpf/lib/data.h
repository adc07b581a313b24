// SPDX-License-Identifier: Apache-2.0 OR BSD-2-Clause OR GPL-2.0-only
/* Data that is read or written: its first bytes, as many as an event holds. */
#pragma once

#include "compare.h"
#include "event.h"
#include "loop.h"

#define MAX_VECTORS 32 /* a power of two for the verifier */

struct vector {
    u64 base;
    u64 length;
};

/* Data that was or would be written: as much as the call wrote, or the requested size if it failed. */
static __always_inline void put_written(struct event *event, u64 pointer, u64 size) {
    u64 length = event->result > 0 ? event->result : size;
    u32 start = event->scratch->position;
    put_user_bytes(event, pointer, length < settings.snap_length ? length : settings.snap_length);
    if (event->scratch->taken) {
        compare_data(start, event->scratch->position - start);
    }
}

/* Data that was read; none if the call failed. */
static __always_inline void put_read(struct event *event, u64 pointer) {
    s64 length = event->result;
    if (length <= 0) {
        put_empty(event);
        return;
    }
    put_user_bytes(event, pointer, length < settings.snap_length ? length : settings.snap_length);
}

/* Copies the first elements of an array of struct iovec to the buffer for paths. */
static __always_inline struct vector *read_vectors(struct scratch *scratch, u64 pointer, u64 count) {
    struct vector *vectors = (void *)scratch->path;
    u32 size = (count > MAX_VECTORS ? MAX_VECTORS : count) * sizeof(struct vector);
    __builtin_memset(vectors, 0, MAX_VECTORS * sizeof(struct vector));
    if (!pointer || !size || bpf_probe_read_user(vectors, size, (void *)pointer)) {
        return NULL;
    }
    return vectors;
}

struct gathering {
    u32 room; /* bytes that may still be appended */
    int result;
};

static long append_vector(u32 round, void *context) {
    struct gathering *gathering = context;
    struct scratch *scratch = get_scratch();
    if (!scratch || !gathering->room) {
        return 1;
    }
    struct vector *vector = (void *)scratch->path;
    vector += round & (MAX_VECTORS - 1);
    u32 size = vector->length < gathering->room ? vector->length : gathering->room;
    size &= PARAM_MAX - 1; /* for the verifier; it is always less */
    u32 at = scratch->position & (EVENT_MAX - 1);
    if (bpf_probe_read_user(scratch->bytes + at, size, (void *)vector->base)) {
        scratch->absent = vector->base;
        gathering->result = -1;
        return 1;
    }
    scratch->position += size;
    gathering->room -= size;
    return 0;
}

/* Appends the data of an array of struct iovec, at most `room` bytes. Returns 0, or -1 after a fault. The scratch has
 * where it was. */
__noinline int append_vectors(u64 pointer, u64 count, u32 room) {
    struct scratch *scratch = get_scratch();
    struct gathering gathering = {room, 0};
    if (!scratch) {
        return 0;
    }
    scratch->absent = 0;
    if (read_vectors(scratch, pointer, count)) {
        LOOP(MAX_VECTORS, append_vector, &gathering);
    } else if (count) {
        scratch->absent = pointer;
    }
    return gathering.result;
}

__noinline int sum_vectors(u64 pointer, u64 count) {
    struct scratch *scratch = get_scratch();
    if (!scratch) {
        return 0;
    }
    struct vector *vectors = read_vectors(scratch, pointer, count);
    u32 size = 0;
    for (int i = 0; vectors && i < MAX_VECTORS; i++) {
        size += vectors[i].length;
    }
    return size;
}

/* The first bytes of the data of an array of struct iovec. */
static __always_inline void put_vector_data(struct event *event, u64 pointer, u64 count, u32 room) {
    u32 start = event->scratch->position;
    if (append_vectors(pointer, count, room)) {
        note_fault(event, pointer);
    }
    if (event->scratch->taken) {
        compare_data(start, event->scratch->position - start);
    }
    put_length(event, event->scratch->position - start);
}

static __always_inline u32 vector_size(u64 pointer, u64 count) {
    return sum_vectors(pointer, count);
}

/* How many bytes of data the event of a call with this result holds. */
static __always_inline u32 data_room(s64 result) {
    return result > 0 && result < settings.snap_length ? result : settings.snap_length;
}
