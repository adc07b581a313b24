// SPDX-License-Identifier: Apache-2.0 OR BSD-2-Clause OR GPL-2.0-only
/* Arguments as they were at the start of a call, and as the kernel took them. Events are written at its exit and read
 * the caller's memory then, as Falco's do. Another thread may have changed that memory meanwhile, even twice. */
#pragma once

#include "blind.h"
#include "data.h"
#include "inode.h"
#include "message.h"
#include "socket.h"

struct open_how {
    u64 flags;
    u64 mode;
    u64 resolve;
};

#define ABSENT    0xffffffff /* the length of what could not be read because its page was not in memory */
#define NOT_TAKEN 0xfffffffe /* the length in a slot that the call does not use */

#define SEEN_EXPECTED 4    /* the kernel makes a copy that can be seen */
#define LONG_NAME     4000 /* the kernel keeps the copy of a longer path in another way */

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

static __always_inline struct taken *get_taken(void) {
    struct task_struct *task = current_task();
    return bpf_task_storage_get(&taken_arguments, task, NULL, 0);
}

#define EFAULT 14

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
    bool has_changed = text->seen & SEEN_OTHER && !(text->seen & SEEN_SAME);
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
    struct taken_text *text = &taken->texts[DATA_SLOT];
    if (text->length == NOT_TAKEN || !length) {
        return 0;
    }
    if (text->length == ABSENT) {
        note_unsure(scratch, taken, DATA_SLOT);
        return 0;
    }
    u8 *now = scratch->bytes + (start & (EVENT_MAX - 1));
    u64 changed = 0;
    for (u32 at = 0; at < TAKEN_MAX && at < length && at < text->length; at += 8) {
        u64 difference = *(const u64 *)(now + at) ^ *(const u64 *)(text->bytes + at);
        u32 left = length - at < text->length - at ? length - at : text->length - at;
        if (left < 8) {
            difference &= (1ULL << left * 8) - 1;
        }
        changed |= difference;
    }
    if (changed) {
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

/* Compares a word of flags with the one at the start of the call, which is returned. */
__noinline u64 compare_flags(u64 flags) {
    struct scratch *scratch = get_scratch();
    struct taken *taken = get_taken();
    if (!scratch || !taken || !(scratch->taken || taken->call) || taken->texts[0].length != sizeof(flags)) {
        return flags;
    }
    u64 told = *(u64 *)taken->texts[0].bytes;
    if (told != flags) {
        note_change(scratch, NULL);
    }
    return told;
}

#define AF_UNSPEC    0
#define SOCK_DGRAM   2
#define SOCK_RAW     3
#define PROTOCOL_TCP 6
#define PROTOCOL_UDP 17

#define KEY_V4 (1ULL << 62)

static __always_inline u64 key_of_v4(u32 ip, u16 port) {
    return KEY_V4 | (u64)ip << 16 | port;
}

/* Of what is in the scratch from a position on, which is not part of the event. */
static __always_inline u64 key_of_v6(struct scratch *scratch, u32 position, const void *ip, u16 port) {
    u64 *words = (void *)(scratch->bytes + (position & (EVENT_MAX - 1)));
    __builtin_memcpy(words, ip, 16);
    words[2] = port;
    return digest(position, 24) | 1;
}

__noinline int add_key(u64 key) {
    struct taken *taken = get_taken();
    if (taken) {
        u32 count = taken->keys;
        if (!count || taken->kernel_keys[(count - 1) & (KERNEL_KEYS - 1)] != key) {
            taken->kernel_keys[count & (KERNEL_KEYS - 1)] = key;
            taken->keys = count + 1;
        }
    }
    return 0;
}

static __always_inline bool has_key(struct taken *taken, u64 key) {
    for (u32 i = 0; i < KERNEL_KEYS && i < taken->keys; i++) {
        if (taken->kernel_keys[i] == key) {
            return true;
        }
    }
    return false;
}

#define is_any_v6(words)    (!((words)[0] | (words)[1] | (words)[2] | (words)[3]))
#define is_mapped_v4(words) (!((words)[0] | (words)[1]) && (words)[2] == 0xffff0000)
#define LOOPBACK_WORD       0x01000000 /* the last word of ::1 */

/* What the kernel must have been seen using, if the address in the buffer for paths is what it took; 0 if its use shows
 * nowhere. */
__noinline u64 key_of_address(u64 sk_address) {
    struct scratch *scratch = get_scratch();
    struct sock *sk = (void *)sk_address;
    if (!scratch) {
        return 0;
    }
    u16 family = *(u16 *)scratch->path;
    u16 type = BPF_CORE_READ(sk, sk_type);
    u32 position = scratch->position;
    if (family == AF_UNIX) {
        u8 *copy = scratch->bytes + (position & (EVENT_MAX - 1));
        long length = bpf_probe_read_kernel_str(copy, MAX_UNIX_PATH, scratch->path + 2);
        return length > 1 && sees_names ? digest(position, length) | 1 : 0;
    }
    /* A connected socket shows the address itself. */
    if ((type != SOCK_DGRAM && type != SOCK_RAW) || BPF_CORE_READ(sk, __sk_common.skc_dport)) {
        return 0;
    }
    bool has_ports = BPF_CORE_READ(sk, sk_protocol) == PROTOCOL_UDP;
    u16 own = BPF_CORE_READ(sk, __sk_common.skc_family);
    if (family == AF_INET || (family == AF_UNSPEC && own == AF_INET)) {
        struct address_inet *inet = (void *)scratch->path;
        u8 first = inet->ip;
        /* There is no look-up of a route to everybody or to nobody. */
        return inet->ip && first < 224 ? key_of_v4(inet->ip, has_ports ? inet->port : 0) : 0;
    }
    if (family == AF_INET6 && own == AF_INET6) {
        struct address_inet6 *inet6 = (void *)scratch->path;
        u16 port = has_ports ? inet6->port : 0;
        u32 words[4];
        __builtin_memcpy(words, &inet6->ip, sizeof(words));
        if (is_mapped_v4(words)) {
            u8 first = words[3];
            return words[3] && first < 224 ? key_of_v4(words[3], port) : 0;
        }
        if (is_any_v6(words)) {
            words[3] = LOOPBACK_WORD;
        }
        return key_of_v6(scratch, position, words, port);
    }
    return 0;
}

/* Whether a socket that was bound or connected has the address in the buffer for paths. */
__noinline int has_address(u64 sk_address) {
    struct scratch *scratch = get_scratch();
    struct sock *sk = (void *)sk_address;
    u16 protocol = BPF_CORE_READ(sk, sk_protocol);
    if (!scratch || (protocol != PROTOCOL_TCP && protocol != PROTOCOL_UDP)) {
        return 1;
    }
    u16 family = *(u16 *)scratch->path;
    u16 own = BPF_CORE_READ(sk, __sk_common.skc_family);
    bool binds = scratch->code == CODE_BIND;
    struct address_inet *inet = (void *)scratch->path;
    u16 port =
        binds ? __builtin_bswap16(BPF_CORE_READ(sk, __sk_common.skc_num)) : BPF_CORE_READ(sk, __sk_common.skc_dport);
    if ((family != AF_INET && family != AF_INET6) || (binds && !inet->port)) {
        return 1;
    }
    if (inet->port != port) {
        return 0;
    }
    if (family == AF_INET && own == AF_INET) {
        u32 ip = binds ? BPF_CORE_READ(sk, __sk_common.skc_rcv_saddr) : BPF_CORE_READ(sk, __sk_common.skc_daddr);
        return !inet->ip || inet->ip == ip;
    }
    if (family == AF_INET6 && own == AF_INET6) {
        struct address_inet6 *inet6 = (void *)scratch->path;
        struct in6_addr ip =
            binds ? BPF_CORE_READ(sk, __sk_common.skc_v6_rcv_saddr) : BPF_CORE_READ(sk, __sk_common.skc_v6_daddr);
        u32 words[4], own_words[4];
        __builtin_memcpy(words, &inet6->ip, sizeof(words));
        __builtin_memcpy(own_words, &ip, sizeof(own_words));
        u32 difference = 0;
        for (int i = 0; i < 4; i++) {
            difference |= words[i] ^ own_words[i];
        }
        return is_any_v6(words) || !difference;
    }
    return 1;
}

#define EINPROGRESS 115

/* Compares the address in the buffer for paths with what the kernel was seen using. */
__noinline int prove_address(void) {
    struct scratch *scratch = get_scratch();
    struct taken *taken = get_taken();
    if (!scratch || !taken || (scratch->result < 0 && scratch->result != -EINPROGRESS)) {
        return 0;
    }
    struct sock *sk = sock_of(scratch->args[0]);
    if (!sk) {
        return 0; /* then the descriptor was replaced, which is noted */
    }
    u16 family = *(u16 *)scratch->path;
    bool stays = scratch->code == CODE_CONNECT || scratch->code == CODE_BIND;
    u64 key = stays && family != AF_UNIX ? 0 : key_of_address((u64)sk);
    bool is_proven = key ? has_key(taken, key) : !stays || has_address((u64)sk);
    if (!is_proven) {
        /* The record is built where the address is. */
        __builtin_memcpy(scratch->path + PATH_MAX, scratch->path, SOCKADDR_STORAGE + 8);
        note_change(scratch, NULL);
        __builtin_memcpy(scratch->path, scratch->path + PATH_MAX, SOCKADDR_STORAGE + 8);
    } else if (!key && taken->texts[ADDRESS_SLOT].length == ABSENT) {
        note_unsure(scratch, taken, ADDRESS_SLOT);
    }
    return 0;
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
__noinline int note_absent(u32 slot, u64 pointer) {
    struct task_struct *task = current_task();
    struct taken *taken = get_taken();
    bool stays = false;
    if (taken && pointer && bpf_core_enum_value_exists(enum bpf_func_id, BPF_FUNC_find_vma)) {
        bpf_find_vma(task, pointer, look_at_memory, &stays, 0);
        taken->unsure |= !stays << (slot & 31);
    }
    return 0;
}

/* Reads a string into a slot or the place for the kernel's copy, through the scratch if it is longer than that. */
static __always_inline long keep_text(struct scratch *scratch, struct taken_text *text, u64 pointer, bool is_user) {
    void *from = (void *)pointer;
    text->digest = 0;
    long length = is_user ? bpf_probe_read_user_str(text->bytes, TAKEN_MAX, from)
                          : bpf_probe_read_kernel_str(text->bytes, TAKEN_MAX, from);
    if (length == TAKEN_MAX) {
        length = is_user ? bpf_probe_read_user_str(scratch->bytes, PATH_MAX + 1, from)
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
    if (append_vectors(pointer, count, settings.snap_length)) {
        text->length = ABSENT;
        note_absent(DATA_SLOT, pointer);
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
    if (append_vectors(message.vectors, message.vector_count, settings.snap_length)) {
        note_absent(number, message.vectors);
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

/* Compares messages with those at the start of the call. */
__noinline int compare_messages(u64 pointer, u32 count) {
    struct scratch *scratch = get_scratch();
    struct taken *taken = get_taken();
    if (!scratch || !taken) {
        return 0;
    }
    bool has_changed = false;
    for (u32 i = 0; i < MESSAGES && i < count; i++) {
        u64 before = taken->messages[i];
        if (before) {
            has_changed |= digest_message(pointer + i * sizeof(struct counted_message), i) != before;
        } else {
            note_unsure(scratch, taken, i);
        }
    }
    if (has_changed) {
        note_change(scratch, NULL);
    }
    return 0;
}

static __always_inline u64 argument(const struct scratch *scratch, u32 number) {
    return scratch->args[number < 6 ? number : 0];
}

static __always_inline u64 working_directory(void) {
    struct task_struct *task = current_task();
    return (u64)BPF_CORE_READ(task, fs, pwd.dentry) ^ (u64)BPF_CORE_READ(task, fs, pwd.mnt);
}

#define AT_FDCWD -100

static __always_inline u64 base_at(const struct scratch *scratch, u32 place) {
    s32 fd = place == BASE_DIRECTORY ? AT_FDCWD : (s32)argument(scratch, place - 1);
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
    if (scratch->result < 0) {
        return 0;
    }
    if (call->base && (!(call->base & BASE_OF_PATHS) || has_relative_path(taken)) &&
        base_of(call->base) != taken->base) {
        note_blind_spot(scratch->simulation, BLIND_REPLACED, scratch->code, 0);
    }
    u32 kind = call->taken[0] >> TAKEN_KIND;
    if (kind == TAKEN_MESSAGE || kind == TAKEN_MESSAGES) {
        compare_messages(argument(scratch, 1), kind == TAKEN_MESSAGE ? 1 : scratch->result);
    }
    return 0;
}
