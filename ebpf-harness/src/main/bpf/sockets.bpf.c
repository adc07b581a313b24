// SPDX-License-Identifier: Apache-2.0 OR BSD-2-Clause OR GPL-2.0-only
/* Calls that create, bind and connect sockets. */

#include "lib/address.h"
#include "lib/family.h"
#include "lib/socket.h"

#define SOL_TCP 6

static __always_inline u8 option_level(u32 level) {
    return level == SOL_SOCKET ? 1 : level == SOL_TCP ? 2 : 0;
}

/* Falco's numbers of SOL_SOCKET options are the kernel's, except for some later ones. */
static __always_inline u8 option_name(u32 level, u32 option) {
    if (level != SOL_SOCKET) {
        return 0;
    }
    switch (option) {
    case 1 ... 50:
        return option;
    case 55:
        return 52;
    case 57:
        return 53;
    case 59:
        return 51;
    case 66:
        return 20;
    case 67:
        return 21;
    default:
        return 0;
    }
}

/* The type of an option's value: the selector of the event's parameter. */
enum option_kind { OPTION_BYTES, OPTION_ERRNO, OPTION_U32, OPTION_U64, OPTION_TIME };

static __always_inline enum option_kind option_kind(u32 level, u32 option) {
    if (level != SOL_SOCKET) {
        return OPTION_BYTES;
    }
    switch (option) {
    case 4: /* SO_ERROR */
        return OPTION_ERRNO;
    case 20: /* SO_RCVTIMEO, SO_SNDTIMEO, and their later forms */
    case 21:
    case 66:
    case 67:
        return OPTION_TIME;
    case 57: /* SO_COOKIE */
        return OPTION_U64;
    case 13: /* SO_LINGER, SO_PEERCRED, filters, SO_PEERNAME: structures */
    case 17:
    case 26:
    case 28:
        return OPTION_BYTES;
    case 1 ... 3:
    case 5 ... 12:
    case 14 ... 16:
    case 18 ... 19:
    case 22 ... 25:
    case 27:
    case 29 ... 49:
        return OPTION_U32;
    default:
        return OPTION_BYTES;
    }
}

static __always_inline void put_option(struct event *event, u32 level, u32 option, u64 value, u32 length) {
    u32 start = event->scratch->position;
    u64 words[2] = {};
    enum option_kind kind = option_kind(level, option);
    append_u8(event, kind);
    if (kind == OPTION_BYTES) {
        append_user_bytes(event, value, length);
    } else {
        bpf_probe_read_user(words, kind == OPTION_TIME ? 16 : kind == OPTION_U64 ? 8 : 4, (void *)value);
        if (kind == OPTION_ERRNO) {
            append_u64(event, -(s64)(s32)words[0]);
        } else if (kind == OPTION_U32) {
            append_u32(event, words[0]);
        } else if (kind == OPTION_U64) {
            append_u64(event, words[0]);
        } else {
            append_u64(event, words[0] * 1000000000 + words[1] * 1000);
        }
    }
    put_length(event, event->scratch->position - start);
}

/* tuple, queuepct, queuelen, queuemax of an accepted connection. */
static __always_inline void put_accepted(struct event *event, struct call_exit call) {
    u32 length = 0;
    u32 max = 0;
    if (call.result < 0) {
        put_empty(event);
    } else {
        put_tuple(event, call.result, INBOUND, 0, 0);
        struct sock *listener = sock_of(call.args[0]);
        if (listener) {
            length = BPF_CORE_READ(listener, sk_ack_backlog);
            max = BPF_CORE_READ(listener, sk_max_ack_backlog);
        }
    }
    put_u8(event, length && max ? (u64)length * 100 / max : 0);
    put_u32(event, length);
    put_u32(event, max);
}

EXIT_FAMILY(sockets) {
    const u64 *args = call.args;
    /* 1: res, or the new descriptor */
    put_s64(event, call.result);
    switch (call.code) {
    /* 2: domain; 3: type; 4: proto; 5: flags */
    case CODE_SOCKET:
        put_u32(event, (u8)args[0]);
        put_u32(event, args[1]);
        put_u32(event, args[2]);
        put_u32(event, descriptor_flags(args[1]));
        break;
    /* 2: addr; 3: fd */
    case CODE_BIND:
        put_address(event, args[1], args[2]);
        put_fd(event, args[0]);
        break;
    /* 2: tuple; 3: fd; 4: addr */
    case CODE_CONNECT:
        if (call.result == 0 || call.result == -EINPROGRESS) {
            put_tuple(event, args[0], OUTBOUND, args[1], args[2]);
        } else {
            put_empty(event);
        }
        put_fd(event, args[0]);
        put_address(event, args[1], args[2]);
        break;
    /* 2: fd; 3: backlog */
    case CODE_LISTEN:
        put_fd(event, args[0]);
        put_u32(event, args[1]);
        break;
    /* 2: tuple; 3: queuepct; 4: queuelen; 5: queuemax; 6: flags */
    case CODE_ACCEPT:
        put_accepted(event, call);
        break;
    case CODE_ACCEPT4:
        put_accepted(event, call);
        put_u32(event, descriptor_flags(args[3]));
        break;
    /* 2: fd; 3: how */
    case CODE_SHUTDOWN:
        put_fd(event, args[0]);
        put_u8(event, args[1] <= 2 ? args[1] : 0xff);
        break;
    /* 2: fd1; 3: fd2; 4: source; 5: peer; 6: domain; 7: type; 8: proto */
    case CODE_SOCKETPAIR: {
        s32 fds[2] = {-1, -1};
        struct sock *source = NULL;
        u64 peer = 0;
        if (call.result == 0) {
            bpf_probe_read_user(fds, sizeof(fds), (void *)args[3]);
            source = sock_of(fds[0]);
            peer = source ? (u64)BPF_CORE_READ((struct unix_sock *)source, peer) : 0;
        }
        put_s64(event, fds[0]);
        put_s64(event, fds[1]);
        put_u64(event, (u64)source);
        put_u64(event, peer);
        put_u32(event, (u8)args[0]);
        put_u32(event, args[1]);
        put_u32(event, args[2]);
        break;
    }
    /* 2: fd; 3: level; 4: optname; 5: val; 6: optlen */
    case CODE_SETSOCKOPT:
    case CODE_GETSOCKOPT: {
        u32 length = args[4];
        if (call.code == CODE_GETSOCKOPT) {
            length = 0;
            bpf_probe_read_user(&length, sizeof(length), (void *)args[4]);
        }
        put_fd(event, args[0]);
        put_u8(event, option_level(args[1]));
        put_u8(event, option_name(args[1], args[2]));
        put_option(event, args[1], args[2], args[3], length);
        put_u32(event, length);
        break;
    }
    }
}
