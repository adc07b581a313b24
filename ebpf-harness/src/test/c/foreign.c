// SPDX-License-Identifier: Apache-2.0
/* Calls through the 32-bit interface of x86-64: their events are those of the machine's own calls. */

#include "calls.h"

#if defined(__x86_64__)

#include "int80.h"

#include <arpa/inet.h>
#include <sys/mman.h>
#include <sys/socket.h>

static char missing[] = "missing";
static char made[] = "made";
static char renamed[] = "renamed";

static void files(void) {
    long r = int80(5, low(missing), O_RDWR, 0, 0, 0, 0);
    expect("open fd=%ld name=\"missing\" flags=O_RDWR mode=0 dev=0 ino=0", r);
    long fd = int80(8, low(made), 0640, 0, 0, 0, 0);
    struct stat status;
    fstat((int)fd, &status);
    expect("creat fd=%ld name=\"made\" mode=%u dev=%u ino=%lu creat_flags=0", fd, 0640, (unsigned)status.st_dev,
           (unsigned long)status.st_ino);
    r = int80(295, (unsigned)AT_FDCWD, low(made), O_WRONLY | O_CLOEXEC, 0, 0, 0);
    expect("openat fd=%ld dirfd=-100 name=\"made\" flags=O_WRONLY|O_CLOEXEC mode=0 dev=%u ino=%lu", r,
           (unsigned)status.st_dev, (unsigned long)status.st_ino);
    r = int80(38, low(made), low(renamed), 0, 0, 0, 0);
    expect("rename res=%ld oldpath=\"made\" newpath=\"renamed\"", r);
    r = int80(301, (unsigned)AT_FDCWD, low(renamed), 0, 0, 0, 0);
    expect("unlinkat res=%ld dirfd=-100 name=\"renamed\" flags=0", r);
    r = int80(6, fd, 0, 0, 0, 0, 0);
    expect("close res=%ld fd=%ld", r, fd);
}

static void programs(void) {
    static char first[] = "one";
    static char second[] = "two words";
    static char variable[] = "A=b";
    static unsigned arguments[3];
    static unsigned environment[2];
    arguments[0] = low(first);
    arguments[1] = low(second);
    environment[0] = low(variable);
    long r = int80(11, low(missing), low(arguments), low(environment), 0, 0, 0);
    expect("execve res=%ld exe=\"one\" args=\"two\\x20words\" tid=%d pid=%d ptid=* cwd=* fdlimit=* pgft_maj=* "
           "pgft_min=* vm_size=* vm_rss=* vm_swap=* comm=* cgroups=* env=\"A=b\" tty=* vpgid=* loginuid=* flags=* "
           "cap_inheritable=* cap_permitted=* cap_effective=* exe_ino=* exe_ino_ctime=* exe_ino_mtime=* uid=0 "
           "trusted_exepath=* pgid=* gid=0 filename=\"missing\"",
           r, getpid(), getpid());
}

static void connections(void) {
    static struct sockaddr_in address;
    static unsigned words[6];
    address = (struct sockaddr_in){AF_INET, htons(9), {htonl(INADDR_LOOPBACK)}, {0}};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    long r = int80(362, (unsigned)fd, low(&address), sizeof(address), 0, 0, 0);
    expect("connect res=%ld tuple=<> fd=%d addr=[027f0000010900]", r, fd);
    words[0] = (unsigned)fd;
    words[1] = low(&address);
    words[2] = sizeof(address);
    r = int80(102, 3, low(words), 0, 0, 0, 0);
    expect("connect res=%ld tuple=<> fd=%d addr=[027f0000010900]", r, fd);
}

static void limits(void) {
    static unsigned pair[2];
    long r = int80(191, 7, low(pair), 0, 0, 0, 0);
    expect("getrlimit res=%ld cur=%d max=%d resource=RLIMIT_NOFILE", r, (int)pair[0], (int)pair[1]);
    r = int80(75, 7, low(pair), 0, 0, 0, 0);
    expect("setrlimit res=%ld cur=%d max=%d resource=RLIMIT_NOFILE", r, (int)pair[0], (int)pair[1]);
    int fd = open("mapped", O_CREAT | O_RDWR, 0600);
    r = int80(192, 0, 4096, PROT_READ, MAP_PRIVATE, (unsigned)fd, 3);
    expect("mmap res=%lu vm_size=* vm_rss=* vm_swap=* addr=0 length=4096 prot=PROT_READ flags=MAP_PRIVATE fd=%d "
           "offset=12288",
           (unsigned long)(unsigned)r, fd);
}

static void children(void) {
    long child = int80(2, 0, 0, 0, 0, 0, 0);
    if (child == 0) {
        int80(1, 3, 0, 0, 0, 0, 0);
    }
    waitpid((pid_t)child, NULL, 0);
    expect("fork res=%ld exe=* args=* tid=%d pid=%d ptid=* cwd=* fdlimit=* pgft_maj=* pgft_min=* vm_size=* vm_rss=* "
           "vm_swap=* comm=* cgroups=* flags=0 uid=0 gid=0 vtid=* vpid=* pidns_init_start_ts=0",
           child, getpid(), getpid());
}

#endif

const struct test_case foreign_cases[] = {
#if defined(__x86_64__)
    {"32bit-files", files},
    {"32bit-programs", programs},
    {"32bit-connections", connections},
    {"32bit-limits", limits},
    {"32bit-children", children},
#endif
    {0},
};
