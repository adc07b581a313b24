// SPDX-License-Identifier: Apache-2.0 OR BSD-2-Clause OR GPL-2.0-only
/* Sockets, and the form of their addresses. */
#pragma once

#include "inode.h"

#define AF_UNSPEC 0
#define AF_UNIX   1
#define AF_INET   2
#define AF_INET6  10

#define SOL_SOCKET 1

#define SOCKFS_MAGIC  0x534f434b
#define MAX_UNIX_PATH 109

struct address_inet {
    u16 family;
    u16 port;
    u32 ip;
};

struct address_inet6 {
    u16 family;
    u16 port;
    u32 flow;
    struct {
        u32 words[4];
    } ip;
};

static __always_inline u16 host_order(u16 port) {
    return __builtin_bswap16(port);
}

static __always_inline struct socket *socket_of(struct file *file) {
    if (!file || BPF_CORE_READ(file, f_inode, i_sb, s_magic) != SOCKFS_MAGIC) {
        return NULL;
    }
    return BPF_CORE_READ(file, private_data);
}

static __always_inline struct sock *sock_of(s32 fd) {
    struct socket *socket = socket_of(open_file(fd));
    return socket ? BPF_CORE_READ(socket, sk) : NULL;
}
