// SPDX-License-Identifier: Apache-2.0 OR BSD-2-Clause OR GPL-2.0-only
/* Arguments as they were at the start of a call. Events are written at its exit and read the caller's memory then, as
 * Falco's do. Another thread may have changed that memory meanwhile. */
#pragma once

#include "blind.h"

struct open_how {
    u64 flags;
    u64 mode;
    u64 resolve;
};

#define ABSENT 0xffffffff /* the length of a string that could not be read because its page was not in memory */

struct digestion {
    u32 start; /* in the processor's scratch */
    u32 length;
    u64 state[2];
};

static __always_inline u64 rotate(u64 value, u32 bits) {
    return value << bits | value >> (64 - bits);
}

static long digest_word(u32 round, void *context) {
    struct digestion *it = context;
    struct scratch *scratch = get_scratch();
    u32 at = round * 8;
    if (!scratch || at >= it->length) {
        return 1;
    }
    u64 word = *(const u64 *)(scratch->bytes + ((it->start + at) & (EVENT_MAX - 1)));
    if (it->length - at < 8) {
        word &= (1ULL << (it->length - at) * 8) - 1; /* the machine is little-endian */
    }
    it->state[0] ^= word;
    for (int i = 0; i < 2; i++) {
        it->state[0] += it->state[1];
        it->state[1] = rotate(it->state[1], 13) ^ it->state[0];
        it->state[0] = rotate(it->state[0], 32) + it->state[1];
        it->state[1] = rotate(it->state[1], 17) ^ it->state[0];
    }
    it->state[1] ^= word;
    return 0;
}

/* A digest of a string in the scratch, under a secret key, so that nobody can make two strings with the same digest. */
__noinline u64 digest(u32 start, u32 length) {
    struct digestion it = {start, length, {settings.key[0], settings.key[1]}};
    LOOP(PATH_MAX / 8, digest_word, &it);
    return it.state[0] ^ it.state[1];
}

/* Whether bytes of the event equal those at the start of the call. */
static __always_inline bool is_same(const struct scratch *scratch, u32 start, u32 length,
                                    const struct taken_text *text) {
    if (length != text->length) {
        return false;
    }
    if (length > TAKEN_MAX) {
        return digest(start, length) == text->digest;
    }
    const u8 *now = scratch->bytes + (start & (EVENT_MAX - 1));
    for (u32 at = 0; at < TAKEN_MAX && at < length; at += 8) {
        u64 difference = *(const u64 *)(now + at) ^ *(const u64 *)(text->bytes + at);
        if (length - at < 8) {
            difference &= (1ULL << (length - at) * 8) - 1;
        }
        if (difference) {
            return false;
        }
    }
    return true;
}

static __always_inline void note_change(struct scratch *scratch, const struct taken_text *text) {
    struct task_struct *task = current_task();
    struct blind_record *record = start_blind_spot(scratch->simulation, BLIND_ARGUMENTS, scratch->code);
    if (record) {
        bpf_probe_read_kernel_str(record->it.comm, COMM, BPF_CORE_READ(task, group_leader)->comm);
        if (text) {
            bpf_probe_read_kernel_str(record->it.text, BLIND_TEXT, text->bytes);
        }
        submit_blind_spot(record);
    }
}

/* Compares a string in the event with its value at the start of the call, which replaces it if they differ. Returns its
 * length. */
__noinline u32 compare_text(u32 start, u32 length) {
    struct scratch *scratch = get_scratch();
    struct task_struct *task = current_task();
    if (!scratch) {
        return length;
    }
    struct taken *taken = bpf_task_storage_get(&taken_arguments, task, NULL, 0);
    u32 number = scratch->texts++;
    if (!taken || number > 1) {
        return length;
    }
    struct taken_text *text = &taken->texts[number & 1];
    if (text->length == ABSENT || is_same(scratch, start, length, text)) {
        return length;
    }
    note_change(scratch, text);
    u32 kept = text->length;
    if (kept > TAKEN_MAX) {
        return length;
    }
    bpf_probe_read_kernel(scratch->bytes + (start & (EVENT_MAX - 1)), kept & (2 * TAKEN_MAX - 1), text->bytes);
    scratch->position = start + kept;
    return kept;
}

/* Compares a socket address in the buffer for paths with its value at the start of the call, which replaces it if they
 * differ. Returns whether there is one. */
__noinline int compare_address(u32 length) {
    struct scratch *scratch = get_scratch();
    struct task_struct *task = current_task();
    struct taken *taken = bpf_task_storage_get(&taken_arguments, task, NULL, 0);
    if (!scratch || !taken || taken->texts[0].length == ABSENT) {
        return 0;
    }
    struct taken_text *text = &taken->texts[0];
    bool same = true;
    for (u32 at = 0; at < SOCKADDR_STORAGE && at < length; at += 8) {
        u64 difference = *(const u64 *)(scratch->path + at) ^ *(const u64 *)(text->bytes + at);
        if (length - at < 8) {
            difference &= (1ULL << (length - at) * 8) - 1;
        }
        same &= !difference;
    }
    if (!same) {
        /* The record is built where the address is. */
        note_change(scratch, NULL);
        __builtin_memset(scratch->path, 0, SOCKADDR_STORAGE + 8);
        bpf_probe_read_kernel(scratch->path, text->length & (2 * SOCKADDR_STORAGE - 1), text->bytes);
    }
    return 1;
}

#define VM_WRITE  0x2
#define VM_SHARED 0x8

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

/* What can't be read at the start is read at the exit. That is equivalent unless others can change it meanwhile, which
 * Linux before 5.17 does not report. */
__noinline int note_absent(u64 pointer) {
    struct task_struct *task = current_task();
    struct taken *taken = bpf_task_storage_get(&taken_arguments, task, NULL, 0);
    bool stays = false;
    if (taken && pointer && bpf_core_enum_value_exists(enum bpf_func_id, BPF_FUNC_find_vma)) {
        bpf_find_vma(task, pointer, look_at_memory, &stays, 0);
        taken->unsure |= !stays;
    }
    return 0;
}

/* Reads a string. A string that is longer than its storage goes through the scratch. */
__noinline int take_text(u32 number, u64 pointer) {
    struct scratch *scratch = get_scratch();
    struct task_struct *task = current_task();
    struct taken *taken = bpf_task_storage_get(&taken_arguments, task, NULL, 0);
    if (!scratch || !taken) {
        return 0;
    }
    struct taken_text *text = &taken->texts[number & 1];
    text->digest = 0;
    long length = bpf_probe_read_user_str(text->bytes, TAKEN_MAX, (void *)pointer);
    if (length == TAKEN_MAX) {
        length = bpf_probe_read_user_str(scratch->bytes, PATH_MAX + 1, (void *)pointer);
        length = length > PATH_MAX ? PATH_MAX : length;
        if (length > TAKEN_MAX) {
            scratch->bytes[(length - 1) & (EVENT_MAX - 1)] = 0;
            text->digest = digest(0, length);
        }
    }
    text->length = length < 0 ? ABSENT : length;
    if (length < 0) {
        note_absent(pointer);
    }
    return 0;
}

/* Reads openat2's struct open_how. */
__noinline int take_how(u64 pointer) {
    struct task_struct *task = current_task();
    struct taken *taken = bpf_task_storage_get(&taken_arguments, task, NULL, 0);
    if (!taken) {
        return 0;
    }
    struct taken_text *text = &taken->texts[1];
    text->length = sizeof(struct open_how);
    if (bpf_probe_read_user(text->bytes, sizeof(struct open_how), (void *)pointer)) {
        text->length = ABSENT;
        note_absent(pointer);
    }
    return 0;
}

/* Reads a socket address. */
__noinline int take_address(u64 pointer, u64 length) {
    struct task_struct *task = current_task();
    struct taken *taken = bpf_task_storage_get(&taken_arguments, task, NULL, 0);
    u32 size = length > SOCKADDR_STORAGE ? SOCKADDR_STORAGE : length;
    if (taken) {
        struct taken_text *text = &taken->texts[0];
        text->length = size && bpf_probe_read_user(text->bytes, size, (void *)pointer) ? ABSENT : size;
        if (text->length == ABSENT) {
            note_absent(pointer);
        }
    }
    return 0;
}

static __always_inline u64 argument(const struct scratch *scratch, u32 number) {
    return scratch->args[number < 6 ? number : 0];
}

/* Reads the arguments of a call at its start. */
static __always_inline void take_arguments_of(struct scratch *scratch, u32 which) {
    u32 first = (which & ((1 << TAKEN_BITS) - 1)) - 1;
    u32 second = (which >> TAKEN_BITS) & ((1 << TAKEN_BITS) - 1);
    if (which & TAKEN_ADDRESS) {
        take_address(argument(scratch, first), argument(scratch, first + 1));
        return;
    }
    take_text(0, argument(scratch, first));
    if (which & TAKEN_HOW) {
        take_how(argument(scratch, second - 1));
    } else if (second) {
        take_text(1, argument(scratch, second - 1));
    }
}
