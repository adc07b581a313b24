// SPDX-License-Identifier: Apache-2.0 OR BSD-2-Clause OR GPL-2.0-only
/* Parameters that the calls of misc.bpf.c have in their enter events, too. */
#pragma once

#include "event.h"
#include "flags.h"

struct seconds {
    s64 seconds;
    s64 nanoseconds;
};

static __always_inline void put_duration(struct event *event, u64 pointer) {
    struct seconds time = {};
    bpf_probe_read_user(&time, sizeof(time), (void *)pointer);
    put_u64(event, time.seconds * 1000000000 + time.nanoseconds);
}

#define MAX_POLLED 16

struct polled {
    s32 fd;
    u16 events;
    u16 returned;
};

/* A list of descriptors with the requested events or, at the exit, the returned ones; at most sixteen. */
static __always_inline void put_polled(struct event *event, u64 pointer, u32 count, bool is_exit) {
    struct polled *list = (void *)event->scratch->path;
    u32 start = event->scratch->position;
    if (count > MAX_POLLED) {
        count = MAX_POLLED;
    }
    barrier_var(count); /* otherwise the compiler uses a value before it is bounded for the verifier */
    u32 size = count * sizeof(struct polled);
    if (size && bpf_probe_read_user(list, size, (void *)pointer)) {
        put_u16(event, 0);
        return;
    }
    append_u16(event, count);
    for (u32 i = 0; i < MAX_POLLED && i < count; i++) {
        append_u64(event, (s64)list[i].fd);
        append_u16(event, poll_events(is_exit ? list[i].returned : list[i].events));
    }
    put_length(event, event->scratch->position - start);
}

/* cmd, type, id and quota_fmt, the only parameters of the enter event */
static __always_inline void put_quota_arguments(struct event *event, u64 command_and_type, u32 id_or_format) {
    u16 command = quota_command(command_and_type);
    bool has_id = command & (Q_GETQUOTA | Q_SETQUOTA | Q_XGETQUOTA | Q_XSETQLIM);
    u8 type = command_and_type;
    put_u16(event, command);
    put_u8(event, type < 2 ? type + 1 : 0);
    put_u32(event, has_id ? id_or_format : 0);
    put_u8(event, command == Q_QUOTAON ? quota_format(id_or_format) : QFMT_NOT_USED);
}
