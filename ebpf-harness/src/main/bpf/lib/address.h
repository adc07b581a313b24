// SPDX-License-Identifier: Apache-2.0 OR BSD-2-Clause OR GPL-2.0-only
/* Addresses of sockets, as parameters. */
#pragma once

#include "compare.h"
#include "event.h"
#include "proof.h"
#include "socket.h"

/* sendto names its peer, accept returns it: the first end of a tuple is the client. */
enum direction { OUTBOUND, INBOUND };

static __always_inline void append_ipv6(struct event *event, const void *address) {
    __builtin_memcpy(event->scratch->bytes + AT(event), address, 16);
    advance(event, 16);
}

/* Appends the path of a unix socket from the processor's own memory. The NUL at the start of an abstract path is left
 * out. */
static __always_inline void append_unix_path(struct event *event, const char *path) {
    append_kernel_string(event, path[0] ? path : path + 1, MAX_UNIX_PATH);
}

/* Reads an address argument of the call into the buffer for paths. Returns whether there is one. */
__noinline int read_address(u64 pointer, u64 length, u32 is_taken) {
    struct scratch *scratch = get_scratch();
    u32 size = length > SOCKADDR_STORAGE ? SOCKADDR_STORAGE : length;
    if (!scratch || !pointer || !size) {
        return 0;
    }
    __builtin_memset(scratch->path, 0, SOCKADDR_STORAGE + 8);
    bool is_read = !bpf_probe_read_user(scratch->path, size, (void *)pointer);
    if (is_taken && scratch->taken) {
        is_read |= compare_address(size);
        if (is_read) {
            prove_address();
        }
    }
    return is_read;
}

/* Appends an address argument; nothing if its family has no encoding. Returns 0, or -1 if it can't be read. */
__noinline int append_address(u64 pointer, u64 length) {
    struct scratch *scratch = get_scratch();
    if (!scratch || !pointer || !length) {
        return 0;
    }
    struct event event = {scratch};
    char *storage = (char *)scratch->path;
    if (!read_address(pointer, length, true)) {
        return -1;
    }
    u16 family = *(u16 *)storage;
    if (family == AF_INET) {
        struct address_inet *inet = (void *)storage;
        append_u8(&event, AF_INET);
        append_u32(&event, inet->ip);
        append_u16(&event, host_order(inet->port));
    } else if (family == AF_INET6) {
        struct address_inet6 *inet6 = (void *)storage;
        append_u8(&event, AF_INET6);
        append_ipv6(&event, &inet6->ip);
        append_u16(&event, host_order(inet6->port));
    } else if (family == AF_UNIX) {
        append_u8(&event, AF_UNIX);
        append_unix_path(&event, storage + 2);
    }
    return 0;
}

static __always_inline void put_address(struct event *event, u64 pointer, u64 length) {
    u32 start = event->scratch->position;
    if (append_address(pointer, length)) {
        note_fault(event, pointer);
    }
    put_length(event, event->scratch->position - start);
}

static __always_inline void append_inet(struct event *event, struct sock *sk, enum direction direction, bool has_peer) {
    struct inet_sock *inet = (void *)sk;
    u32 local = BPF_CORE_READ(inet, inet_saddr);
    u16 local_port = host_order(BPF_CORE_READ(inet, inet_sport));
    u32 remote = BPF_CORE_READ(sk, __sk_common.skc_daddr);
    u16 remote_port = host_order(BPF_CORE_READ(sk, __sk_common.skc_dport));
    if (has_peer) {
        struct address_inet *address = (void *)event->scratch->path;
        remote = address->ip;
        remote_port = host_order(address->port);
    }
    append_u8(event, AF_INET);
    append_u32(event, direction == OUTBOUND ? local : remote);
    append_u16(event, direction == OUTBOUND ? local_port : remote_port);
    append_u32(event, direction == OUTBOUND ? remote : local);
    append_u16(event, direction == OUTBOUND ? remote_port : local_port);
}

static __always_inline void append_inet6(struct event *event, struct sock *sk, enum direction direction,
                                         bool has_peer) {
    struct inet_sock *inet = (void *)sk;
    struct in6_addr local = BPF_CORE_READ(inet, pinet6, saddr);
    u16 local_port = host_order(BPF_CORE_READ(inet, inet_sport));
    struct in6_addr remote = BPF_CORE_READ(sk, __sk_common.skc_v6_daddr);
    u16 remote_port = host_order(BPF_CORE_READ(sk, __sk_common.skc_dport));
    if (has_peer) {
        struct address_inet6 *address = (void *)event->scratch->path;
        __builtin_memcpy(&remote, &address->ip, sizeof(remote));
        remote_port = host_order(address->port);
    }
    append_u8(event, AF_INET6);
    append_ipv6(event, direction == OUTBOUND ? &local : &remote);
    append_u16(event, direction == OUTBOUND ? local_port : remote_port);
    append_ipv6(event, direction == OUTBOUND ? &remote : &local);
    append_u16(event, direction == OUTBOUND ? remote_port : local_port);
}

/* As in Falco, the kernel addresses of a client's socket are peer first, those of a server's own first. */
static __always_inline void append_unix(struct event *event, struct sock *sk, enum direction direction, bool has_peer) {
    char *storage = (char *)event->scratch->path;
    struct unix_sock *own = (void *)sk;
    struct unix_sock *other = (void *)BPF_CORE_READ(own, peer);
    append_u8(event, AF_UNIX);
    append_u64(event, direction == OUTBOUND ? (u64)other : (u64)own);
    append_u64(event, direction == OUTBOUND ? (u64)own : (u64)other);
    if (direction == INBOUND || !has_peer) {
        __builtin_memset(storage, 0, SOCKADDR_STORAGE);
        struct unix_sock *named = direction == OUTBOUND ? other : own;
        struct unix_address *address = BPF_CORE_READ(named, addr);
        if (address) {
            bpf_probe_read_kernel(storage, sizeof(struct sockaddr_un),
                                  (void *)address + bpf_core_field_offset(struct unix_address, name));
        }
    }
    append_unix_path(event, storage + 2);
}

/* Appends both ends of a socket; nothing if it has no encoding. */
__noinline int append_tuple(s32 fd, u32 direction, u64 peer, u32 length) {
    struct scratch *scratch = get_scratch();
    if (!scratch) {
        return 0;
    }
    struct event event = {scratch};
    struct sock *sk = sock_of(fd);
    u16 family = sk ? BPF_CORE_READ(sk, __sk_common.skc_family) : 0;
    bool is_connected = family == AF_UNIX ? BPF_CORE_READ((struct unix_sock *)sk, peer) != NULL
                                          : sk && BPF_CORE_READ(sk, __sk_common.skc_dport);
    bool has_peer = peer && !is_connected && read_address(peer, length, direction == OUTBOUND);
    if (peer && length && !is_connected && !has_peer && direction == OUTBOUND) {
        scratch->losses |= 1 << LOSS_PAGE_FAULT;
    }
    if (family == AF_INET) {
        append_inet(&event, sk, direction, has_peer);
    } else if (family == AF_INET6) {
        append_inet6(&event, sk, direction, has_peer);
    } else if (family == AF_UNIX) {
        append_unix(&event, sk, direction, has_peer);
    }
    return 0;
}

/* Both ends of a socket; `peer` is the address in the call, for a socket that is not connected. */
static __always_inline void put_tuple(struct event *event, s32 fd, enum direction direction, u64 peer, u32 length) {
    u32 start = event->scratch->position;
    append_tuple(fd, direction, peer, length);
    put_length(event, event->scratch->position - start);
}
