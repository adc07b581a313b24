// SPDX-License-Identifier: Apache-2.0 OR BSD-2-Clause OR GPL-2.0-only
/* Signals, waiting, tracing, modules, io_uring, semaphores, quotas, and calls of no other family. */

#include "lib/family.h"
#include "lib/misc.h"

#define TRACE_NUMBER 0
#define TRACE_SIGNAL 1

static __always_inline void put_trace_number(struct event *event, u64 value) {
    append_u8(event, TRACE_NUMBER);
    append_u64(event, value);
    put_length(event, 9);
}

/* 2: addr; 3: data; 4: request; 5: pid */
static __always_inline void put_trace(struct event *event, struct call_exit call) {
    u16 request = ptrace_request(call.args[0]);
    u64 data = call.args[3];
    bool failed = call.result < 0;
    put_trace_number(event, failed ? 0 : call.args[2]);
    switch (failed ? 0 : request) {
    case 0: /* a request without a name, or one that failed */
        put_trace_number(event, failed ? 0 : data);
        break;
    case 2 ... 4: /* PEEKTEXT, PEEKDATA, PEEKUSR: where to put the word */
        bpf_probe_read_user(&data, sizeof(data), (void *)data);
        put_trace_number(event, data);
        break;
    case 8: /* CONT, SINGLESTEP, DETACH, SYSCALL: a signal */
    case 10:
    case 12:
    case 13:
        append_u8(event, TRACE_SIGNAL);
        append_u8(event, data);
        put_length(event, 2);
        break;
    default:
        put_trace_number(event, data);
        break;
    }
    put_u16(event, request);
    put_s64(event, (s32)call.args[1]);
}

struct ring_params {
    u32 sq_entries;
    u32 cq_entries;
    u32 flags;
    u32 sq_thread_cpu;
    u32 sq_thread_idle;
    u32 features;
};

static __always_inline void put_ring(struct event *event, u64 pointer) {
    struct ring_params params = {};
    bpf_probe_read_user(&params, sizeof(params), (void *)pointer);
    put_u32(event, params.sq_entries);
    put_u32(event, params.cq_entries);
    /* Falco's third bit is a state that the kernel's second bit means; the others are shifted by one. */
    put_u32(event, BIT(params.flags, 1, 1) | BIT(params.flags, 2, 2) | BIT(params.flags, 1, 4) |
                       BIT(params.flags, 4, 8) | BIT(params.flags, 8, 16) | BIT(params.flags, 16, 32) |
                       BIT(params.flags, 32, 64) | BIT(params.flags, 64, 128));
    put_u32(event, params.sq_thread_cpu);
    put_u32(event, params.sq_thread_idle);
    put_u32(event, params.features & 0x7ff);
}

struct semaphore_operation {
    u16 number;
    u16 operation;
    u16 flags;
};

static __always_inline void put_semaphore_operation(struct event *event, struct semaphore_operation *it) {
    put_u16(event, it->number);
    put_u16(event, it->operation);
    put_u16(event, BIT(it->flags, 04000, 1) | BIT(it->flags, 0x1000, 2));
}

#define FSCONFIG_SET_STRING     1
#define FSCONFIG_SET_BINARY     2
#define FSCONFIG_SET_PATH       3
#define FSCONFIG_SET_PATH_EMPTY 4

/* 2: fd; 3: cmd; 4: key; 5: value_bytebuf; 6: value_charbuf; 7: aux */
static __always_inline void put_fsconfig(struct event *event, struct call_exit call) {
    u32 command = call.args[1];
    bool done = call.result >= 0;
    put_fd(event, call.args[0]);
    put_u32(event, command);
    put_user_path(event, call.args[2]);
    put_user_bytes(event, done && command == FSCONFIG_SET_BINARY ? call.args[3] : 0, call.args[4]);
    bool is_text = command == FSCONFIG_SET_STRING || command == FSCONFIG_SET_PATH || command == FSCONFIG_SET_PATH_EMPTY;
    put_user_path(event, done && is_text ? call.args[3] : 0);
    put_u32(event, call.args[4]);
}

/* struct if_dqblk; the bits of `valid` say which members count. */
struct quota {
    u64 space_hard_limit;
    u64 space_soft_limit;
    u64 space;
    u64 inode_hard_limit;
    u64 inode_soft_limit;
    u64 inodes;
    u64 space_time;
    u64 inode_time;
    u32 valid;
};

/* struct if_dqinfo */
struct quota_info {
    u64 space_grace;
    u64 inode_grace;
    u32 flags;
    u32 valid;
};

/* 2: special; 3: quotafilepath; 4 to 10: a quota; 11 to 13: grace times; 14: quota_fmt_out; 15 to 18: the arguments */
static __always_inline void put_quotactl(struct event *event, const u64 *args) {
    u16 command = quota_command(args[0]);
    struct quota quota = {};
    struct quota_info info = {};
    u32 format = 0;
    if (command & (Q_GETQUOTA | Q_SETQUOTA)) {
        bpf_probe_read_user(&quota, sizeof(quota), (void *)args[3]);
    }
    if (command & (Q_GETINFO | Q_SETINFO)) {
        bpf_probe_read_user(&info, sizeof(info), (void *)args[3]);
    }
    if (command == Q_GETFMT) {
        bpf_probe_read_user(&format, sizeof(format), (void *)args[3]);
    }
    put_user_path(event, args[1]);
    put_user_path(event, command == Q_QUOTAON ? args[3] : 0);
    put_u64(event, quota.valid & 1 ? quota.space_hard_limit : 0);
    put_u64(event, quota.valid & 1 ? quota.space_soft_limit : 0);
    put_u64(event, quota.valid & 2 ? quota.space : 0);
    put_u64(event, quota.valid & 4 ? quota.inode_hard_limit : 0);
    put_u64(event, quota.valid & 4 ? quota.inode_soft_limit : 0);
    put_u64(event, quota.valid & 16 ? quota.space_time : 0);
    put_u64(event, quota.valid & 32 ? quota.inode_time : 0);
    put_u64(event, info.valid & 1 ? info.space_grace : 0);
    put_u64(event, info.valid & 2 ? info.inode_grace : 0);
    put_u8(event, info.valid & 4 ? info.flags : 0);
    put_u8(event, quota_format(format));
    put_quota_arguments(event, args[0], args[2]);
}

EXIT_FAMILY(misc) {
    const u64 *args = call.args;
    if (call.code == CODE_GETSOCKNAME || call.code == CODE_GETPEERNAME) {
        return; /* no parameters */
    }
    /* 1: res */
    put_s64(event, call.result);
    switch (call.code) {
    case CODE_SELECT:
        break;
    /* 2: pid, or tid; 3: sig */
    case CODE_KILL:
    case CODE_TKILL:
        put_s64(event, (s32)args[0]);
        put_u8(event, args[1]);
        break;
    /* 2: pid; 3: tid; 4: sig */
    case CODE_TGKILL:
        put_s64(event, (s32)args[0]);
        put_s64(event, (s32)args[1]);
        put_u8(event, args[2]);
        break;
    /* 2: interval */
    case CODE_NANOSLEEP:
        put_duration(event, args[0]);
        break;
    /* 2: maxevents */
    case CODE_EPOLL_WAIT:
        put_s64(event, (s32)args[2]);
        break;
    /* 2: fds; 3: timeout; 4: sigmask */
    case CODE_POLL:
        put_polled(event, args[0], args[1], true);
        put_s64(event, (s32)args[2]);
        break;
    case CODE_PPOLL: {
        u64 mask = 0;
        bpf_probe_read_user(&mask, sizeof(mask), (void *)args[3]);
        put_polled(event, args[0], args[1], true);
        put_duration(event, args[2]);
        put_u32(event, mask);
        break;
    }
    /* 2: addr; 3: op; 4: val */
    case CODE_FUTEX:
        put_u64(event, args[0]);
        put_u16(event, futex_operation(args[1]));
        put_u64(event, args[2]);
        break;
    case CODE_PTRACE:
        put_trace(event, call);
        break;
    /* 2: op; 3: flags */
    case CODE_SECCOMP:
        put_u64(event, args[0]);
        put_u64(event, args[1]);
        break;
    /* 2: img; 3: length; 4: uargs */
    case CODE_INIT_MODULE:
        put_user_bytes(event, args[0], args[1]);
        put_u64(event, args[1]);
        put_user_path(event, args[2]);
        break;
    /* 2: fd; 3: uargs; 4: flags */
    case CODE_FINIT_MODULE:
        put_fd(event, args[0]);
        put_user_path(event, args[1]);
        put_u32(event, args[2] & 7);
        break;
    /* 2: name; 3: flags */
    case CODE_DELETE_MODULE:
        put_user_path(event, args[0]);
        put_u32(event, BIT(args[1], 0x800, 2) | BIT(args[1], 0x200, 1));
        break;
    /* 2: entries; 3: sq_entries; 4: cq_entries; 5: flags; 6: sq_thread_cpu; 7: sq_thread_idle; 8: features */
    case CODE_IO_URING_SETUP:
        put_u32(event, args[0]);
        put_ring(event, args[1]);
        break;
    /* 2: fd; 3: to_submit; 4: min_complete; 5: flags; 6: sig */
    case CODE_IO_URING_ENTER:
        put_fd(event, args[0]);
        put_u32(event, args[1]);
        put_u32(event, args[2]);
        put_u32(event, args[3] & 0xf);
        put_u32(event, args[4]);
        break;
    /* 2: fd; 3: opcode; 4: arg; 5: nr_args */
    case CODE_IO_URING_REGISTER:
        put_fd(event, args[0]);
        put_u16(event, args[1]);
        put_u64(event, args[2]);
        put_u32(event, args[3]);
        break;
    /* 2: nsops; 3 to 8: two operations; 9: semid */
    case CODE_SEMOP: {
        struct semaphore_operation operations[2] = {};
        u32 count = args[2];
        if (call.result == 0 && count) {
            bpf_probe_read_user(operations, count > 1 ? sizeof(operations) : sizeof(operations[0]), (void *)args[1]);
        }
        put_u32(event, count);
        put_semaphore_operation(event, &operations[0]);
        put_semaphore_operation(event, &operations[1]);
        put_u32(event, args[0]);
        break;
    }
    /* 2: semid; 3: semnum; 4: cmd; 5: val */
    case CODE_SEMCTL:
        put_u32(event, args[0]);
        put_u32(event, args[1]);
        put_u16(event, semaphore_command(args[2]));
        put_u32(event, args[2] == 16 ? args[3] : 0);
        break;
    /* 2: key; 3: nsems; 4: semflg */
    case CODE_SEMGET:
        put_u32(event, args[0]);
        put_u32(event, args[1]);
        put_u32(event, BIT(args[2], 01000, 1 << 13) | BIT(args[2], 02000, 1 << 14));
        break;
    case CODE_FSCONFIG:
        put_fsconfig(event, call);
        break;
    case CODE_QUOTACTL:
        put_quotactl(event, args);
        break;
    }
}
