// SPDX-License-Identifier: Apache-2.0 OR BSD-2-Clause OR GPL-2.0-only
/* What the kernel copies in the middle of a call. A call that waits for room in a pipe or for its next message takes
 * the rest after that, and events have what is in memory at the exit. Whoever can write to that memory meanwhile
 * decides how long it waits, and can put back what was there. So a call that waited is a blind spot if others could
 * change what it took after that. (Involuntary pauses do not count: nobody decides about them.) */
#pragma once

#include "blind.h"
#include "codes.h"
#include "data.h"
#include "message.h"

#define MSG_WAITALL 0x100
#define VM_WRITE    0x2
#define VM_SHARED   0x8

/* Whether a part of a task's memory can't change during a call. */
static long look_at_memory(struct task_struct *task, struct vm_area_struct *area, void *context) {
    bool *stays = context;
    u64 flags = BPF_CORE_READ(area, vm_flags);
    struct file *file = BPF_CORE_READ(area, vm_file);
    bool is_alone = BPF_CORE_READ(task, mm, mm_users.counter) == 1;
    bool is_written = file && BPF_CORE_READ(file, f_inode, i_writecount.counter) > 0;
    *stays = !(flags & VM_SHARED) && !is_written && (is_alone || !(flags & VM_WRITE));
    return 0;
}

/* Whether others can change the memory at an address during a call. Linux before 5.17 does not tell. */
__noinline int may_change(u64 pointer) {
    struct task_struct *task = current_task();
    bool stays = false;
    if (!bpf_core_enum_value_exists(enum bpf_func_id, BPF_FUNC_find_vma)) {
        return 0;
    }
    bpf_find_vma(task, pointer, look_at_memory, &stays, 0);
    return !stays;
}

struct looking {
    u32 room; /* bytes that an event still shows */
    u32 found;
};

static long look_at_vector(u32 round, void *context) {
    struct looking *looking = context;
    struct scratch *scratch = get_scratch();
    if (!scratch || !looking->room) {
        return 1;
    }
    struct vector *vector = (void *)scratch->path;
    vector += round & (MAX_VECTORS - 1);
    u64 size = vector->length < looking->room ? vector->length : looking->room;
    if (size && (may_change(vector->base) || may_change(vector->base + size - 1))) {
        looking->found = 1;
        return 1;
    }
    looking->room -= size;
    return 0;
}

/* The same for the first data of an array of struct iovec. Uses the buffer for paths. */
__noinline int may_vectors_change(u64 pointer, u64 count) {
    struct scratch *scratch = get_scratch();
    struct looking looking = {settings.snap_length, 0};
    if (scratch && read_vectors(scratch, pointer, count)) {
        LOOP(MAX_VECTORS, look_at_vector, &looking);
    }
    return looking.found;
}

/* The same for a message: its header and its address if the kernel takes them late, and its data if a rule reads it. */
__noinline int may_message_change(u64 pointer, u32 has_late_address) {
    struct scratch *scratch = get_scratch();
    if (!scratch) {
        return 0;
    }
    struct message *message = (void *)scratch->bytes; /* no event is written yet */
    __builtin_memset(message, 0, sizeof(*message));
    bpf_probe_read_user(message, sizeof(*message), (void *)pointer);
    if (has_late_address && (may_change(pointer) || (message->name && may_change(message->name)))) {
        return 1;
    }
    return needs_data(get_simulation(scratch->simulation), scratch->code) &&
           may_vectors_change(message->vectors, message->vector_count);
}

/* Whether others can change anything that a call took after it waited. */
__noinline int is_late(void) {
    struct scratch *scratch = get_scratch();
    struct taken *taken = get_taken();
    if (!scratch || !taken) {
        return 0;
    }
    const u64 *args = scratch->args;
    bool data = needs_data(get_simulation(scratch->simulation), scratch->code);
    bool is_shared = !taken->alone || get_simulation(scratch->simulation)->exposed;
    u32 found = 0;
    u64 count = 0;
    switch (scratch->code) {
    case CODE_WRITE:
    case CODE_PWRITE:
    case CODE_SENDTO: {
        u64 size = args[2] < settings.snap_length ? args[2] : settings.snap_length;
        return data && size && (is_shared || may_change(args[1]) || may_change(args[1] + size - 1));
    }
    case CODE_WRITEV:
    case CODE_PWRITEV:
    case CODE_PROCESS_VM_WRITEV:
        return data && (is_shared || may_vectors_change(args[1], args[2]));
    case CODE_RECVFROM:
        return data && args[3] & MSG_WAITALL && scratch->result > 0 && (is_shared || may_change(args[1]));
    case CODE_RECVMSG:
        return data && args[2] & MSG_WAITALL && scratch->result > 0 &&
               (is_shared || may_message_change(args[1], false));
    case CODE_SENDMSG:
        return data && (is_shared || may_message_change(args[1], false));
    case CODE_SENDMMSG:
    case CODE_RECVMMSG:
        count = scratch->result > 0 ? scratch->result : 0;
        if (is_shared) {
            return count > 1 || (count && data);
        }
        for (u32 i = 0; i < MESSAGES && i < count && !found; i++) {
            /* The first message that is sent is taken before any wait. */
            bool waits = scratch->code == CODE_SENDMMSG ? i > 0 : i + 1 < count;
            found = may_message_change(args[1] + i * sizeof(struct counted_message), waits);
        }
        return found;
    }
    return 0;
}

static __always_inline void note_late(struct scratch *scratch, struct taken *taken) {
    struct task_struct *task = current_task();
    if (BPF_CORE_READ(task, nvcsw) != taken->waits && is_late()) {
        note_blind_spot(scratch->simulation, BLIND_LATE, scratch->code, 0);
    }
}
