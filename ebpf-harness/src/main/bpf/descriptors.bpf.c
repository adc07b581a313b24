// SPDX-License-Identifier: Apache-2.0 OR BSD-2-Clause OR GPL-2.0-only
/* Calls that create, copy, close or query descriptors, but have no path and transfer no data. */

#include "lib/family.h"
#include "lib/inode.h"

/* fd1, fd2, ino of a pipe. */
static __always_inline void put_pipe(struct event *event, struct call_exit call) {
    s32 fds[2] = {-1, -1};
    u64 inode = 0;
    if (bpf_probe_read_user(fds, sizeof(fds), (void *)call.args[0])) {
        fds[0] = fds[1] = -1; /* the helper has zeroed them */
    }
    if (call.result == 0) {
        struct file *file = open_file(fds[0]);
        inode = BPF_CORE_READ(file, f_inode, i_ino);
    }
    put_s64(event, fds[0]);
    put_s64(event, fds[1]);
    put_u64(event, inode);
}

EXIT_FAMILY(descriptors) {
    const u64 *args = call.args;
    /* 1: res, or the new descriptor */
    put_s64(event, call.result);
    switch (call.code) {
    /* 2: fd */
    case CODE_CLOSE:
    case CODE_FCHDIR:
    case CODE_FSTAT:
    case CODE_GETDENTS:
    case CODE_GETDENTS64:
    case CODE_DUP:
        put_fd(event, args[0]);
        break;
    /* 2: oldfd; 3: newfd; 4: flags */
    case CODE_DUP2:
        put_fd(event, args[0]);
        put_fd(event, args[1]);
        break;
    case CODE_DUP3:
        put_fd(event, args[0]);
        put_fd(event, args[1]);
        put_u32(event, BIT(args[2], O_CLOEXEC, FALCO_O_CLOEXEC));
        break;
    /* 2: fd; 3: cmd; 4: arg */
    case CODE_FCNTL:
        put_fd(event, args[0]);
        put_u8(event, fcntl_command(args[1]));
        put_u64(event, args[2]);
        break;
    /* 2: fd; 3: mode */
    case CODE_FCHMOD:
        put_fd(event, args[0]);
        put_u32(event, permissions(args[1]));
        break;
    /* 2: fd; 3: uid; 4: gid */
    case CODE_FCHOWN:
        put_fd(event, args[0]);
        put_u32(event, args[1]);
        put_u32(event, args[2]);
        break;
    /* 2: fd1; 3: fd2; 4: ino; 5: flags */
    case CODE_PIPE:
        put_pipe(event, call);
        break;
    case CODE_PIPE2:
        put_pipe(event, call);
        put_u32(event, descriptor_flags(args[1]) | BIT(args[1], O_DIRECT, 0x200));
        break;
    /* 2: initval; 3: flags */
    case CODE_EVENTFD:
        put_u64(event, args[0]);
        put_u32(event, 0);
        break;
    /* 2: flags; 3: initval */
    case CODE_EVENTFD2:
        put_u16(event, descriptor_flags(args[1]));
        put_u64(event, (u32)args[0]);
        break;
    /* 2: fd; 3: mask; 4: flags. As in Falco, the mask is not set. */
    case CODE_SIGNALFD:
        put_fd(event, args[0]);
        put_u32(event, 0);
        put_u8(event, 0);
        break;
    /* 2: flags; 3: fd; 4: mask */
    case CODE_SIGNALFD4:
        put_u16(event, descriptor_flags(args[3]));
        put_fd(event, args[0]);
        put_u32(event, 0);
        break;
    /* 2: clockid; 3: flags */
    case CODE_TIMERFD_CREATE:
        put_u8(event, args[0]);
        put_u8(event, descriptor_flags(args[1]));
        break;
    /* 2: flags */
    case CODE_INOTIFY_INIT:
        put_u8(event, 0);
        break;
    case CODE_INOTIFY_INIT1:
        put_u16(event, descriptor_flags(args[0]));
        break;
    case CODE_EPOLL_CREATE1:
        put_u32(event, BIT(args[0], O_CLOEXEC, 1));
        break;
    case CODE_USERFAULTFD:
        put_u32(event, args[0]); /* the kernel's flags, as in Falco */
        break;
    /* 2: size */
    case CODE_EPOLL_CREATE:
        put_u32(event, args[0]);
        break;
    /* 2: name; 3: flags */
    case CODE_MEMFD_CREATE:
        put_user_path(event, args[0]);
        put_u32(event, args[1] & 7);
        break;
    /* 2: pid_fd; 3: target_fd; 4: flags */
    case CODE_PIDFD_GETFD:
        put_fd(event, args[0]);
        put_fd(event, args[1]);
        put_u32(event, args[2]);
        break;
    /* 2: pid; 3: flags */
    case CODE_PIDFD_OPEN:
        put_s64(event, (s32)args[0]);
        put_u32(event, BIT(args[1], 0x800, 1));
        break;
    /* 2: fd; 3: request; 4: argument */
    case CODE_IOCTL:
        put_fd(event, args[0]);
        put_u64(event, args[1]);
        put_u64(event, args[2]);
        break;
    /* 2: fd; 3: offset; 4: whence */
    case CODE_LSEEK:
        put_fd(event, args[0]);
        put_u64(event, args[1]);
        put_u8(event, args[2] <= 2 ? args[2] : 0);
        break;
    /* 2: fd; 3: operation */
    case CODE_FLOCK:
        put_fd(event, args[0]);
        put_u32(event, BIT(args[1], 1, 1) | BIT(args[1], 2, 2) | BIT(args[1], 4, 4) | BIT(args[1], 8, 8));
        break;
    /* 2: fd; 3: nstype */
    case CODE_SETNS:
        put_fd(event, args[0]);
        put_u32(event, clone_flags((u32)args[1]));
        break;
    /* 2: cmd */
    case CODE_BPF:
        put_u32(event, args[0]);
        break;
    }
}
