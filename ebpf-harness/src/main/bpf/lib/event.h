// SPDX-License-Identifier: Apache-2.0 OR BSD-2-Clause OR GPL-2.0-only
/*
 * Builds one scap event in the processor's scratch and puts it into the ring buffer: start_event, one put_... per
 * parameter in the table's order, submit_event.
 *
 * Position and losses live in the scratch, not on the stack: the verifier does not follow what is in map memory, so it
 * need not tell apart the many ways on which a program comes to the same parameter.
 */
#pragma once

#include "compare.h"
#include "maps.h"

#define LENGTHS_START (sizeof(struct record_header) + sizeof(struct event_header))

struct event {
    struct scratch *scratch;
    u32 params;     /* how many there are so far */
    s64 result;     /* of the system call */
    enum user user; /* what writes it */
    u32 simulation; /* this and the next are in the scratch, too, unless another program took it */
    u32 code;
};

/* The offset of the next byte, in a form in which the verifier sees that it is inside the scratch. */
#define AT(event) ((event)->scratch->position & (EVENT_MAX - 1))

/* Moves on behind bytes that were written. */
static __always_inline void advance(struct event *event, u32 bytes) {
    event->scratch->position += bytes;
}

static __always_inline void start_event(struct event *event, enum user user, struct scratch *scratch, u64 tid) {
    u32 params = scratch->params & 63;
    struct record_header *record = (void *)scratch->bytes;
    struct event_header *header = (void *)(scratch->bytes + sizeof(*record));
    record->simulation = scratch->simulation;
    record->cpu = bpf_get_smp_processor_id();
    record->flags = scratch->flags;
    header->timestamp = settings.boot_time + bpf_ktime_get_boot_ns();
    header->tid = tid;
    header->code = scratch->code;
    header->params = params;
    event->user = user;
    event->scratch = scratch;
    event->simulation = scratch->simulation;
    event->code = scratch->code;
    scratch->position = LENGTHS_START + params * sizeof(u16);
    event->params = 0;
    scratch->losses = 0;
    event->result = 0;
}

static __always_inline u16 record_flags(const struct mark *mark) {
    return mark->state_only ? RECORD_STATE_ONLY : 0;
}

/* Says in the scratch what the next event is, and whose. Its arguments are not compared unless the caller says so. */
static __always_inline void describe_event(struct scratch *scratch, const struct mark *mark, u16 code, u32 params) {
    scratch->simulation = mark->simulation;
    scratch->flags = record_flags(mark);
    scratch->code = code;
    scratch->params = params;
    scratch->taken = 0;
}

/* Starts an event of a marked task, in a program that the dispatcher does not call. */
static __always_inline void begin_event(struct event *event, struct scratch *scratch, const struct mark *mark, u16 code,
                                        u32 params, u64 tid) {
    own_scratch(scratch, USER_EVENT);
    describe_event(scratch, mark, code, params);
    start_event(event, USER_EVENT, scratch, tid);
}

static __always_inline void put_length(struct event *event, u32 length) {
    *(u16 *)(event->scratch->bytes + LENGTHS_START + (event->params & 63) * sizeof(u16)) = length;
    event->params++;
}

/* Copies a finished event to the ring buffer. */
static __always_inline void copy_event(struct scratch *scratch, u32 size) {
    u64 wakeup = BPF_RB_NO_WAKEUP;
    scratch->unsignalled += size;
    if (scratch->unsignalled > settings.wake_bytes) {
        scratch->unsignalled = 0;
        wakeup = BPF_RB_FORCE_WAKEUP;
    }
    if (bpf_ringbuf_output(&ring, scratch->bytes, size, wakeup)) {
        scratch->losses |= 1 << LOSS_RING_FULL;
    }
}

static __always_inline void finish_event(struct event *event) {
    struct scratch *scratch = event->scratch;
    struct event_header *header = (void *)(scratch->bytes + sizeof(struct record_header));
    u32 size = AT(event);
    if (!is_own_scratch(scratch, event->user)) {
        count_loss(event->simulation, event->code, LOSS_BUSY);
        return;
    }
    if (scratch->position >= EVENT_MAX) { /* AT would begin again */
        count_loss(event->simulation, event->code, LOSS_UNREADABLE_PATH);
        return;
    }
    header->length = size - sizeof(struct record_header);
    copy_event(scratch, size);
    if (scratch->losses) {
        for (u32 cause = 0; cause < LOSS_CAUSES; cause++) {
            if (scratch->losses & (1 << cause)) {
                count_loss(event->simulation, event->code, cause);
            }
        }
    }
}

/* The kernel must not stop a program between the last look at whose the scratch is, and the copy of it. */
static __always_inline void submit_event(struct event *event) {
    UNSTOPPED(finish_event(event));
}

#define PUT_NUMBER(name, type)                                                                                         \
    static __always_inline void name(struct event *event, type value) {                                                \
        *(type *)(event->scratch->bytes + AT(event)) = value;                                                          \
        advance(event, sizeof(type));                                                                                  \
        put_length(event, sizeof(type));                                                                               \
    }

PUT_NUMBER(put_u8, u8)
PUT_NUMBER(put_u16, u16)
PUT_NUMBER(put_u32, u32)
PUT_NUMBER(put_u64, u64)
PUT_NUMBER(put_s64, s64)

static __always_inline void put_empty(struct event *event) {
    put_length(event, 0);
}

/* A file descriptor argument; the kernel takes the low 32 bits. */
static __always_inline void put_fd(struct event *event, u64 argument) {
    put_s64(event, (s32)argument);
}

/* The same for an argument that may also mean the working directory. The kernel's AT_FDCWD is Falco's. */
static __always_inline void put_dirfd(struct event *event, u64 argument) {
    put_s64(event, (s32)argument);
}

/* Bytes that belong to the current parameter, without its length. */
#define APPEND_NUMBER(name, type)                                                                                      \
    static __always_inline void name(struct event *event, type value) {                                                \
        *(type *)(event->scratch->bytes + AT(event)) = value;                                                          \
        advance(event, sizeof(type));                                                                                  \
    }

APPEND_NUMBER(append_u8, u8)
APPEND_NUMBER(append_u16, u16)
APPEND_NUMBER(append_u32, u32)
APPEND_NUMBER(append_u64, u64)

/* User memory that can't be read is a loss, unless the kernel could not read it either, or there is none. */
static __always_inline void note_fault(struct event *event, u64 pointer) {
    if (pointer && event->result != -EFAULT) {
        event->scratch->losses |= 1 << LOSS_PAGE_FAULT;
    }
}

/*
 * A string in user memory, with its NUL; empty if it can't be read. Longer ones than `max` are cut, which is a loss
 * unless the kernel refused the call for just that. Returns the length.
 */
static __always_inline u32 append_user_string(struct event *event, u64 pointer, u32 max) {
    if (!pointer) {
        return 0;
    }
    u8 *to = event->scratch->bytes + AT(event);
    /* One more byte distinguishes a string that fits from one that was cut. */
    long length = read_user_string(to, max + 1, (void *)pointer);
    if (length < 0) {
        note_fault(event, pointer);
        return 0;
    }
    if (length > max) {
        to[max - 1] = 0;
        length = max;
        if (event->result != -ENAMETOOLONG) {
            event->scratch->losses |= 1 << LOSS_STRING_CUT;
        }
    }
    advance(event, length);
    return length;
}

static __always_inline u32 put_user_string(struct event *event, u64 pointer, u32 max) {
    u32 length = append_user_string(event, pointer, max);
    put_length(event, length);
    return length;
}

/* A path; if it has changed since the start of the call, the earlier value. */
static __always_inline void put_user_path(struct event *event, u64 pointer) {
    u32 start = event->scratch->position;
    u32 length = append_user_string(event, pointer, PATH_MAX);
    event->scratch->texts++;
    if (event->scratch->taken && pointer) {
        length = compare_text(start, length);
    }
    put_length(event, length);
}

/* Bytes in user memory; empty if they can't be read. */
static __always_inline u32 append_user_bytes(struct event *event, u64 pointer, u32 size) {
    if (!pointer || !size) {
        return 0;
    }
    if (size > PARAM_MAX) {
        size = PARAM_MAX;
    }
    if (bpf_probe_read_user(event->scratch->bytes + AT(event), size, (void *)pointer)) {
        note_fault(event, pointer);
        return 0;
    }
    advance(event, size);
    return size;
}

static __always_inline void put_user_bytes(struct event *event, u64 pointer, u32 size) {
    put_length(event, append_user_bytes(event, pointer, size));
}

static __always_inline u32 append_kernel_string(struct event *event, const void *pointer, u32 max) {
    long length = bpf_probe_read_kernel_str(event->scratch->bytes + AT(event), max, pointer);
    if (length < 0) {
        return 0;
    }
    advance(event, length);
    return length;
}

static __always_inline void put_kernel_string(struct event *event, const void *pointer, u32 max) {
    put_length(event, append_kernel_string(event, pointer, max));
}
