// SPDX-License-Identifier: Apache-2.0
#include "forbid.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/futex.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
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

#define ALLOW     SECCOMP_RET_ALLOW
#define KILL      SECCOMP_RET_KILL_PROCESS
#define REFUSE(e) (SECCOMP_RET_ERRNO | (e))
#define COUNT(of) (sizeof(of) / sizeof *(of))

/* The calls of x32 have this bit. */
#define X32_BIT 0x40000000U
/* From this number on, calls are newer than this list, and libraries can do without them. */
#define NEWER 450U

/*
 * What libraries need: to compute, to read files that are given, to wait, and threads. All of it is the process's own:
 * it changes no file, and nothing that other processes have, or wait for.
 */
static const unsigned ALLOWED[] = {
    /* files and descriptors */
    SYS_read,
    SYS_write,
    SYS_close,
    SYS_close_range,
    SYS_lseek,
    SYS_pread64,
    SYS_readv,
    SYS_writev,
    SYS_preadv,
    SYS_preadv2,
    SYS_fstat,
    SYS_newfstatat,
    SYS_statx,
    SYS_statfs,
    SYS_fstatfs,
    SYS_faccessat,
    SYS_faccessat2,
    SYS_readlinkat,
    SYS_getdents64,
    SYS_getcwd,
    SYS_fadvise64,
    SYS_dup,
    SYS_dup3,
    SYS_pipe2,
    SYS_ppoll,
    SYS_pselect6,
    SYS_epoll_create1,
    SYS_epoll_ctl,
    SYS_epoll_pwait,
    SYS_epoll_pwait2,
    SYS_eventfd2,
    SYS_timerfd_create,
    SYS_timerfd_settime,
    SYS_timerfd_gettime,
    /* memory */
    SYS_munmap,
    SYS_mprotect,
    SYS_mremap,
    SYS_madvise,
    SYS_mincore,
    SYS_brk,
    SYS_membarrier,
    /* threads */
    SYS_set_robust_list,
    SYS_get_robust_list,
    SYS_rseq,
    SYS_set_tid_address,
    SYS_sched_yield,
    SYS_sched_getaffinity,
    SYS_sched_getparam,
    SYS_sched_getscheduler,
    SYS_sched_get_priority_max,
    SYS_sched_get_priority_min,
    SYS_getcpu,
    SYS_exit,
    SYS_exit_group,
    /* signals to itself */
    SYS_rt_sigaction,
    SYS_rt_sigprocmask,
    SYS_rt_sigpending,
    SYS_rt_sigreturn,
    SYS_rt_sigsuspend,
    SYS_rt_sigtimedwait,
    SYS_sigaltstack,
    SYS_restart_syscall,
    /* the time */
    SYS_clock_getres,
    SYS_clock_gettime,
    SYS_clock_nanosleep,
    SYS_nanosleep,
    SYS_gettimeofday,
    SYS_getitimer,
    SYS_setitimer,
    SYS_timer_create,
    SYS_timer_delete,
    SYS_timer_getoverrun,
    SYS_timer_gettime,
    SYS_timer_settime,
    /* itself and the machine */
    SYS_getpid,
    SYS_gettid,
    SYS_getppid,
    SYS_getpgid,
    SYS_getsid,
    SYS_getuid,
    SYS_geteuid,
    SYS_getresuid,
    SYS_getgid,
    SYS_getegid,
    SYS_getresgid,
    SYS_getgroups,
    SYS_capget,
    SYS_getpriority,
    SYS_getrusage,
    SYS_getrandom,
    SYS_sysinfo,
    SYS_times,
    SYS_umask,
    SYS_uname,
#ifdef __x86_64__
    SYS_stat,
    SYS_lstat,
    SYS_access,
    SYS_readlink,
    SYS_getdents,
    SYS_dup2,
    SYS_pipe,
    SYS_poll,
    SYS_select,
    SYS_epoll_create,
    SYS_epoll_wait,
    SYS_eventfd,
    SYS_time,
    SYS_alarm,
    SYS_pause,
    SYS_getpgrp,
    SYS_getrlimit,
    SYS_arch_prctl,
#endif
};

/*
 * What starts a program or a process ends the plugin: it was to be part of what the plugin does, and an error that the
 * plugin passes over would be lost.
 */
static const unsigned FATAL[] = {
#ifdef __x86_64__
    SYS_fork,   SYS_vfork,
#endif
    SYS_execve, SYS_execveat, SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev,
};

/* What libraries try, and replace: the C library then makes threads by clone, opens files by openat, whose flags can be
 * seen, and waits for one word at a time. */
static const unsigned ABSENT[] = {
    SYS_clone3,
    SYS_openat2,
    SYS_io_uring_setup,
#ifdef SYS_futex_waitv
    SYS_futex_waitv,
#endif
};

/* These say "permission denied", which libraries know from them; what no list has says "not permitted". */
static const unsigned DENIED[] = {
    SYS_socket,
    SYS_connect,
};

/* No locks, no leases, no owner of signals: these reach other processes that have the same file. */
static const unsigned OF_DESCRIPTORS[] = {F_DUPFD, F_DUPFD_CLOEXEC, F_GETFD, F_SETFD, F_GETFL, F_SETFL};
static const unsigned OF_DEVICES[] = {TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIOCLEX, FIONCLEX};
/* PR_SET_VMA gives memory a name */
static const unsigned OF_PROCESS[] = {PR_SET_NAME, PR_GET_NAME, PR_GET_DUMPABLE, PR_CAPBSET_READ, PR_SET_VMA};

/* On words that may be those of another process: to wait for the end of a thread, and to wake. To move waiters to
 * another word would keep that process waiting. */
static const unsigned OF_SHARED_WORDS[] = {FUTEX_WAIT, FUTEX_WAKE, FUTEX_WAIT_BITSET, FUTEX_WAKE_BITSET};

static struct sock_filter filter[BPF_MAXINSNS];
static unsigned short length;

static void add(struct sock_filter instruction) {
    filter[length++] = instruction;
}

static void give(unsigned verdict) {
    add((struct sock_filter)BPF_STMT(BPF_RET | BPF_K, verdict));
}

/* The next instructions, this many, are for an equal value only. */
static void if_equal(unsigned value, unsigned char instructions) {
    add((struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, instructions));
}

/* The same, for a value with one of these bits. */
static void if_any(unsigned bits, unsigned char instructions) {
    add((struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, bits, 0, instructions));
}

static void load(size_t offset) {
    add((struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (unsigned)offset));
}

/* The lower half; both machines are little-endian, and the kernel takes an int of these arguments. */
static void load_argument(unsigned number) {
    load(offsetof(struct seccomp_data, args) + number * sizeof(__u64));
}

static void each(const unsigned *calls, size_t count, unsigned verdict) {
    for (size_t i = 0; i < count; i++) {
        if_equal(calls[i], 1);
        give(verdict);
    }
}

/* Allows a call with one of these values, which its argument of that number must have. */
static void with_values(unsigned call, unsigned argument, const unsigned *values, size_t count, unsigned otherwise) {
    if_equal(call, (unsigned char)(2 * count + 2));
    load_argument(argument);
    each(values, count, ALLOW);
    give(otherwise);
}

/*
 * Files are opened to be read. On older kernels Landlock does not refuse to empty one. A mode that is neither, for
 * ioctl, asks Landlock for no right, and breaks leases of others or makes a device do something; O_PATH keeps file
 * systems mounted.
 */
static void opening(unsigned call, unsigned argument) {
    if_equal(call, 7);
    load_argument(argument);
    if_any(O_CREAT | O_TRUNC | O_PATH | (O_TMPFILE & ~O_DIRECTORY), 1);
    give(REFUSE(EACCES));
    add((struct sock_filter)BPF_STMT(BPF_ALU | BPF_AND | BPF_K, O_ACCMODE));
    if_equal(O_ACCMODE, 1);
    give(REFUSE(EACCES));
    give(ALLOW);
}

/* Shared memory without a file counts to no limit of the process, nor does a stack; huge pages are the machine's. */
static void memory(void) {
    if_equal(SYS_mmap, 7);
    load_argument(3);
    if_any(MAP_HUGETLB | MAP_GROWSDOWN, 1);
    give(REFUSE(EACCES));
    if_any(MAP_ANONYMOUS, 2);
    /* MAP_SHARED and MAP_SHARED_VALIDATE */
    if_any(MAP_SHARED, 1);
    give(REFUSE(EACCES));
    give(ALLOW);
}

static void words(void) {
    if_equal(SYS_futex, (unsigned char)(2 * COUNT(OF_SHARED_WORDS) + 5));
    load_argument(1);
    if_any(FUTEX_PRIVATE_FLAG, 1);
    give(ALLOW);
    add((struct sock_filter)BPF_STMT(BPF_ALU | BPF_AND | BPF_K, (unsigned)FUTEX_CMD_MASK));
    each(OF_SHARED_WORDS, COUNT(OF_SHARED_WORDS), ALLOW);
    give(REFUSE(EPERM));
}

/* Limits are read only. Lowered to 0, that of core dumps would start the machine's program for them. */
static void limits(unsigned self) {
    if_equal(SYS_prlimit64, 9);
    load_argument(0);
    add((struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 1, 0));
    if_equal(self, 5);
    load_argument(2);
    if_equal(0, 3);
    load(offsetof(struct seccomp_data, args[2]) + sizeof(__u32));
    if_equal(0, 1);
    give(ALLOW);
    give(REFUSE(EPERM));
}

int forbid(void) {
    static const unsigned OF_SELF[] = {SYS_kill, SYS_tgkill};
    const unsigned self[] = {0, (unsigned)getpid()};

    load(offsetof(struct seccomp_data, arch));
    add((struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0));
    give(KILL);
    load(offsetof(struct seccomp_data, nr));
    add((struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, X32_BIT, 0, 1));
    give(KILL);

    each(ALLOWED, COUNT(ALLOWED), ALLOW);
    each(FATAL, COUNT(FATAL), KILL);
    each(ABSENT, COUNT(ABSENT), REFUSE(ENOSYS));
    each(DENIED, COUNT(DENIED), REFUSE(EACCES));
#ifdef SYS_open
    opening(SYS_open, 1);
#endif
    opening(SYS_openat, 2);
    memory();
    words();
    limits(self[1]);
    with_values(SYS_fcntl, 1, OF_DESCRIPTORS, COUNT(OF_DESCRIPTORS), REFUSE(EPERM));
    with_values(SYS_ioctl, 1, OF_DEVICES, COUNT(OF_DEVICES), REFUSE(ENOTTY));
    with_values(SYS_prctl, 0, OF_PROCESS, COUNT(OF_PROCESS), REFUSE(EPERM));
    for (size_t i = 0; i < COUNT(OF_SELF); i++)
        with_values(OF_SELF[i], 0, self, COUNT(self), REFUSE(EPERM));
    /* threads, but no processes */
    if_equal(SYS_clone, 4);
    load_argument(0);
    if_any(CLONE_THREAD, 1);
    give(ALLOW);
    give(KILL);
    add((struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, NEWER, 0, 1));
    give(REFUSE(ENOSYS));
    give(REFUSE(EPERM));

    struct sock_fprog program = {.len = length, .filter = filter};
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0);
}
