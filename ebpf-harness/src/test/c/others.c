// SPDX-License-Identifier: Apache-2.0
/* Memory, signals, waiting, and calls without their own event type. */

#include "calls.h"

#include <linux/io_uring.h>
#include <poll.h>
#include <setjmp.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/sem.h>
#include <sys/xattr.h>
#include <time.h>

static void memory(void) {
    long address = call(SYS_mmap, NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    expect("mmap res=%ld vm_size=* vm_rss=* vm_swap=* addr=0 length=8192 prot=PROT_READ|PROT_WRITE "
           "flags=MAP_PRIVATE|MAP_ANONYMOUS fd=-1 offset=0",
           address);
    long r = call(SYS_mprotect, address, 4096, PROT_READ | PROT_EXEC);
    expect("mprotect res=%ld addr=%ld length=4096 prot=PROT_READ|PROT_EXEC", r, address);
    r = call(SYS_mlock, address, 4096);
    expect("mlock res=%ld addr=%ld len=4096", r, address);
    r = call(SYS_munlock, address, 4096);
    expect("munlock res=%ld addr=%ld len=4096", r, address);
    r = call(SYS_mlock2, address, 4096, 1); /* MLOCK_ONFAULT */
    expect("mlock2 res=%ld addr=%ld len=4096 flags=MLOCK_ONFAULT", r, address);
    r = call(SYS_mlockall, MCL_CURRENT | MCL_ONFAULT);
    expect("mlockall res=%ld flags=MCL_CURRENT|MCL_ONFAULT", r);
    r = call(SYS_munlockall);
    expect("munlockall res=%ld", r);
    r = call(SYS_munmap, address, 8192);
    expect("munmap res=%ld vm_size=* vm_rss=* vm_swap=* addr=%ld length=8192", r, address);
    long end = call(SYS_brk, 0);
    expect("brk res=%ld vm_size=* vm_rss=* vm_swap=* addr=0", end);
}

static void more_memory(void) {
    long r = call(SYS_mmap, NULL, 0, PROT_NONE, MAP_PRIVATE, 99, 0);
    expect("mmap res=%ld vm_size=* vm_rss=* vm_swap=* addr=0 length=0 prot=0 flags=MAP_PRIVATE fd=99 offset=0", r);
    int fd = open("/proc/self/exe", O_RDONLY);
    long address = call(SYS_mmap, NULL, 4096, PROT_READ, MAP_SHARED, fd, 4096);
    expect("mmap res=%ld vm_size=* vm_rss=* vm_swap=* addr=0 length=4096 prot=PROT_READ flags=MAP_SHARED fd=%d "
           "offset=4096",
           address, fd);
    r = call(SYS_mmap, address, 4096, PROT_READ, MAP_PRIVATE | MAP_FIXED | MAP_ANONYMOUS | MAP_NORESERVE | MAP_POPULATE,
             -1, 0);
    expect("mmap res=%ld vm_size=* vm_rss=* vm_swap=* addr=%ld length=4096 prot=PROT_READ "
           "flags=MAP_PRIVATE|MAP_FIXED|MAP_ANONYMOUS|MAP_NORESERVE|MAP_POPULATE fd=-1 offset=0",
           r, address);
    r = call(SYS_mprotect, 1, 4096, PROT_READ);
    expect("mprotect res=%d addr=1 length=4096 prot=PROT_READ", -EINVAL);
    r = call(SYS_mprotect, address, 4096, PROT_NONE);
    expect("mprotect res=%ld addr=%ld length=4096 prot=0", r, address);
    r = call(SYS_munmap, 1, 0);
    expect("munmap res=%d vm_size=* vm_rss=* vm_swap=* addr=1 length=0", -EINVAL);
}

static void signals(void) {
    signal(SIGUSR1, SIG_IGN);
    long r = call(SYS_kill, getpid(), SIGUSR1);
    expect("kill res=%ld pid=%d sig=%d", r, getpid(), SIGUSR1);
    r = call(SYS_tkill, getpid(), SIGUSR1);
    expect("tkill res=%ld tid=%d sig=%d", r, getpid(), SIGUSR1);
    r = call(SYS_tgkill, getpid(), getpid(), 0);
    expect("tgkill res=%ld pid=%d tid=%d sig=0", r, getpid(), getpid());
    r = call(SYS_kill, 0x7fffffff, 9);
    expect("kill res=%d pid=%d sig=9", -ESRCH, 0x7fffffff);
}

static void caught(int signal) {
    (void)signal;
}

/* Falco reports the sender of signals that ask a process to end, and of SIGCHLD. */
static void deliveries(void) {
    signal(SIGTERM, caught);
    signal(SIGUSR1, caught);
    call(SYS_kill, getpid(), SIGTERM);
    expect("signaldeliver spid=%d dpid=%d sig=%d", getpid(), getpid(), SIGTERM);
    call(SYS_kill, getpid(), SIGUSR1);
    expect("signaldeliver spid=0 dpid=%d sig=%d", getpid(), SIGUSR1);
    signal(SIGCHLD, caught);
    long child = fork();
    if (child == 0) {
        for (;;) {
            pause();
        }
    }
    call(SYS_kill, child, SIGKILL);
    expect("signaldeliver spid=0 dpid=%ld sig=%d", child, SIGKILL);
    waitpid((pid_t)child, NULL, 0);
    expect("signaldeliver spid=%ld dpid=%d sig=%d", child, getpid(), SIGCHLD);
}

static void quotas(void) {
    struct {
        uint64_t limits[8];
        uint32_t valid;
    } quota = {{1, 2, 3, 4, 5, 6, 7, 8}, 0x3f};
    struct {
        uint64_t graces[2];
        uint32_t flags;
        uint32_t valid;
    } info = {{11, 12}, 0, 3};
    long r = call(SYS_quotactl, 0x80000801, "/dev/absent", 1000, &quota); /* Q_SETQUOTA, GRPQUOTA */
    expect("quotactl res=%ld special=\"/dev/absent\" quotafilepath=<> dqb_bhardlimit=1 dqb_bsoftlimit=2 dqb_curspace=3 "
           "dqb_ihardlimit=4 dqb_isoftlimit=5 dqb_btime=7 dqb_itime=8 dqi_bgrace=0 dqi_igrace=0 dqi_flags=0 "
           "quota_fmt_out=QFMT_NOT_USED cmd=Q_SETQUOTA type=GRPQUOTA id=1000 quota_fmt=QFMT_NOT_USED",
           r);
    r = call(SYS_quotactl, 0x80000600, "/dev/absent", 5, &info); /* Q_SETINFO, USRQUOTA */
    expect("quotactl res=%ld special=\"/dev/absent\" quotafilepath=<> dqb_bhardlimit=0 dqb_bsoftlimit=0 dqb_curspace=0 "
           "dqb_ihardlimit=0 dqb_isoftlimit=0 dqb_btime=0 dqb_itime=0 dqi_bgrace=11 dqi_igrace=12 dqi_flags=0 "
           "quota_fmt_out=QFMT_NOT_USED cmd=Q_SETINFO type=USRQUOTA id=0 quota_fmt=QFMT_NOT_USED",
           r);
    r = call(SYS_quotactl, 0x80000200, "/dev/absent", 2, "aquota.user"); /* Q_QUOTAON, QFMT_VFS_V0 */
    expect("quotactl res=%ld special=\"/dev/absent\" quotafilepath=\"aquota.user\" dqb_bhardlimit=0 dqb_bsoftlimit=0 "
           "dqb_curspace=0 dqb_ihardlimit=0 dqb_isoftlimit=0 dqb_btime=0 dqb_itime=0 dqi_bgrace=0 dqi_igrace=0 "
           "dqi_flags=0 quota_fmt_out=QFMT_NOT_USED cmd=Q_QUOTAON type=USRQUOTA id=0 quota_fmt=QFMT_VFS_V0",
           r);
    r = call(SYS_quotactl, 0x00580301, NULL, 7, NULL); /* Q_XGETQUOTA, GRPQUOTA */
    expect("quotactl res=%ld special=<> quotafilepath=<> dqb_bhardlimit=0 dqb_bsoftlimit=0 dqb_curspace=0 "
           "dqb_ihardlimit=0 dqb_isoftlimit=0 dqb_btime=0 dqb_itime=0 dqi_bgrace=0 dqi_igrace=0 dqi_flags=0 "
           "quota_fmt_out=QFMT_NOT_USED cmd=Q_XGETQUOTA type=GRPQUOTA id=7 quota_fmt=QFMT_NOT_USED",
           r);
}

static void filters(void) {
    unsigned action = 0x7fff0000;              /* SECCOMP_RET_ALLOW */
    long r = call(SYS_seccomp, 2, 0, &action); /* SECCOMP_GET_ACTION_AVAIL */
    expect("seccomp res=%ld op=2 flags=0", r);
    r = call(SYS_seccomp, 99, 7, NULL);
    expect("seccomp res=%d op=99 flags=7", -EINVAL);
}

static void waits(void) {
    int pipes[2];
    pipe(pipes);
    struct pollfd fds[2] = {{pipes[0], POLLIN, 0}, {pipes[1], POLLOUT, 0}};
    long r;
    struct __attribute__((packed)) {
        uint16_t count;
        int64_t fd1;
        int16_t flags1;
        int64_t fd2;
        int16_t flags2;
    } list = {2, pipes[0], 0, pipes[1], 4};
#ifdef SYS_poll
    r = call(SYS_poll, fds, 2, 0);
    expect("poll res=%ld fds=%s timeout=0", r, hex(&list, sizeof(list)));
#endif
    struct timespec time = {0, 1000};
    r = call(SYS_ppoll, fds, 2, &time, NULL, 8);
    expect("ppoll res=%ld fds=%s timeout=* sigmask=0", r, hex(&list, sizeof(list)));
    time = (struct timespec){0, 1000};
    r = call(SYS_nanosleep, &time, NULL);
    expect("nanosleep res=%ld interval=1000", r);
#ifdef SYS_select
    fd_set none;
    FD_ZERO(&none);
    struct timeval zero = {0, 0};
    r = call(SYS_select, 0, &none, NULL, NULL, &zero);
    expect("select res=%ld", r);
    struct epoll_event ready[3];
    r = call(SYS_epoll_wait, epoll_create1(0), ready, 3, 0);
    expect("epoll_wait res=%ld maxevents=3", r);
#endif
    int word = 0;
    r = call(SYS_futex, &word, 1 | 128, 1, NULL, NULL, 0); /* FUTEX_WAKE, private */
    expect("futex res=%ld addr=%lu op=FUTEX_WAKE|FUTEX_PRIVATE_FLAG val=1", r, (unsigned long)&word);
}

static void semaphores(void) {
    long set = call(SYS_semget, IPC_PRIVATE, 2, IPC_CREAT | 0600);
    expect("semget res=%ld key=0 nsems=2 semflg=IPC_CREAT", set);
    struct sembuf operations[2] = {{0, 1, 0}, {1, 2, SEM_UNDO}};
    long r = call(SYS_semop, set, operations, 2);
    expect(
        "semop res=%ld nsops=2 sem_num_0=0 sem_op_0=1 sem_flg_0=0 sem_num_1=1 sem_op_1=2 sem_flg_1=SEM_UNDO semid=%ld",
        r, set);
    r = call(SYS_semctl, set, 0, IPC_RMID, 0);
    expect("semctl res=%ld semid=%ld semnum=0 cmd=IPC_RMID val=0", r, set);
}

static void modules(void) {
    call(SYS_finit_module, 99, "a=1", 0);
    expect("finit_module res=* fd=99 uargs=\"a=1\" flags=0");
    call(SYS_delete_module, "no_such_module", O_NONBLOCK);
    expect("delete_module res=* name=\"no_such_module\" flags=O_NONBLOCK");
    call(SYS_init_module, "junk", 4, "b=2");
    expect("init_module res=* img=%s length=4 uargs=\"b=2\"", hex("junk", 4));
    call(SYS_bpf, 9999, NULL, 0);
    expect("bpf fd=%d cmd=9999", -EINVAL);
}

/* A thread that goes to sleep. It can't know which thread runs next. */
static void switches(void) {
    static struct rusage before, after;
    static char statm[64];
    int fd = open("/proc/self/statm", O_RDONLY);
    for (int i = 0; i < 3; i++) {
        getrusage(RUSAGE_THREAD, &before);
        usleep(2000);
        getrusage(RUSAGE_THREAD, &after);
        pread(fd, statm, sizeof(statm) - 1, 0);
        if (before.ru_minflt == after.ru_minflt) {
            expect("switch next=* pgft_maj=%ld pgft_min=%ld vm_size=%ld vm_rss=* vm_swap=0", before.ru_majflt,
                   before.ru_minflt, atol(statm) * 4);
        }
    }
}

#if defined(__x86_64__)
static sigjmp_buf back;

static void go_back(int signal) {
    siglongjmp(back, signal);
}

static char *fresh_page(int protection) {
    return mmap(NULL, 4096, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

static void faults(void) {
    char *written = fresh_page(PROT_READ | PROT_WRITE);
    char *seen = fresh_page(PROT_READ);
    char *filled = fresh_page(PROT_READ | PROT_WRITE);
    int zero = open("/dev/zero", O_RDONLY);
    *(volatile char *)written = 1;
    expect("page_fault addr=%lu ip=* error=PAGE_NOT_PRESENT|WRITE_ACCESS|USER_FAULT", (unsigned long)written);
    *(volatile char *)seen;
    expect("page_fault addr=%lu ip=* error=PAGE_NOT_PRESENT|READ_ACCESS|USER_FAULT", (unsigned long)seen);
    read(zero, filled + 8, 8);
    expect("page_fault addr=%lu ip=* error=PAGE_NOT_PRESENT|WRITE_ACCESS|SUPERVISOR_FAULT", (unsigned long)filled + 8);
    signal(SIGSEGV, go_back);
    if (sigsetjmp(back, 1) == 0) {
        *(volatile char *)seen = 1;
    }
    expect("page_fault addr=%lu ip=* error=PROTECTION_VIOLATION|WRITE_ACCESS|USER_FAULT", (unsigned long)seen);
    if (sigsetjmp(back, 1) == 0) {
        ((void (*)(void))written)();
    }
    expect("page_fault addr=%lu ip=%lu error=PROTECTION_VIOLATION|READ_ACCESS|USER_FAULT|INSTRUCTION_FETCH",
           (unsigned long)written, (unsigned long)written);
}
#endif

/* Falco's numbers of system calls without their own event type. */
static void generic(void) {
    call(452 /* fchmodat2 */, AT_FDCWD, "absent", 0600, 0);
    expect("syscall ID=413 nativeID=452");
    call(SYS_setxattr, "absent", "user.a", "b", 1, 0);
    expect("syscall ID=141 nativeID=%d", SYS_setxattr);
    call(SYS_umask, 022);
    expect("syscall ID=37 nativeID=%d", SYS_umask);
}

/* Operations that no event of a system call shows. Only their number is known. */
static void blind_spots(void) {
#if defined(__x86_64__)
    for (int i = 0; i < 3; i++) {
        long pid;
        __asm__ volatile("int $0x80" : "=a"(pid) : "a"(20) : "memory"); /* getpid of the 32-bit interface */
    }
#endif
    struct io_uring_params params = {0};
    long ring = call(SYS_io_uring_setup, 4, &params);
    if (ring < 0) {
        expect("io_uring_setup res=%ld entries=4 sq_entries=* cq_entries=* flags=0 sq_thread_cpu=* sq_thread_idle=* "
               "features=*",
               ring);
        return;
    }
    expect("io_uring_setup res=%ld entries=4 sq_entries=%u cq_entries=%u flags=0 sq_thread_cpu=0 sq_thread_idle=0 "
           "features=*",
           ring, params.sq_entries, params.cq_entries);
    long registered = call(SYS_io_uring_register, ring, 2 /* IORING_REGISTER_FILES */, NULL, 3);
    expect("io_uring_register res=%ld fd=%ld opcode=IORING_REGISTER_FILES arg=0 nr_args=3", registered, ring);
    char *queue = mmap(NULL, params.sq_off.array + params.sq_entries * sizeof(unsigned), PROT_READ | PROT_WRITE,
                       MAP_SHARED, (int)ring, IORING_OFF_SQ_RING);
    struct io_uring_sqe *entries = mmap(NULL, params.sq_entries * sizeof(struct io_uring_sqe), PROT_READ | PROT_WRITE,
                                        MAP_SHARED, (int)ring, IORING_OFF_SQES);
    for (unsigned i = 0; i < 2; i++) {
        entries[i] = (struct io_uring_sqe){.opcode = IORING_OP_NOP};
        ((unsigned *)(queue + params.sq_off.array))[i] = i;
    }
    *(volatile unsigned *)(queue + params.sq_off.tail) = 2;
    long r = call(SYS_io_uring_enter, ring, 2, 0, 0, NULL, 0);
    expect("io_uring_enter res=%ld fd=%ld to_submit=2 min_complete=0 flags=0 sig=0", r, ring);
}

const struct test_case other_cases[] = {
    {"blind-spots", blind_spots},
    {"memory", memory},
    {"more-memory", more_memory},
    {"signals", signals},
    {"waits", waits},
    {"deliveries", deliveries},
    {"quotas", quotas},
    {"filters", filters},
    {"semaphores", semaphores},
    {"modules", modules},
    {"generic", generic},
    {"switches", switches},
#if defined(__x86_64__)
    {"faults", faults},
#endif
    {0},
};
