// SPDX-License-Identifier: Apache-2.0 OR BSD-2-Clause OR GPL-2.0-only
/* Compares what an event shows with the call's arguments as they were at its start: see taken.h. */
#pragma once

#include "blind.h"
#include "digest.h"
#include "loop.h"
#include "maps.h"

#define ABSENT    0xffffffff /* the length of what could not be read because its page was not in memory */
#define NOT_TAKEN 0xfffffffe /* the length in a slot that the call does not use */

#define SEEN_EXPECTED 4    /* the kernel makes a copy that can be seen */
#define LONG_NAME     4000 /* the kernel keeps the copy of a longer path in another way */

struct comparison {
    const u8 *now;
    const u8 *before;
    u32 length;
    u64 difference; /* of the first word that differs */
};

static long compare_word(u32 round, void *context) {
    struct comparison *it = context;
    u32 at = round * 8;
    if (at >= it->length || at >= TAKEN_MAX) {
        return 1;
    }
    it->difference = *(const u64 *)(it->now + at) ^ *(const u64 *)(it->before + at);
    if (it->length - at < 8) {
        it->difference &= (1ULL << (it->length - at) * 8) - 1; /* the machine is little-endian */
    }
    return it->difference != 0;
}

/* Whether bytes differ, of which both have at least TAKEN_MAX. */
static __always_inline bool differ(const u8 *now, const u8 *before, u32 length) {
    struct comparison it = {now, before, length, 0};
    LOOP(TAKEN_MAX / 8, compare_word, &it);
    return it.difference;
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
    return !differ(scratch->bytes + (start & (EVENT_MAX - 1)), text->bytes, length);
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

static __always_inline struct taken *get_taken(void) {
    struct task_struct *task = current_task();
    return bpf_task_storage_get(&taken_arguments, task, NULL, 0);
}

/* What was not in memory at the start, and can have been changed since. */
static __always_inline void note_unsure(struct scratch *scratch, struct taken *taken, u32 slot) {
    bool stays = !(taken->unsure >> (slot & 31) & 1) && !get_simulation(scratch->simulation)->exposed;
    if (!stays && scratch->result != -EFAULT) {
        count_loss(scratch->simulation, scratch->code, LOSS_START_UNSEEN);
    }
}

/* Compares a string in the event with its value at the start of the call and the kernel's copy. If they differ, what
 * the kernel took replaces it. Returns its length. */
__noinline u32 compare_text(u32 start, u32 length) {
    struct scratch *scratch = get_scratch();
    if (!scratch) {
        return length;
    }
    struct taken *taken = get_taken();
    u32 slot = scratch->texts - 1;
    if (!taken || slot >= TAKEN_SLOTS) {
        return length;
    }
    struct taken_text *text = &taken->texts[slot];
    if (text->length == NOT_TAKEN) {
        return length;
    }
    if (text->length == ABSENT) {
        note_unsure(scratch, taken, slot);
        return length;
    }
    bool has_changed = text->seen & SEEN_OTHER; /* also if another copy is the same: a call can take a path twice */
    if (!has_changed && is_same(scratch, start, length, text)) {
        if (text->seen == SEEN_EXPECTED && sees_names && scratch->result >= 0 && length > 1 && length < LONG_NAME) {
            count_loss(scratch->simulation, scratch->code, LOSS_START_UNSEEN);
        }
        return length;
    }
    if (has_changed) {
        text = &taken->kernel;
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

/* Compares data in the event, which may be less than what was there at the start. */
__noinline int compare_data(u32 start, u32 length) {
    struct scratch *scratch = get_scratch();
    struct taken *taken = get_taken();
    if (!scratch || !taken) {
        return 0;
    }
    /* A database writes pages that it shares with its other processes. If no rule reads them, nothing depends on it. */
    if (!needs_data(get_simulation(scratch->simulation), scratch->code)) {
        return 0;
    }
    struct taken_text *text = &taken->texts[DATA_SLOT];
    if (text->length == NOT_TAKEN || !length) {
        return 0;
    }
    if (text->length == ABSENT) {
        note_unsure(scratch, taken, DATA_SLOT);
        return 0;
    }
    u32 size = length < text->length ? length : text->length;
    if (differ(scratch->bytes + (start & (EVENT_MAX - 1)), text->bytes, size)) {
        note_change(scratch, NULL);
    }
    return 0;
}

/* Compares a socket address in the buffer for paths with its value at the start of the call, which replaces it if they
 * differ. Returns whether there is one. */
__noinline int compare_address(u32 length) {
    struct scratch *scratch = get_scratch();
    struct taken *taken = get_taken();
    if (!scratch || !taken) {
        return 0;
    }
    struct taken_text *text = &taken->texts[ADDRESS_SLOT];
    if (text->length == NOT_TAKEN || text->length == ABSENT) {
        return 0;
    }
    if (differ(scratch->path, text->bytes, length < SOCKADDR_STORAGE ? length : SOCKADDR_STORAGE)) {
        /* The record is built where the address is. */
        note_change(scratch, NULL);
        __builtin_memset(scratch->path, 0, SOCKADDR_STORAGE + 8);
        bpf_probe_read_kernel(scratch->path, text->length & (2 * SOCKADDR_STORAGE - 1), text->bytes);
    }
    return 1;
}

/* Compares a word of flags with the one at the start of the call, which is returned. */
__noinline u64 compare_flags(u64 flags) {
    struct scratch *scratch = get_scratch();
    struct taken *taken = get_taken();
    if (!scratch || !taken || !(scratch->taken || taken->call)) {
        return flags;
    }
    if (taken->texts[0].length == ABSENT) {
        note_unsure(scratch, taken, 0);
    }
    if (taken->texts[0].length != sizeof(flags)) {
        return flags;
    }
    u64 told = *(u64 *)taken->texts[0].bytes;
    if (told != flags) {
        note_change(scratch, NULL);
    }
    return told;
}
