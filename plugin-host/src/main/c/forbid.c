// SPDX-License-Identifier: Apache-2.0
#include "forbid.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#else
#error "the filter knows x86_64 and aarch64"
#endif

#define KILL      SECCOMP_RET_KILL_PROCESS
#define REFUSE(e) (SECCOMP_RET_ERRNO | (e))
#define LOAD(of)  BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, of))
/* the lower half of an argument; both machines are little-endian */
#define LOAD_ARGUMENT(n)  BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[n]))
#define RETURN(verdict)   BPF_STMT(BPF_RET | BPF_K, verdict)
#define UNLESS(value)     BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (value), 0, 1)
#define CALL(nr, verdict) UNLESS(nr), RETURN(verdict)

/*
 * What starts a program or a process ends the plugin: it was to be part of what the plugin does, and an error that the
 * plugin passes over would be lost. Sockets and the like are refused with an error, for runtimes try what there is.
 */
int forbid(void) {
    unsigned self = (unsigned)getpid();
    struct sock_filter filter[] = {
        LOAD(arch),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0),
        RETURN(KILL),
        LOAD(nr),
#ifdef __x86_64__
        /* the calls of x32 have this bit */
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1),
        RETURN(KILL),
#endif
#ifdef SYS_fork
        CALL(SYS_fork, KILL),
        CALL(SYS_vfork, KILL),
#endif
        CALL(SYS_execve, KILL),
        CALL(SYS_execveat, KILL),
        CALL(SYS_ptrace, KILL),
        CALL(SYS_process_vm_readv, KILL),
        CALL(SYS_process_vm_writev, KILL),
        /* the C library then makes threads by clone, whose flags can be seen */
        CALL(SYS_clone3, REFUSE(ENOSYS)),
        CALL(SYS_io_uring_setup, REFUSE(ENOSYS)),
        CALL(SYS_socket, REFUSE(EACCES)),
        CALL(SYS_connect, REFUSE(EACCES)),
        CALL(SYS_shmget, REFUSE(EACCES)),
        CALL(SYS_semget, REFUSE(EACCES)),
        CALL(SYS_msgget, REFUSE(EACCES)),
        CALL(SYS_mq_open, REFUSE(EACCES)),
        CALL(SYS_bpf, REFUSE(EPERM)),
        CALL(SYS_perf_event_open, REFUSE(EPERM)),
        CALL(SYS_userfaultfd, REFUSE(EPERM)),
        CALL(SYS_keyctl, REFUSE(EPERM)),
        CALL(SYS_add_key, REFUSE(EPERM)),
        CALL(SYS_request_key, REFUSE(EPERM)),
        CALL(SYS_unshare, REFUSE(EPERM)),
        CALL(SYS_setns, REFUSE(EPERM)),
        CALL(SYS_mount, REFUSE(EPERM)),
        CALL(SYS_open_by_handle_at, REFUSE(EPERM)),
        CALL(SYS_pidfd_open, REFUSE(EPERM)),
        CALL(SYS_pidfd_getfd, REFUSE(EPERM)),
        CALL(SYS_pidfd_send_signal, REFUSE(EPERM)),
        CALL(SYS_rt_sigqueueinfo, REFUSE(EPERM)),
        CALL(SYS_rt_tgsigqueueinfo, REFUSE(EPERM)),
        CALL(SYS_tkill, REFUSE(EPERM)),
        CALL(SYS_setpriority, REFUSE(EPERM)),
        CALL(SYS_ioprio_set, REFUSE(EPERM)),
        CALL(SYS_sched_setscheduler, REFUSE(EPERM)),
        CALL(SYS_sched_setparam, REFUSE(EPERM)),
        CALL(SYS_sched_setattr, REFUSE(EPERM)),
        /* threads, but no processes */
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone, 0, 4),
        LOAD_ARGUMENT(0),
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, CLONE_THREAD, 0, 1),
        RETURN(SECCOMP_RET_ALLOW),
        RETURN(KILL),
        /* signals to itself, and its own limits */
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_kill, 2, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_prlimit64, 1, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_tgkill, 0, 5),
        LOAD_ARGUMENT(0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 1, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, self, 0, 1),
        RETURN(SECCOMP_RET_ALLOW),
        RETURN(REFUSE(EPERM)),
        RETURN(SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {.len = sizeof filter / sizeof *filter, .filter = filter};
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0);
}
