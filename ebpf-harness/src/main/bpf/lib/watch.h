// SPDX-License-Identifier: Apache-2.0 OR BSD-2-Clause OR GPL-2.0-only
/* System calls that open a blind spot: their effects happen in other processes, or without a tracepoint. Only effects
 * outside of the simulation's processes count, because everything inside is recorded. */
#pragma once

#include "blind.h"
#include "compare.h"
#include "container.h"
#include "flags.h"
#include "folder.h"
#include "inode.h"
#include "loop.h"
#include "message.h"
#include "path.h"
#include "socket.h"
#include "task.h"

#define MAX_TRACED 128

struct trace_search {
    u64 at;
    u64 end;
    s32 number; /* of the tracer's pid namespace */
    u32 level;
    u64 found;
};

/* The number of a pid in the namespace at a level. */
static __always_inline s32 number_at(struct pid *pid, u32 level) {
    s32 number = 0;
    const void *numbers = (const void *)pid + bpf_core_field_offset(struct pid, numbers);
    numbers += (level & 63) * bpf_core_type_size(struct upid) + bpf_core_field_offset(struct upid, nr);
    bpf_probe_read_kernel(&number, sizeof(number), numbers);
    return number;
}

static long try_traced(u32 round, void *context) {
    struct trace_search *search = context;
    struct list_head *node = (void *)search->at;
    node = BPF_CORE_READ(node, next);
    if (!node || (u64)node == search->end) {
        return 1;
    }
    struct task_struct *task = (void *)((u64)node - bpf_core_field_offset(struct task_struct, ptrace_entry));
    if (number_at(BPF_CORE_READ(task, thread_pid), search->level) == search->number) {
        search->found = (u64)task;
        return 1;
    }
    search->at = (u64)node;
    return 0;
}

/* The task that the current one traces, by number; 0 if there are too many to search. */
__noinline u64 find_traced(s32 number) {
    struct task_struct *task = current_task();
    u64 head = (u64)task + bpf_core_field_offset(struct task_struct, ptraced);
    struct trace_search search = {head, head, number, BPF_CORE_READ(task, thread_pid, level), 0};
    LOOP(MAX_TRACED, try_traced, &search);
    return search.found;
}

/* Whether a ptrace request writes to the traced process. */
static __always_inline bool is_trace_write(u64 request) {
    switch (request) {
    case 4:      /* POKETEXT */
    case 5:      /* POKEDATA */
    case 6:      /* POKEUSR */
    case 13:     /* SETREGS */
    case 15:     /* SETFPREGS */
    case 0x4205: /* SETREGSET */
    case 0x4212: /* SET_SYSCALL_INFO */
        return true;
    default:
        return false;
    }
}

static __always_inline void watch_trace(u32 simulation, u64 request, s32 number) {
    if (!is_trace_write(request)) {
        return;
    }
    u64 traced = find_traced(number);
    if (!traced || !is_judged(traced, simulation)) {
        note_blind_spot(simulation, BLIND_MEMORY_WRITTEN, request, traced);
    }
}

/* The process of a pid; 0 if it has ended. */
static __always_inline u64 task_of(struct pid *pid) {
    u64 node = 0;
    const void *tasks = (const void *)pid + bpf_core_field_offset(struct pid, tasks);
    bpf_probe_read_kernel(&node, sizeof(node), tasks + PIDTYPE_TGID * sizeof(struct hlist_head));
    if (!node) {
        return 0;
    }
    return node - bpf_core_field_offset(struct task_struct, pid_links) -
           PIDTYPE_TGID * bpf_core_type_size(struct hlist_node);
}

static __always_inline void watch_descriptor(u32 simulation, s32 pidfd) {
    struct file *file = open_file(pidfd);
    struct pid *pid = BPF_CORE_READ(file, private_data);
    if (!pid) {
        pid = BPF_CORE_READ(file, f_inode, i_private); /* since Linux 6.9 */
    }
    u64 task = task_of(pid);
    note_blind_spot(simulation, BLIND_DESCRIPTOR, WATCH_DESCRIPTOR, task && is_judged(task, simulation) ? 0 : task);
}

#define SECCOMP_ADDFD 0x2103 /* of any size and direction, as for the kernel */
#define CLONE_SHARES  0x600  /* CLONE_FS and CLONE_FILES */

#define SCM_RIGHTS  1
#define MAX_CONTROL 8

struct control_header {
    u64 length;
    s32 level;
    s32 type;
};

/* Whether a message contained descriptors. */
static __always_inline bool has_descriptors(struct message *message) {
    u64 at = message->control;
    u64 end = at + message->control_length;
    for (int i = 0; i < MAX_CONTROL && at && at + sizeof(struct control_header) <= end; i++) {
        struct control_header header = {};
        bpf_probe_read_user(&header, sizeof(header), (void *)at);
        if (header.level == SOL_SOCKET && header.type == SCM_RIGHTS) {
            return true;
        }
        if (header.length < sizeof(header)) {
            return false;
        }
        at += (header.length + 7) & ~7ULL;
    }
    return false;
}

/* Tells of a descriptor what Falco reads in /proc, if that can be had here: of files, folders, pipes, and of unix
 * sockets without a name. Returns whether it could. */
static __always_inline int tell_received(u32 simulation, s32 fd, u64 file_address) {
    struct scratch *scratch = get_scratch();
    struct file *file = (void *)file_address;
    if (!scratch || !file) {
        return 0;
    }
    struct inode *inode = BPF_CORE_READ(file, f_inode);
    /* Not on the stack, which is full. No event is written yet. */
    struct received_record *record = (void *)scratch->bytes;
    begin_path_record(record, simulation, RECORD_RECEIVED, fd);
    record->it.inode = BPF_CORE_READ(inode, i_ino);
    record->it.address = 0;
    record->it.mode = BPF_CORE_READ(inode, i_mode) & S_IFMT;
    record->it.device = user_device(BPF_CORE_READ(inode, i_sb, s_dev));
    record->it.flags = open_flags(BPF_CORE_READ(file, f_flags));
    u32 start = PATH_MAX - 1;
    if (record->it.mode == S_IFREG || record->it.mode == S_IFDIR) {
        start = walk_from_root((u64)BPF_CORE_READ(file, f_path.dentry), (u64)BPF_CORE_READ(file, f_path.mnt));
    } else if (record->it.mode == S_IFSOCK) {
        struct sock *sk = sock_of(fd);
        struct unix_sock *own = (void *)sk;
        if (BPF_CORE_READ(sk, __sk_common.skc_family) != AF_UNIX || BPF_CORE_READ(own, addr)) {
            return 0;
        }
        struct unix_sock *peer = (void *)BPF_CORE_READ(own, peer);
        if (peer && BPF_CORE_READ(peer, addr)) {
            return 0;
        }
        record->it.address = (u64)sk;
        scratch->path[start] = 0;
    } else if (record->it.mode == S_IFIFO) {
        scratch->path[start] = 0;
    } else {
        return 0;
    }
    return submit_path_record(start);
}

/* Keeps the open file of one of these descriptors. Returns whether there is no room for more. */
__noinline int keep_received(u32 simulation, u64 pointer) {
    u32 slot = simulation & (MAX_SIMULATIONS - 1);
    struct sent *sent = bpf_map_lookup_elem(&sent_files, &slot);
    s32 fd = -1;
    bpf_probe_read_user(&fd, sizeof(fd), (void *)pointer);
    u64 file = find_open_file(fd);
    if (!sent || tell_received(simulation, fd, file)) {
        return 0;
    }
    u32 at = __sync_fetch_and_add(&sent->count, 1);
    if (at >= SENT_FILES) {
        note_blind_spot(simulation, BLIND_DESCRIPTOR, WATCH_MESSAGE, 0);
        return 1;
    }
    sent->files[at & (SENT_FILES - 1)] = file;
    return 0;
}

/* Keeps the open files of descriptors that a process received. */
__noinline int keep_sent(u32 simulation, u64 pointer, u64 size) {
    u32 slot = simulation & (MAX_SIMULATIONS - 1);
    struct sent *sent = bpf_map_lookup_elem(&sent_files, &slot);
    if (!sent) {
        return 0;
    }
    if (sent->simulation != simulation) {
        sent->simulation = simulation;
        sent->count = 0;
    }
    if (size > SENT_FILES * sizeof(s32)) {
        note_blind_spot(simulation, BLIND_DESCRIPTOR, WATCH_MESSAGE, 0);
    }
    for (u32 i = 0; i < SENT_FILES && (i + 1) * sizeof(s32) <= size; i++) {
        if (keep_received(simulation, pointer + i * sizeof(s32))) {
            return 0;
        }
    }
    return 0;
}

/* The same for all of a message. */
__noinline int keep_sent_of(u32 simulation, u64 at, u64 size) {
    u64 end = at + size;
    for (int i = 0; i < MAX_CONTROL && at && at + sizeof(struct control_header) <= end; i++) {
        struct control_header header = {};
        bpf_probe_read_user(&header, sizeof(header), (void *)at);
        if (header.length < sizeof(header)) {
            return 0;
        }
        if (header.level == SOL_SOCKET && header.type == SCM_RIGHTS) {
            keep_sent(simulation, at + sizeof(header), header.length - sizeof(header));
        }
        at += (header.length + 7) & ~7ULL;
    }
    return 0;
}

/* Descriptors that a process of the simulation opened have been recorded, but under its own number. The socket's other
 * end shows who sent them. A sender that has ended is recognized by its pid namespace. */
__noinline int watch_message(u32 simulation, s32 fd, u64 address, u32 number) {
    struct task_struct *task = current_task();
    struct taken *taken = get_taken();
    struct message message = {};
    bpf_probe_read_user(&message, sizeof(message), (void *)address);
    if (taken && taken->call) {
        message.control = taken->messages[number & (MESSAGES - 1)];
    }
    if (!has_descriptors(&message)) {
        return 0;
    }
    /* The kernel wrote over what says where it wrote. */
    if (message.control < address + sizeof(message) && address < message.control + message.control_length) {
        note_blind_spot(simulation, BLIND_DESCRIPTOR, WATCH_MESSAGE, 0);
    }
    struct sock *sk = sock_of(fd);
    struct pid *pid = BPF_CORE_READ(sk, sk_peer_pid);
    u64 sender = pid ? task_of(pid) : 0;
    struct pid *own = BPF_CORE_READ(task, thread_pid);
    if (sender ? is_judged(sender, simulation) : pid && pid_namespace(pid) == pid_namespace(own)) {
        return keep_sent_of(simulation, message.control, message.control_length);
    }
    note_blind_spot(simulation, BLIND_DESCRIPTOR, WATCH_MESSAGE, sender);
    return 0;
}

#define CAP_SYS_MODULE 16
#define CAP_SYS_ADMIN  21
#define CAP_PERFMON    38
#define CAP_BPF        39

/* What of the machine a process asked for with a capability that counts for a node's pod. */
static __always_inline void watch_privilege(u32 simulation, u32 watch, long result) {
    const u64 any = 1ULL << CAP_SYS_MODULE | 1ULL << CAP_SYS_ADMIN | 1ULL << CAP_PERFMON | 1ULL << CAP_BPF;
    const struct cred *cred = BPF_CORE_READ(current_task(), cred);
    if ((result == -EPERM || result == -EACCES) && CAPABILITIES(cred, cap_effective) & any) {
        note_blind_spot(simulation, BLIND_REFUSED, REFUSED_CALL | watch, 0);
    }
}

#define MPTCP 262

/* A kind of socket that this kernel lacks, or a jail refuses because it is in no namespace. Programs that try IPv6 or
 * MPTCP first go on without it. */
static __always_inline void watch_socket(u32 simulation, u32 family, u32 protocol, long result) {
    if ((result == -EAFNOSUPPORT && family != AF_INET6) || result == -ESOCKTNOSUPPORT ||
        (result == -EPROTONOSUPPORT && protocol != MPTCP)) {
        note_blind_spot(simulation, BLIND_REFUSED, family, 0);
    }
}

static __always_inline void watch_call(struct simulation *simulation, u32 watch, const u64 *args, long result) {
    struct task_struct *task = current_task();
    u32 id = simulation->id;
    if (result < 0) {
        if (result == -EFAULT && (watch == WATCH_MESSAGE || watch == WATCH_MESSAGES)) {
            note_blind_spot(id, BLIND_DESCRIPTOR, watch, 0); /* it may have come all the same */
        } else if (watch >= WATCH_BPF) {
            watch_privilege(id, watch, result);
        } else if (watch >= WATCH_SOCKET) {
            watch_socket(id, args[0], args[2], result);
        }
        return;
    }
    switch (watch) {
    case WATCH_RING:
        note_blind_spot(id, BLIND_IO_URING, 0, 0);
        break;
    case WATCH_OPERATIONS:
        if (result) {
            note_blind_spot(id, BLIND_IO_URING, 0, 0);
        }
        break;
    case WATCH_AIO:
        if (result) {
            note_blind_spot(id, BLIND_AIO, 0, 0);
        }
        break;
    case WATCH_TRACE:
        watch_trace(id, args[0], args[1]);
        break;
    case WATCH_MEMORY:
        if ((s32)args[0] != pid_number(BPF_CORE_READ(task, signal, pids[PIDTYPE_TGID]), true) && result) {
            note_blind_spot(id, BLIND_MEMORY_WRITTEN, 0, 0);
        }
        break;
    case WATCH_DESCRIPTOR:
        watch_descriptor(id, args[0]);
        break;
    case WATCH_IOCTL:
        if ((u16)args[1] == SECCOMP_ADDFD) {
            note_blind_spot(id, BLIND_DESCRIPTOR, WATCH_IOCTL, 0);
        }
        break;
    case WATCH_UNSHARE:
        if (args[0] & CLONE_SHARES && BPF_CORE_READ(task, signal, nr_threads) > 1) {
            note_blind_spot(id, BLIND_SHARED, WATCH_UNSHARE, 0);
        }
        break;
    case WATCH_MESSAGE:
        watch_message(id, args[0], args[1], 0);
        break;
    case WATCH_MESSAGES:
        for (u32 i = 0; i < MAX_MESSAGES && i < result; i++) {
            watch_message(id, args[0], args[1] + i * sizeof(struct counted_message), i);
        }
        break;
    }
}
