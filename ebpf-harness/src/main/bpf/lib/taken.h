// SPDX-License-Identifier: Apache-2.0 OR BSD-2-Clause OR GPL-2.0-only
/* Arguments as they were at the start of a call, and as the kernel took them. Events are written at its exit and read
 * the caller's memory then, as Falco's do. Another thread may have changed that memory meanwhile, even twice. */
#pragma once

#include "blind.h"
#include "compare.h"
#include "data.h"
#include "digest.h"
#include "flags.h"
#include "folder.h"
#include "inode.h"
#include "late.h"
#include "loop.h"
#include "message.h"

/* What can't be read at the start is read at the exit. That is equivalent unless others can change it meanwhile, which
 * Linux before 5.17 does not report. */
__noinline int note_absent(u32 slot, u64 pointer) {
    struct taken *taken = get_taken();
    if (taken && pointer) {
        taken->unsure |= may_change(pointer) << (slot & 31);
    }
    return 0;
}

/* Reads a string into a slot or the place for the kernel's copy, through the scratch if it is longer than that. */
static __always_inline long keep_text(struct scratch *scratch, struct taken_text *text, u64 pointer, bool is_user) {
    void *from = (void *)pointer;
    text->digest = 0;
    long length = is_user ? read_user_string(text->bytes, TAKEN_MAX, from)
                          : bpf_probe_read_kernel_str(text->bytes, TAKEN_MAX, from);
    if (length == TAKEN_MAX) {
        length = is_user ? read_user_string(scratch->bytes, PATH_MAX + 1, from)
                         : bpf_probe_read_kernel_str(scratch->bytes, PATH_MAX + 1, from);
        length = length > PATH_MAX ? PATH_MAX : length;
        if (length > TAKEN_MAX) {
            scratch->bytes[(length - 1) & (EVENT_MAX - 1)] = 0;
            text->digest = digest(0, length);
        }
    }
    text->length = length < 0 ? ABSENT : length;
    return length;
}

/* Reads a string. */
__noinline int take_text(u32 slot, u64 pointer) {
    struct scratch *scratch = get_scratch();
    struct taken *taken = get_taken();
    if (!scratch || !taken || slot >= TAKEN_SLOTS) {
        return 0;
    }
    if (keep_text(scratch, &taken->texts[slot], pointer, true) < 0) {
        note_absent(slot, pointer);
    }
    return 0;
}

/* Reads bytes, at most as many as an event shows of data. */
__noinline int take_bytes(u32 slot, u64 pointer, u64 length) {
    struct taken *taken = get_taken();
    if (!taken || slot >= TAKEN_SLOTS) {
        return 0;
    }
    struct taken_text *text = &taken->texts[slot];
    u32 size = length < SOCKADDR_STORAGE ? length : SOCKADDR_STORAGE;
    text->length = size;
    if (size && bpf_probe_read_user(text->bytes, size, (void *)pointer)) {
        text->length = ABSENT;
        note_absent(slot, pointer);
    }
    return 0;
}

/* Reads the first data of an array of struct iovec. */
__noinline int take_vectors(u64 pointer, u64 count) {
    struct scratch *scratch = get_scratch();
    struct taken *taken = get_taken();
    if (!scratch || !taken) {
        return 0;
    }
    struct taken_text *text = &taken->texts[DATA_SLOT];
    scratch->position = 0;
    if (append_vectors(pointer, count, settings.snap_length) || scratch->absent) {
        text->length = ABSENT;
        note_absent(DATA_SLOT, scratch->absent);
        return 0;
    }
    u32 size = scratch->position;
    text->length = size < TAKEN_MAX ? size : TAKEN_MAX;
    __builtin_memcpy(text->bytes, scratch->bytes, TAKEN_MAX);
    return 0;
}

#define MESSAGE_ADDRESS 64
#define MESSAGE_DATA    (MESSAGE_ADDRESS + SOCKADDR_STORAGE)

/* A digest of a message with its address and its first data; 0 if a part can't be read. Uses the scratch. */
__noinline u64 digest_message(u64 pointer, u32 number) {
    struct scratch *scratch = get_scratch();
    struct message message = {};
    if (!scratch) {
        return 0;
    }
    if (bpf_probe_read_user(&message, sizeof(message), (void *)pointer)) {
        note_absent(number, pointer);
        return 0;
    }
    __builtin_memset(scratch->bytes, 0, MESSAGE_DATA);
    __builtin_memcpy(scratch->bytes, &message, sizeof(message));
    u32 size = message.name_length > SOCKADDR_STORAGE ? SOCKADDR_STORAGE : message.name_length;
    if (message.name && size && bpf_probe_read_user(scratch->bytes + MESSAGE_ADDRESS, size, (void *)message.name)) {
        note_absent(number, message.name);
        return 0;
    }
    scratch->position = MESSAGE_DATA;
    if (append_vectors(message.vectors, message.vector_count, settings.snap_length) || scratch->absent) {
        note_absent(number, scratch->absent);
        return 0;
    }
    return digest(0, scratch->position) | 1;
}

__noinline int take_messages(u64 pointer, u32 count) {
    struct taken *taken = get_taken();
    if (!taken) {
        return 0;
    }
    for (u32 i = 0; i < MESSAGES && i < count; i++) {
        taken->messages[i] = digest_message(pointer + i * sizeof(struct counted_message), i);
    }
    return 0;
}

/* Where messages have descriptors put: the kernel may write over it. */
__noinline int take_controls(u64 pointer, u32 count) {
    struct taken *taken = get_taken();
    if (!taken) {
        return 0;
    }
    pointer += __builtin_offsetof(struct message, control);
    for (u32 i = 0; i < MESSAGES && i < count; i++) {
        u64 control = 0;
        bpf_probe_read_user(&control, sizeof(control), (void *)(pointer + i * sizeof(struct counted_message)));
        taken->messages[i] = control;
    }
    return 0;
}

struct message_comparison {
    u64 pointer;
    u32 count;
    u32 has_changed;
};

static long compare_message(u32 round, void *context) {
    struct message_comparison *it = context;
    struct scratch *scratch = get_scratch();
    struct taken *taken = get_taken();
    if (!scratch || !taken || round >= it->count) {
        return 1;
    }
    u64 before = taken->messages[round & (MESSAGES - 1)];
    if (before) {
        it->has_changed |= digest_message(it->pointer + round * sizeof(struct counted_message), round) != before;
    } else {
        note_unsure(scratch, taken, round);
    }
    return 0;
}

/* Compares messages with those at the start of the call. */
__noinline int compare_messages(u64 pointer, u32 count) {
    struct scratch *scratch = get_scratch();
    struct message_comparison it = {pointer, count, 0};
    LOOP(MESSAGES, compare_message, &it);
    if (scratch && it.has_changed) {
        note_change(scratch, NULL);
    }
    return 0;
}

static __always_inline u64 argument(const struct scratch *scratch, u32 number) {
    barrier_var(number);
    return scratch->args[number < 6 ? number : 0];
}

static __always_inline u64 working_directory(void) {
    struct task_struct *task = current_task();
    return (u64)BPF_CORE_READ(task, fs, pwd.dentry) ^ (u64)BPF_CORE_READ(task, fs, pwd.mnt);
}

static __always_inline s32 base_fd(const struct scratch *scratch, u32 place) {
    return place == BASE_DIRECTORY ? AT_FDCWD : (s32)argument(scratch, place - 1);
}

static __always_inline u64 base_at(const struct scratch *scratch, u32 place) {
    s32 fd = base_fd(scratch, place);
    return fd == AT_FDCWD ? working_directory() : (u64)open_file(fd);
}

/* Identifies what a call starts from. */
__noinline u64 base_of(u32 which) {
    struct scratch *scratch = get_scratch();
    u32 second = which >> BASE_BITS & BASE_DIRECTORY;
    if (!scratch) {
        return 0;
    }
    u64 base = base_at(scratch, which & BASE_DIRECTORY);
    return second ? rotate(base, 7) ^ base_at(scratch, second) : base;
}

/* Reads one argument of a call at its start. */
__noinline int take_argument(u32 slot, u32 which) {
    struct scratch *scratch = get_scratch();
    struct taken *taken = get_taken();
    if (!scratch || !taken || slot >= TAKEN_SLOTS) {
        return 0;
    }
    struct taken_text *text = &taken->texts[slot];
    u32 number = which & TAKEN_ARGUMENT;
    u64 pointer = argument(scratch, number);
    u64 next = argument(scratch, number + 1);
    text->length = NOT_TAKEN;
    text->seen = 0;
    text->pointer = pointer;
    switch (which >> TAKEN_KIND) {
    case TAKEN_NAME:
        text->seen = SEEN_EXPECTED;
        take_text(slot, pointer);
        break;
    case TAKEN_STRING:
        take_text(slot, pointer);
        break;
    case TAKEN_HOW:
        take_bytes(slot, pointer, sizeof(struct open_how));
        break;
    case TAKEN_FLAGS:
        take_bytes(slot, pointer, sizeof(u64));
        break;
    case TAKEN_BYTES:
        take_bytes(slot, pointer, next < settings.snap_length ? next : settings.snap_length);
        break;
    case TAKEN_VECTORS:
        take_vectors(pointer, next);
        break;
    case TAKEN_ADDRESS:
        taken->addresses = 1;
        take_bytes(slot, pointer, pointer ? next : 0);
        break;
    case TAKEN_MESSAGE:
        taken->addresses = 1;
        take_messages(pointer, 1);
        break;
    case TAKEN_MESSAGES:
        taken->addresses = 1;
        take_messages(pointer, next);
        break;
    case TAKEN_CONTROL:
        take_controls(pointer, 1);
        break;
    case TAKEN_CONTROLS:
        take_controls(pointer, next);
        break;
    }
    return 0;
}

/* Whether a path of the call is resolved from where it starts. */
static __always_inline bool has_relative_path(const struct taken *taken) {
    bool found = false;
    for (u32 slot = 0; slot < TAKEN_SLOTS; slot++) {
        const struct taken_text *text = &taken->texts[slot];
        found |= text->seen & SEEN_EXPECTED && text->length != ABSENT && text->bytes[0] != '/';
    }
    return found;
}

struct sent_search {
    const struct sent *sent;
    u64 file;
    u32 found;
};

static long try_sent(u32 round, void *context) {
    struct sent_search *search = context;
    if (round >= search->sent->count) {
        return 1;
    }
    search->found = search->sent->files[round & (SENT_FILES - 1)] == search->file;
    return search->found;
}

/* Whether an open file came in a message. */
static __always_inline bool was_sent(u32 simulation, u64 file) {
    u32 slot = simulation & (MAX_SIMULATIONS - 1);
    struct sent *sent = bpf_map_lookup_elem(&sent_files, &slot);
    if (!sent || sent->simulation != simulation || !file) {
        return false;
    }
    struct sent_search search = {sent, file, 0};
    LOOP(SENT_FILES, try_sent, &search);
    return search.found;
}

/* A descriptor that came in a message has no event that names it. */
__noinline int note_sent(u32 which) {
    struct scratch *scratch = get_scratch();
    if (!scratch) {
        return 0;
    }
    u32 first = which & BASE_DIRECTORY;
    u32 second = which >> BASE_BITS & BASE_DIRECTORY;
    u64 file = first && first != BASE_DIRECTORY ? find_open_file(argument(scratch, first - 1)) : 0;
    if (!was_sent(scratch->simulation, file)) {
        file = second && second != BASE_DIRECTORY ? find_open_file(argument(scratch, second - 1)) : 0;
        if (!was_sent(scratch->simulation, file)) {
            return 0;
        }
    }
    note_blind_spot(scratch->simulation, BLIND_SENT, scratch->code, 0);
    return 0;
}

static __always_inline void tell_start(const struct scratch *scratch, u32 place) {
    if (place) {
        tell_folder(base_fd(scratch, place), FOLDER_OF_START);
    }
}

/* Tells the folders that a call starts from and leads to, as the kernel has them. */
__noinline int tell_folders(u32 base) {
    struct scratch *scratch = get_scratch();
    if (!scratch) {
        return 0;
    }
    tell_start(scratch, base & BASE_DIRECTORY);
    tell_start(scratch, base >> BASE_BITS & BASE_DIRECTORY);
    struct task_struct *task = current_task();
    switch (scratch->code) {
    case CODE_CHDIR:
        if (BPF_CORE_READ(task, fs, users) == 1) { /* else another thread may have gone elsewhere already */
            tell_folder(AT_FDCWD, FOLDER_OF_END);
        }
        break;
    case CODE_FCHDIR:
        tell_folder(argument(scratch, 0), FOLDER_OF_START);
        break;
    case CODE_OPEN:
    case CODE_OPENAT:
    case CODE_OPENAT2: {
        struct file *file = open_file(scratch->result);
        if ((BPF_CORE_READ(file, f_inode, i_mode) & S_IFMT) == S_IFDIR) {
            tell_folder(scratch->result, FOLDER_OF_END);
        }
        break;
    }
    }
    return 0;
}

/* Compares at the exit of a call what is not part of its event. */
__noinline int compare_call(u32 number) {
    struct scratch *scratch = get_scratch();
    struct taken *taken = get_taken();
    if (!scratch || !taken) {
        return 0;
    }
    const volatile struct call *call = &settings.calls[number & (MAX_CALLS - 1)];
    u64 difference = 0;
    for (u32 i = 0; i < 6; i++) { /* those of socketcall are in memory */
        difference |= taken->args[i] ^ scratch->args[i];
    }
    if (difference) {
        note_change(scratch, NULL);
    }
    note_late(scratch, taken);
    bool has_base = call->base && (!(call->base & BASE_OF_PATHS) || has_relative_path(taken));
    if (has_base && !(call->base & BASE_OF_COPY)) {
        note_sent(call->base);
    }
    if (scratch->result < 0) {
        return 0;
    }
    if (has_base && base_of(call->base) != taken->base) {
        note_blind_spot(scratch->simulation, BLIND_REPLACED, scratch->code, 0);
    }
    tell_folders(has_base && call->base & BASE_OF_PATHS ? call->base : 0);
    u32 kind = call->taken[0] >> TAKEN_KIND;
    if (kind == TAKEN_MESSAGE || kind == TAKEN_MESSAGES) {
        compare_messages(argument(scratch, 1), kind == TAKEN_MESSAGE ? 1 : scratch->result);
    }
    return 0;
}
