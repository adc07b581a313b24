// SPDX-License-Identifier: Apache-2.0
#include "attempts.h"

#include <fcntl.h>
#include <linux/futex.h>
#include <linux/io_uring.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/fanotify.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

/* The value of an access control list for everyone: its version, and entries of user, group, mask and others. */
static const unsigned char EVERYONE[] = {2, 0, 0,   0,   1,   0,   7,  0, 255, 255, 255, 255, 4,   0,
                                         7, 0, 255, 255, 255, 255, 32, 0, 7,   0,   255, 255, 255, 255};

static void tell(const char *name, long result) {
    if (result >= 0)
        printf("%s DONE; ", name);
}

static void attempt_metadata(const char *file, int fd) {
    struct timespec times[2] = {{1, 0}, {1, 0}};
    tell("chmod", chmod(file, 04777));
    tell("fchmod", fchmod(fd, 04777));
    tell("fchmodat2", syscall(452, AT_FDCWD, file, 04777, 0));
    tell("chown", chown(file, geteuid(), (gid_t)-1));
    tell("utimensat", utimensat(AT_FDCWD, file, times, 0));
    tell("futimens", futimens(fd, times));
    tell("setxattr", setxattr(file, "user.kguard", "x", 1, 0));
    tell("fsetxattr", fsetxattr(fd, "user.kguard", "x", 1, 0));
    tell("acl", setxattr(file, "system.posix_acl_access", EVERYONE, sizeof EVERYONE, 0));
    int flags = 0x10; /* immutable */
    tell("attributes", ioctl(fd, _IOW('f', 2, long), &flags));
}

static void attempt_content(const char *file, int fd) {
    tell("open-to-write", open(file, O_WRONLY));
    tell("open-to-empty", open(file, O_RDONLY | O_TRUNC));
    tell("truncate", truncate(file, 0));
    tell("ftruncate", ftruncate(fd, 0));
    tell("fallocate", fallocate(fd, 0, 0, 1));
    tell("unlink", unlink(file));
    tell("link", link(file, "/tmp/kguard-plugin-was-here"));
    tell("symlink", symlink(file, "/tmp/kguard-plugin-was-here"));
    tell("mkdir", mkdir("/tmp/kguard-plugin-was-here", 0700));
    tell("mknod", mknod("/tmp/kguard-plugin-was-here", S_IFIFO | 0600, 0));
    tell("temporary", open("/tmp", O_TMPFILE | O_RDWR, 0600));
    tell("rename", rename(file, "/tmp/kguard-plugin-was-here"));
    tell("open-for-ioctl", open(file, O_ACCMODE | O_NONBLOCK));
    tell("open-path", open("/tmp", O_PATH));
    tell("folder", chdir("/tmp"));
    tell("terminal", open("/dev/ptmx", O_ACCMODE | O_NOCTTY));
}

static void attempt_others(int fd) {
    struct flock lock = {.l_type = F_RDLCK, .l_whence = SEEK_SET};
    struct f_owner_ex owner = {.type = F_OWNER_PID, .pid = getppid()};
    int group = -getppid();
    tell("flock", flock(fd, LOCK_SH));
    tell("lock", fcntl(fd, F_SETLK, &lock));
    tell("lock-of-file", fcntl(fd, F_OFD_SETLK, &lock));
    tell("lease", fcntl(fd, F_SETLEASE, F_RDLCK));
    tell("notify", fcntl(fd, F_NOTIFY, DN_ACCESS));
    tell("owner", fcntl(fd, F_SETOWN, getppid()));
    tell("owner-ex", fcntl(fd, F_SETOWN_EX, &owner));
    tell("signal-of-owner", fcntl(fd, F_SETSIG, SIGKILL));
    tell("owner-by-ioctl", ioctl(fd, 0x8901 /* FIOSETOWN */, &group));
    tell("kill", kill(getppid(), 0));
    tell("kill-all", kill(-1, 0));
    tell("pidfd", syscall(SYS_pidfd_open, getppid(), 0));
    tell("priority", syscall(SYS_setpriority, 0, getppid(), 19));
    tell("end-with-parent", prctl(PR_SET_PDEATHSIG, 0));
    tell("seccomp", prctl(PR_SET_SECCOMP, 2, NULL));
    char *words = mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0);
    tell("waiters", syscall(SYS_futex, words, FUTEX_REQUEUE, 0, 1, words + 4, 0));
    tell("waiters-if", syscall(SYS_futex, words, FUTEX_CMP_REQUEUE, 0, 1, words + 4, *(int *)words));
}

static void attempt_machine(void) {
    struct io_uring_params ring = {0};
    unsigned long aio = 0;
    tell("inotify", inotify_init1(0));
    tell("fanotify", fanotify_init(FAN_CLASS_NOTIF, 0));
    tell("fanotify-unprivileged", fanotify_init(FAN_REPORT_FID, 0));
    tell("memfd", memfd_create("x", 0));
    tell("secret-memory", syscall(SYS_memfd_secret, 0));
    tell("aio", syscall(SYS_io_setup, 1, &aio));
    tell("ring", syscall(SYS_io_uring_setup, 1, &ring));
    tell("key", syscall(SYS_add_key, "user", "x", "x", 1, -3));
    tell("semaphores", semget(IPC_PRIVATE, 1, 0600));
    tell("segment", shmget(IPC_PRIVATE, 4096, 0600));
    tell("queue", syscall(SYS_mq_open, "/kguard", O_CREAT | O_RDWR, 0600, NULL));
    tell("namespaces", syscall(SYS_unshare, 0x10000000));
    tell("mount", mount("none", "/tmp", "tmpfs", 0, NULL));
    tell("bpf", syscall(SYS_bpf, 0, NULL, 0));
    tell("watch", syscall(SYS_perf_event_open, NULL, 0, -1, -1, 0));
    tell("faults", syscall(SYS_userfaultfd, 1));
    struct rlimit none = {0, 0};
    tell("dumps", setrlimit(RLIMIT_CORE, &none));
    if (!getrlimit(RLIMIT_CORE, &none))
        tell("dumps-by-program", none.rlim_cur == 1 ? -1 : 0);
    void *stack = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_GROWSDOWN, -1, 0);
    tell("more-stack", stack == MAP_FAILED ? -1 : 0);
    tell("host-name", sethostname("x", 1));
    tell("to-disk", syscall(SYS_sync_file_range, 0, 0, 0, 0));
    int pipe[2];
    if (!pipe2(pipe, 0))
        tell("large-pipe", fcntl(pipe[0], F_SETPIPE_SZ, 1 << 20));
}

void attempt_changes(const char *file) {
    int fd = open(file, O_RDONLY);
    if (fd < 0)
        printf("the file can't be read; ");
    attempt_metadata(file, fd);
    attempt_others(fd);
    attempt_machine();
    attempt_content(file, fd);
}

static unsigned awake;

/* A program that is refused to wait would take the processors from those that work */
static void *idle(void *unused) {
    pause();
    __atomic_add_fetch(&awake, 1, __ATOMIC_RELAXED);
    return unused;
}

void attempt_amounts(void) {
    unsigned threads = 0;
    pthread_attr_t attributes;
    pthread_t thread;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, 1 << 14);
    while (threads < 5000 && !pthread_create(&thread, &attributes, idle, NULL))
        threads++;
    size_t step = 1 << 20;
    unsigned shared = 0;
    char *more;
    while (shared < 2048 &&
           (more = mmap(NULL, step, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0)) != MAP_FAILED) {
        memset(more, 1, step);
        shared++;
    }
    printf("root %d; threads %s; awake %u; shared %u; ", getuid() == 0 || getgid() == 0 || getegid() == 0,
           threads < 256 ? "bounded" : "many", awake, shared);
}
