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

#define MSG_WAITALL  0x100
#define MSG_ZEROCOPY 0x4000000
#define VM_WRITE     0x2
#define VM_SHARED    0x8

/* What is known of an area of a task's memory. */
struct area {
    u32 stays;      /* nobody else can change it now */
    u32 stayed;     /* nor could, while the call waited: a file may have been written meanwhile that is closed now */
    u32 is_written; /* whether the task itself may write to it */
};

/* A private mapping shows what is written to its file until the task writes there itself. A file without a name, as of
 * memfd_create, is written by whoever has its descriptor; a program that runs is written by nobody. */
static long look_at_memory(struct task_struct *task, struct vm_area_struct *vma, void *context) {
    struct area *area = context;
    u64 flags = BPF_CORE_READ(vma, vm_flags);
    struct file *file = BPF_CORE_READ(vma, vm_file);
    bool is_alone = BPF_CORE_READ(task, mm, mm_users.counter) == 1;
    bool is_own = !(flags & VM_SHARED) && (is_alone || !(flags & VM_WRITE));
    s32 writers = file ? BPF_CORE_READ(file, f_inode, i_writecount.counter) : -1;
    bool has_name = !file || BPF_CORE_READ(file, f_inode, i_nlink);
    area->stays = is_own && writers <= 0 && has_name;
    area->stayed = is_own && writers < 0;
    area->is_written = !!(flags & VM_WRITE);
    return 0;
}

static __always_inline struct area area_of(u64 pointer) {
    struct area area = {};
    bpf_find_vma(current_task(), pointer, look_at_memory, &area, 0);
    return area;
}

/* Whether others can change the memory at an address during a call. Linux before 5.17 does not tell. */
__noinline int may_change(u64 pointer) {
    return bpf_core_enum_value_exists(enum bpf_func_id, BPF_FUNC_find_vma) && !area_of(pointer).stays;
}

/* Whether others could while it waited. */
__noinline int may_have_changed(u64 pointer) {
    return bpf_core_enum_value_exists(enum bpf_func_id, BPF_FUNC_find_vma) && !area_of(pointer).stayed;
}

/* Whether the task itself can't write to the memory at an address. */
__noinline int is_read_only(u64 pointer) {
    return bpf_core_enum_value_exists(enum bpf_func_id, BPF_FUNC_find_vma) && !area_of(pointer).is_written;
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
    if (size && (may_have_changed(vector->base) || may_have_changed(vector->base + size - 1))) {
        looking->found = 1;
        return 1;
    }
    looking->room -= size;
    return 0;
}

/* The same for the first data of an array of struct iovec. Uses the buffer for paths. */
__noinline int may_vectors_have_changed(u64 pointer, u64 count) {
    struct scratch *scratch = get_scratch();
    struct looking looking = {settings.snap_length, 0};
    if (scratch && read_vectors(scratch, pointer, count)) {
        LOOP(MAX_VECTORS, look_at_vector, &looking);
    }
    return looking.found;
}

/* The same for a message: its header and its address if the kernel takes them late, and its data if a rule reads it. */
__noinline int may_message_have_changed(u64 pointer, u32 has_late_address) {
    struct scratch *scratch = get_scratch();
    if (!scratch) {
        return 0;
    }
    struct message *message = (void *)scratch->bytes; /* no event is written yet */
    __builtin_memset(message, 0, sizeof(*message));
    bpf_probe_read_user(message, sizeof(*message), (void *)pointer);
    if (has_late_address && (may_have_changed(pointer) || (message->name && may_have_changed(message->name)))) {
        return 1;
    }
    return needs_data(get_simulation(scratch->simulation), scratch->code) &&
           may_vectors_have_changed(message->vectors, message->vector_count);
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
        return data && size && (is_shared || may_have_changed(args[1]) || may_have_changed(args[1] + size - 1));
    }
    case CODE_WRITEV:
    case CODE_PWRITEV:
    case CODE_PROCESS_VM_WRITEV:
        return data && (is_shared || may_vectors_have_changed(args[1], args[2]));
    case CODE_RECVFROM:
        return data && args[3] & MSG_WAITALL && scratch->result > 0 && (is_shared || may_have_changed(args[1]));
    case CODE_RECVMSG:
        return data && args[2] & MSG_WAITALL && scratch->result > 0 &&
               (is_shared || may_message_have_changed(args[1], false));
    case CODE_SENDMSG:
        return data && (is_shared || may_message_have_changed(args[1], false));
    case CODE_SENDMMSG:
    case CODE_RECVMMSG:
        count = scratch->result > 0 ? scratch->result : 0;
        if (is_shared) {
            return count > 1 || (count && data);
        }
        for (u32 i = 0; i < MESSAGES && i < count && !found; i++) {
            /* The first message that is sent is taken before any wait. */
            bool waits = scratch->code == CODE_SENDMMSG ? i > 0 : i + 1 < count;
            found = may_message_have_changed(args[1] + i * sizeof(struct counted_message), waits);
        }
        return found;
    }
    return 0;
}

/* Whether a call takes its data after it has ended. */
static __always_inline bool copies_nothing(const struct scratch *scratch) {
    u64 flags = scratch->code == CODE_SENDMSG                                    ? scratch->args[2]
                : scratch->code == CODE_SENDTO || scratch->code == CODE_SENDMMSG ? scratch->args[3]
                                                                                 : 0;
    return flags & MSG_ZEROCOPY && needs_data(get_simulation(scratch->simulation), scratch->code);
}

static __always_inline void note_late(struct scratch *scratch, struct taken *taken) {
    struct task_struct *task = current_task();
    bool has_waited = BPF_CORE_READ(task, nvcsw) != taken->waits;
    /* The last of many messages is taken long after the first. */
    has_waited |= scratch->code == CODE_SENDMMSG && scratch->result > 1 &&
                  needs_data(get_simulation(scratch->simulation), scratch->code);
    if (copies_nothing(scratch) || (has_waited && is_late())) {
        note_blind_spot(scratch->simulation, BLIND_LATE, scratch->code, 0);
    }
}
