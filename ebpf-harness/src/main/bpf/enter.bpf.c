// SPDX-License-Identifier: Apache-2.0 OR BSD-2-Clause OR GPL-2.0-only
/* Enter events of system calls, for Falco before 0.42: the parameters are those of libs 0.20. Java loads this program
 * only for those versions. */

#include "lib/address.h"
#include "lib/data.h"
#include "lib/family.h"
#include "lib/message.h"
#include "lib/misc.h"

#define ENTER(name) (CODE_##name - 1)

static __always_inline void put_enter(struct event *event, struct task_struct *task, const u64 *args, u16 code) {
    switch (code) {
    /* 1: fd */
    case ENTER(CLOSE):
    case ENTER(BIND):
    case ENTER(RECVMSG):
    case ENTER(FSTAT):
    case ENTER(FCHDIR):
    case ENTER(READV):
    case ENTER(GETDENTS):
    case ENTER(GETDENTS64):
    case ENTER(DUP):
    case ENTER(DUP2):
    case ENTER(DUP3):
        put_fd(event, args[0]);
        break;
    /* 1: fd; 2: size, or another number of 32 bits */
    case ENTER(READ):
    case ENTER(WRITE):
    case ENTER(RECVFROM):
        put_fd(event, args[0]);
        put_u32(event, args[2]);
        break;
    case ENTER(LISTEN):
        put_fd(event, args[0]);
        put_u32(event, args[1]);
        break;
    case ENTER(SIGNALFD4):
        put_fd(event, args[0]);
        put_u32(event, 0);
        break;
    case ENTER(SIGNALFD):
        put_fd(event, args[0]);
        put_u32(event, 0);
        put_u8(event, 0);
        break;
    /* 1: fd; 2: size; 3: pos */
    case ENTER(PREAD):
    case ENTER(PWRITE):
        put_fd(event, args[0]);
        put_u32(event, args[2]);
        put_u64(event, args[3]);
        break;
    case ENTER(WRITEV):
    case ENTER(PWRITEV):
        put_fd(event, args[0]);
        put_u32(event, vector_size(args[1], args[2]));
        if (code == ENTER(PWRITEV)) {
            put_u64(event, args[3]);
        }
        break;
    case ENTER(PREADV):
        put_fd(event, args[0]);
        put_u64(event, args[3]);
        break;
    /* 1: name; 2: flags; 3: mode */
    case ENTER(OPEN):
        put_user_path(event, args[0]);
        put_u32(event, open_flags(args[1]));
        put_u32(event, open_mode(args[1], args[2]));
        break;
    /* 1: dirfd; 2: name; 3: flags; 4: mode; 5: resolve */
    case ENTER(OPENAT):
        put_dirfd(event, args[0]);
        put_user_path(event, args[1]);
        put_u32(event, open_flags(args[2]));
        put_u32(event, open_mode(args[2], args[3]));
        break;
    case ENTER(OPENAT2): {
        struct open_how how = {};
        bpf_probe_read_user(&how, sizeof(how), (void *)args[2]);
        put_dirfd(event, args[0]);
        put_user_path(event, args[1]);
        put_u32(event, open_flags(how.flags));
        put_u32(event, open_mode(how.flags, how.mode));
        put_u32(event, openat2_resolve(how.resolve));
        break;
    }
    /* 1: name; 2: mode */
    case ENTER(CREAT):
        put_user_path(event, args[0]);
        put_u32(event, open_mode(O_CREAT, args[1]));
        break;
    /* 1: filename */
    case ENTER(EXECVE):
        put_user_path(event, args[0]);
        break;
    /* 1: dirfd; 2: pathname; 3: flags */
    case ENTER(EXECVEAT):
        put_dirfd(event, args[0]);
        put_user_path(event, args[1]);
        put_u32(event, BIT(args[4], AT_EMPTY_PATH, 1) | BIT(args[4], AT_SYMLINK_NOFOLLOW, 2));
        break;
    /* 1: domain; 2: type; 3: proto */
    case ENTER(SOCKET):
    case ENTER(SOCKETPAIR):
        put_u32(event, (u8)args[0]);
        put_u32(event, args[1]);
        put_u32(event, args[2]);
        break;
    /* 1: fd; 2: addr */
    case ENTER(CONNECT):
        put_fd(event, args[0]);
        put_address(event, args[1], args[2]);
        break;
    /* 1: fd; 2: size; 3: tuple */
    case ENTER(SENDTO):
    case ENTER(SENDMSG): {
        struct message message = {.name = args[4]};
        u32 size = args[2];
        if (code == ENTER(SENDMSG)) {
            bpf_probe_read_user(&message, sizeof(message), (void *)args[1]);
            size = vector_size(message.vectors, message.vector_count);
        }
        put_fd(event, args[0]);
        put_u32(event, size);
        put_tuple(event, args[0], OUTBOUND, message.name, message.name_length);
        break;
    }
    /* 1: fd; 2: how */
    case ENTER(SHUTDOWN):
        put_fd(event, args[0]);
        put_u8(event, args[1] <= 2 ? args[1] : 0xff);
        break;
    /* 1: flags; Falco leaves them out */
    case ENTER(ACCEPT4):
        put_u32(event, 0);
        break;
    case ENTER(MOUNT):
        put_u32(event, mount_flags(args[3]));
        break;
    case ENTER(UMOUNT2):
        put_u32(event, args[1] & 0xf);
        break;
    case ENTER(UNSHARE):
        put_u32(event, clone_flags((u32)args[0]));
        break;
    case ENTER(ACCESS):
        put_u32(event, access_mode(args[1]));
        break;
    case ENTER(MKDIR):
        put_u32(event, args[1]);
        break;
    case ENTER(EPOLL_CREATE):
        put_u32(event, args[0]);
        break;
    case ENTER(EPOLL_CREATE1):
        put_u32(event, BIT(args[0], O_CLOEXEC, 1));
        break;
    case ENTER(INOTIFY_INIT):
        put_u8(event, 0);
        break;
    /* 1: initval; 2: flags */
    case ENTER(EVENTFD):
        put_u64(event, args[0]);
        put_u32(event, 0);
        break;
    case ENTER(EVENTFD2):
        put_u64(event, (u32)args[0]);
        break;
    /* 1: clockid; 2: flags */
    case ENTER(TIMERFD_CREATE):
        put_u8(event, args[0]);
        put_u8(event, descriptor_flags(args[1]));
        break;
    /* 1: fd; 2: cmd */
    case ENTER(FCNTL):
        put_fd(event, args[0]);
        put_u8(event, fcntl_command(args[1]));
        break;
    /* 1: fd; 2: request; 3: argument */
    case ENTER(IOCTL):
        put_fd(event, args[0]);
        put_u64(event, args[1]);
        put_u64(event, args[2]);
        break;
    /* 1: fd; 2: offset; 3: whence */
    case ENTER(LSEEK):
        put_fd(event, args[0]);
        put_u64(event, args[1]);
        put_u8(event, args[2] <= 2 ? args[2] : 0);
        break;
    /* 1: fd; 2: nstype, or operation */
    case ENTER(SETNS):
        put_fd(event, args[0]);
        put_u32(event, clone_flags((u32)args[1]));
        break;
    case ENTER(FLOCK):
        put_fd(event, args[0]);
        put_u32(event, BIT(args[1], 1, 1) | BIT(args[1], 2, 2) | BIT(args[1], 4, 4) | BIT(args[1], 8, 8));
        break;
    /* 1: fd_in; 2: fd_out; 3: size; 4: flags */
    case ENTER(SPLICE):
        put_fd(event, args[0]);
        put_fd(event, args[2]);
        put_u64(event, args[4]);
        put_u32(event, args[5] & 0xf);
        break;
    /* 1: out_fd; 2: in_fd; 3: offset; 4: size */
    case ENTER(SENDFILE): {
        u64 offset = 0;
        bpf_probe_read_user(&offset, sizeof(offset), (void *)args[2]);
        put_fd(event, args[0]);
        put_fd(event, args[1]);
        put_u64(event, offset);
        put_u64(event, args[3]);
        break;
    }
    /* 1: fdin; 2: offin; 3: len */
    case ENTER(COPY_FILE_RANGE):
        put_fd(event, args[0]);
        put_u64(event, args[1]);
        put_u64(event, args[4]);
        break;
    /* 1: pid, or tid; 2: sig */
    case ENTER(KILL):
    case ENTER(TKILL):
        put_s64(event, (s32)args[0]);
        put_u8(event, args[1]);
        break;
    case ENTER(TGKILL):
        put_s64(event, (s32)args[0]);
        put_s64(event, (s32)args[1]);
        put_u8(event, args[2]);
        break;
    /* 1: pid; 2: pgid */
    case ENTER(SETPGID):
        put_s64(event, (s32)args[0]);
        put_s64(event, (s32)args[1]);
        break;
    /* 1: ids */
    case ENTER(SETUID):
    case ENTER(SETGID):
        put_u32(event, args[0]);
        break;
    case ENTER(SETRESUID):
    case ENTER(SETRESGID):
        put_u32(event, args[0]);
        put_u32(event, args[1]);
        put_u32(event, args[2]);
        break;
    /* 1: resource, after a pid */
    case ENTER(GETRLIMIT):
    case ENTER(SETRLIMIT):
        put_u8(event, resource(args[0]));
        break;
    case ENTER(PRLIMIT):
        put_s64(event, (s32)args[0]);
        put_u8(event, resource(args[1]));
        break;
    /* 1: addr; 2: length; 3: prot; 4: flags; 5: fd; 6: offset */
    case ENTER(BRK):
        put_u64(event, args[0]);
        break;
    case ENTER(MUNMAP):
        put_u64(event, args[0]);
        put_u64(event, args[1]);
        break;
    case ENTER(MPROTECT):
        put_u64(event, args[0]);
        put_u64(event, args[1]);
        put_u32(event, protection(args[2]));
        break;
    case ENTER(MMAP):
        put_u64(event, args[0]);
        put_u64(event, args[1]);
        put_u32(event, protection(args[2]));
        put_u32(event, map_flags(args[3]));
        put_fd(event, args[4]);
        put_u64(event, args[5]);
        break;
    /* 1: addr; 2: op; 3: val */
    case ENTER(FUTEX):
        put_u64(event, args[0]);
        put_u16(event, futex_operation(args[1]));
        put_u64(event, args[2]);
        break;
    /* 1: interval */
    case ENTER(NANOSLEEP):
        put_duration(event, args[0]);
        break;
    /* 1: maxevents */
    case ENTER(EPOLL_WAIT):
        put_s64(event, (s32)args[2]);
        break;
    /* 1: fds; 2: timeout; 3: sigmask */
    case ENTER(POLL):
        put_polled(event, args[0], args[1], false);
        put_s64(event, (s32)args[2]);
        break;
    case ENTER(PPOLL): {
        u64 mask = 0;
        bpf_probe_read_user(&mask, sizeof(mask), (void *)args[3]);
        put_polled(event, args[0], args[1], false);
        put_duration(event, args[2]);
        put_u32(event, mask);
        break;
    }
    /* 1: request; 2: pid */
    case ENTER(PTRACE):
        put_u16(event, ptrace_request(args[0]));
        put_s64(event, (s32)args[1]);
        break;
    /* 1: op; 2: flags */
    case ENTER(SECCOMP):
        put_u64(event, args[0]);
        put_u64(event, args[1]);
        break;
    /* 1: cmd */
    case ENTER(BPF):
        put_s64(event, (s32)args[0]);
        break;
    case ENTER(SEMOP):
        put_u32(event, args[0]);
        break;
    /* 1: semid; 2: semnum; 3: cmd; 4: val */
    case ENTER(SEMCTL):
        put_u32(event, args[0]);
        put_u32(event, args[1]);
        put_u16(event, semaphore_command(args[2]));
        put_u32(event, args[2] == 16 ? args[3] : 0);
        break;
    /* 1: key; 2: nsems; 3: semflg */
    case ENTER(QUOTACTL):
        put_quota_arguments(event, args[0], args[2]);
        break;
    case ENTER(SEMGET):
        put_u32(event, args[0]);
        put_u32(event, args[1]);
        put_u32(event, BIT(args[2], 01000, 1 << 13) | BIT(args[2], 02000, 1 << 14));
        break;
    }
}

SEC("tp_btf/sys_enter")
int BPF_PROG(sys_enter) {
    struct task_struct *task = current_task();
    struct mark *mark = get_mark_quickly(task);
    struct scratch *scratch = get_scratch();
    if (!mark || !scratch) {
        return 0;
    }
    struct pt_regs *regs = call_registers(task, ctx);
    own_scratch(scratch, USER_ENTER_EVENT);
    u32 index = read_call(scratch, task, regs);
    if (index >= MAX_CALLS || scratch->form == FORM_DIFFERS) {
        return 0;
    }
    const volatile struct call *call = &settings.calls[index];
    u16 code = call->enter_code;
    if (code == ENTER_NONE || !is_selected(get_simulation(mark->simulation), code) ||
        (mark->state_only && is_idle_fcntl(code + 1, scratch->args))) {
        return 0;
    }
    struct event event;
    describe_event(scratch, mark, code, call->enter_params);
    start_event(&event, USER_ENTER_EVENT, scratch, task->pid);
    if (code == ENTER(GENERIC)) {
        /* 1: ID; 2: nativeID */
        put_u16(&event, call->sc);
        put_u16(&event, call_number(regs));
    } else {
        put_enter(&event, task, scratch->args, code);
    }
    /* What the kernel has not read yet may not be in memory. The exit event has it, and counts what is lost. */
    scratch->losses = 0;
    submit_event(&event);
    return 0;
}
