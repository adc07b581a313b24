// SPDX-License-Identifier: Apache-2.0
/* Calls that create, copy and close descriptors, and transfer data through them. */

#include "calls.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <sys/uio.h>

static void copies(void) {
    long fd = call(SYS_dup, 0);
    expect("dup res=%ld oldfd=0", fd);
    long r;
#ifdef SYS_dup2
    r = call(SYS_dup2, fd, 50);
    expect("dup2 res=%ld oldfd=%ld newfd=50", r, fd);
#endif
    r = call(SYS_dup3, fd, 51, O_CLOEXEC);
    expect("dup3 res=%ld oldfd=%ld newfd=51 flags=O_CLOEXEC", r, fd);
    r = call(SYS_dup, 99);
    expect("dup res=%d oldfd=99", -EBADF);
    r = call(SYS_fcntl, fd, F_DUPFD_CLOEXEC, 60);
    expect("fcntl res=%ld fd=%ld cmd=F_DUPFD_CLOEXEC arg=60", r, fd);
    r = call(SYS_fcntl, fd, F_SETFD, FD_CLOEXEC);
    expect("fcntl res=%ld fd=%ld cmd=F_SETFD arg=1", r, fd);
    r = call(SYS_fcntl, fd, F_OFD_GETLK, 0);
    expect("fcntl res=%d fd=%ld cmd=F_OFD_GETLK arg=0", -EFAULT, fd);
    r = call(SYS_close, fd);
    expect("close res=%ld fd=%ld", r, fd);
    r = call(SYS_close, fd);
    expect("close res=%d fd=%ld", -EBADF, fd);
}

static void makers(void) {
    int fds[2];
    struct stat status;
    long r = call(SYS_pipe2, fds, O_CLOEXEC);
    fstat(fds[0], &status);
    expect("pipe2 res=%ld fd1=%d fd2=%d ino=%lu flags=O_CLOEXEC", r, fds[0], fds[1], (unsigned long)status.st_ino);
#ifdef SYS_pipe
    r = call(SYS_pipe, fds);
    fstat(fds[0], &status);
    expect("pipe res=%ld fd1=%d fd2=%d ino=%lu", r, fds[0], fds[1], (unsigned long)status.st_ino);
#endif
    call(SYS_pipe2, 1, 0);
    expect("pipe2 res=%d fd1=-1 fd2=-1 ino=0 flags=0", -EFAULT);
    r = call(SYS_eventfd2, 7, EFD_NONBLOCK);
    expect("eventfd2 res=%ld flags=O_NONBLOCK initval=7", r);
    r = call(SYS_timerfd_create, CLOCK_MONOTONIC, TFD_NONBLOCK);
    expect("timerfd_create res=%ld clockid=1 flags=%d", r, 0x40);
    r = call(SYS_inotify_init1, IN_CLOEXEC);
    expect("inotify_init1 res=%ld flags=O_CLOEXEC", r);
    r = call(SYS_epoll_create1, EPOLL_CLOEXEC);
    expect("epoll_create1 res=%ld flags=EPOLL_CLOEXEC", r);
    sigset_t mask;
    sigemptyset(&mask);
    r = call(SYS_signalfd4, -1, &mask, 8, SFD_CLOEXEC);
    expect("signalfd4 res=%ld flags=O_CLOEXEC fd=-1 mask=0", r);
    r = call(SYS_memfd_create, "payload", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    expect("memfd_create fd=%ld name=\"payload\" flags=MFD_CLOEXEC|MFD_ALLOW_SEALING", r);
    long pidfd = call(SYS_pidfd_open, getpid(), 0);
    expect("pidfd_open fd=%ld pid=%d flags=0", pidfd, getpid());
    r = call(SYS_pidfd_getfd, pidfd, 1, 0);
    expect("pidfd_getfd fd=%ld pid_fd=%ld target_fd=1 flags=0", r, pidfd);
    int available;
    r = call(SYS_ioctl, fds[0], FIONREAD, &available);
    expect("ioctl res=%ld fd=%d request=%lu argument=%lu", r, fds[0], (unsigned long)FIONREAD,
           (unsigned long)&available);
#ifdef SYS_epoll_create
    r = call(SYS_epoll_create, 7);
    expect("epoll_create res=%ld size=7", r);
    r = call(SYS_eventfd, 9);
    expect("eventfd res=%ld initval=9 flags=0", r);
    r = call(SYS_inotify_init);
    expect("inotify_init res=%ld flags=0", r);
    r = call(SYS_signalfd, -1, &mask, 8);
    expect("signalfd res=%ld fd=-1 mask=0 flags=0", r);
#endif
    r = call(SYS_userfaultfd, O_CLOEXEC | O_NONBLOCK);
    expect("userfaultfd res=%ld flags=%d", r, O_CLOEXEC | O_NONBLOCK); /* the kernel's numbers, as in Falco */
    long context = call(SYS_fsopen, "tmpfs", 0);
    r = call(SYS_fsconfig, context, 1, "size", "64k", 0);
    expect("fsconfig res=%ld fd=%ld cmd=FSCONFIG_SET_STRING key=\"size\" value_bytebuf=<> value_charbuf=\"64k\" aux=0",
           r, context);
    r = call(SYS_flock, open("lock", O_CREAT | O_RDWR, 0600), LOCK_EX | LOCK_NB);
    expect("flock res=%ld fd=* operation=LOCK_EX|LOCK_NB", r);
}

static void data(void) {
    char text[200];
    memset(text, 'x', sizeof(text));
    memcpy(text, "begin", 5);
    long fd = open("data", O_CREAT | O_RDWR, 0600);
    long r = call(SYS_write, fd, text, sizeof(text));
    expect("write res=%ld data=%s fd=%ld size=200", r, hex(text, 80), fd);
    r = call(SYS_write, 99, "abc", 3);
    expect("write res=%d data=%s fd=99 size=3", -EBADF, hex("abc", 3));
    r = call(SYS_write, fd, (char *)1, 3);
    expect("write res=%d data=<> fd=%ld size=3", -EFAULT, fd);
    r = call(SYS_pwrite64, fd, "hello", 5, 10);
    expect("pwrite res=%ld data=%s fd=%ld size=5 pos=10", r, hex("hello", 5), fd);
    r = call(SYS_lseek, fd, 0, SEEK_SET);
    expect("lseek res=%ld fd=%ld offset=0 whence=SEEK_SET", r, fd);
    r = call(SYS_read, fd, text, 7);
    expect("read res=%ld data=%s fd=%ld size=7", r, hex(text, 7), fd);
    r = call(SYS_pread64, fd, text, 5, 10);
    expect("pread res=%ld data=%s fd=%ld size=5 pos=10", r, hex("hello", 5), fd);
    r = call(SYS_read, 99, text, 7);
    expect("read res=%d data=<> fd=99 size=7", -EBADF);
    char more[100];
    memset(more, 'y', sizeof(more));
    struct iovec parts[3] = {{"one", 3}, {more, sizeof(more)}, {"three", 5}};
    char joined[108];
    memcpy(joined, "one", 3);
    memcpy(joined + 3, more, 100);
    r = call(SYS_writev, fd, parts, 3);
    expect("writev res=%ld data=%s fd=%ld size=108", r, hex(joined, 80), fd);
    r = call(SYS_pwritev, fd, parts, 1, 20, 0);
    expect("pwritev res=%ld data=%s fd=%ld size=3 pos=20", r, hex("one", 3), fd);
    char a[2], b[50];
    struct iovec into[2] = {{a, 2}, {b, 50}};
    r = call(SYS_preadv, fd, into, 2, 20, 0);
    char read_back[52];
    memcpy(read_back, a, 2);
    memcpy(read_back + 2, b, 50);
    expect("preadv res=%ld size=%ld data=%s fd=%ld pos=20", r, r, hex(read_back, (size_t)r), fd);
    r = call(SYS_lseek, fd, 20, SEEK_SET);
    struct iovec three[1] = {{a, 2}};
    r = call(SYS_readv, fd, three, 1);
    expect("readv res=%ld size=2 data=%s fd=%ld", r, hex(a, 2), fd);
    r = call(SYS_readv, 99, three, 1);
    expect("readv res=%d size=0 data=<> fd=99", -EBADF);
    static char page[4096];
    memset(page, 'z', sizeof(page));
    r = call(SYS_pwrite64, fd, page, sizeof(page), 300);
    expect("pwrite res=4096 data=%s fd=%ld size=4096 pos=300", hex(page, 80), fd);
    struct iovec own = {b, 3}, other = {page, 3};
    r = call(SYS_process_vm_readv, getpid(), &own, 1, &other, 1, 0);
    expect("process_vm_readv res=%ld pid=%d data=%s", r, getpid(), hex("zzz", 3));
    r = call(SYS_process_vm_writev, getpid(), &own, 1, &other, 1, 0);
    expect("process_vm_writev res=%ld pid=%d data=%s", r, getpid(), hex("zzz", 3));
    r = call(SYS_process_vm_readv, 0x7fffffff, &own, 1, &other, 1, 0);
    expect("process_vm_readv res=%d pid=%d data=<>", -ESRCH, 0x7fffffff);
    int pipes[2];
    pipe(pipes);
    off_t offset = 10;
    r = call(SYS_sendfile, pipes[1], fd, &offset, 5);
    expect("sendfile res=%ld offset=%ld out_fd=%d in_fd=%ld size=5", r, (long)offset, pipes[1], fd);
    r = call(SYS_splice, pipes[0], NULL, fd, NULL, 5, SPLICE_F_MOVE);
    expect("splice res=%ld fd_in=%d fd_out=%ld size=5 flags=SPLICE_F_MOVE", r, pipes[0], fd);
    long out = open("copy", O_CREAT | O_RDWR, 0600);
    loff_t from = 0;
    r = call(SYS_copy_file_range, fd, &from, out, NULL, 5, 0);
    expect("copy_file_range res=%ld fdout=%ld offout=0 fdin=%ld offin=%lu len=5", r, out, fd, (unsigned long)&from);
}

const struct test_case descriptor_cases[] = {
    {"copies", copies},
    {"makers", makers},
    {"data", data},
    {0},
};
