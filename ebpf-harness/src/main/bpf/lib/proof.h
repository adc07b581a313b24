// SPDX-License-Identifier: Apache-2.0 OR BSD-2-Clause OR GPL-2.0-only
/* Whether the kernel used the socket address that an event shows. */
#pragma once

#include "codes.h"
#include "compare.h"
#include "digest.h"
#include "loop.h"
#include "socket.h"

#define SOCK_DGRAM   2
#define SOCK_RAW     3
#define PROTOCOL_TCP 6
#define PROTOCOL_UDP 17
#define TCP_CLOSE    7

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

__noinline int add_key(u64 key, u32 is_of_message) {
    struct taken *taken = get_taken();
    if (taken) {
        u32 count = taken->keys;
        if (!count || taken->kernel_keys[(count - 1) & (KERNEL_KEYS - 1)] != key) {
            u32 at = count & (KERNEL_KEYS - 1);
            taken->kernel_keys[at] = key;
            taken->of_messages = (taken->of_messages & ~(1U << at)) | (!!is_of_message << at);
            taken->shown &= ~(1U << at);
            taken->keys = count + 1;
        }
    }
    return 0;
}

struct key_search {
    struct taken *taken;
    u64 key;
    u32 found;
};

static long try_key(u32 round, void *context) {
    struct key_search *search = context;
    if (round >= search->taken->keys) {
        return 1;
    }
    if (search->taken->kernel_keys[round & (KERNEL_KEYS - 1)] == search->key) {
        search->taken->shown |= 1U << (round & (KERNEL_KEYS - 1));
        search->found = 1;
    }
    return 0;
}

static __always_inline bool has_key(struct taken *taken, u64 key) {
    struct key_search search = {taken, key, 0};
    LOOP(KERNEL_KEYS, try_key, &search);
    return search.found;
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

/* A connect() to a stream that connects or is connected only tells how far that is. */
static __always_inline bool takes_no_address(struct sock *sk) {
    return sk && BPF_CORE_READ(sk, sk_protocol) == PROTOCOL_TCP &&
           BPF_CORE_READ(sk, __sk_common.skc_state) != TCP_CLOSE;
}

/* Compares the address in the buffer for paths with what the kernel was seen using. */
__noinline int prove_address(void) {
    struct scratch *scratch = get_scratch();
    struct taken *taken = get_taken();
    if (!scratch || !taken || taken->connects || (scratch->result < 0 && scratch->result != -EINPROGRESS)) {
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
        bpf_probe_read_kernel(scratch->path + PATH_MAX, SOCKADDR_STORAGE + 8, scratch->path);
        note_change(scratch, NULL);
        bpf_probe_read_kernel(scratch->path, SOCKADDR_STORAGE + 8, scratch->path + PATH_MAX);
        return 0;
    }
    if (!key) {
        taken->shown = ~0U; /* any of the addresses that the kernel used may be this one */
    }
    /* Without ports, an answer's route looks like a message's. */
    bool is_exact = key && (family == AF_UNIX || BPF_CORE_READ(sk, sk_protocol) == PROTOCOL_UDP);
    if (!is_exact && taken->texts[ADDRESS_SLOT].length == ABSENT) {
        note_unsure(scratch, taken, ADDRESS_SLOT);
    }
    return 0;
}
