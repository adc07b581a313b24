// SPDX-License-Identifier: Apache-2.0
#include "confine.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "forbid.h"
#include "wire.h"

/* Landlock as the kernel has it, for machines whose headers are older. */
#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_add_rule       445
#define SYS_landlock_restrict_self  446
#endif

#define LANDLOCK_VERSION 1U
#define PATH_BENEATH     1
#define WRITE_FILE       (1ULL << 1)
#define READ_FILE        (1ULL << 2)
#define READ_DIR         (1ULL << 3)
#define TRUNCATE         (1ULL << 14)

struct ruleset {
    uint64_t files;
    uint64_t network;
    uint64_t scoped;
};

struct __attribute__((packed)) beneath {
    uint64_t allowed;
    int32_t parent;
};

/* The rights over files, over the network and over other processes that each version of Landlock knows. */
static struct ruleset rights(long version) {
    static const unsigned char files[] = {0, 13, 14, 15, 15, 16};
    unsigned known = version < 5 ? files[version] : files[5];
    return (struct ruleset){
        .files = (1ULL << known) - 1,
        .network = version < 4 ? 0 : 3,
        .scoped = version < 6 ? 0 : 3,
    };
}

/* What the dynamic linker, the C library and the runtimes of Go and C++ read. What a machine does not have is left out.
 */
static const char *const OF_LIBRARIES[] = {
    "/usr",
    "/lib",
    "/lib64",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/etc/nsswitch.conf",
    "/etc/passwd",
    "/etc/group",
    "/etc/ssl/certs",
    "/dev/urandom",
    "/dev/random",
    "/proc/self",
    "/proc/cpuinfo",
    "/proc/meminfo",
    "/proc/sys/vm/overcommit_memory",
    "/sys/devices/system/cpu",
    "/sys/kernel/mm/transparent_hugepage",
};

static int allow(int ruleset, const char *path, uint64_t allowed) {
    int fd = open(path, O_PATH | O_CLOEXEC);
    if (fd < 0)
        return -1;
    struct stat stat;
    int failed = fstat(fd, &stat);
    if (!failed && !S_ISDIR(stat.st_mode))
        allowed &= ~READ_DIR;
    struct beneath rule = {.allowed = allowed, .parent = fd};
    failed = failed || syscall(SYS_landlock_add_rule, ruleset, PATH_BENEATH, &rule, 0);
    int error = errno;
    close(fd);
    errno = error;
    return failed ? -1 : 0;
}

static int unable(const char *what) {
    reply_message(REPLY_UNABLE, "%s: %s", what, strerror(errno));
    return -1;
}

static int confine_files(const char *const *readable, unsigned count, unsigned newest) {
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_VERSION);
    if (version > (long)newest)
        version = (long)newest;
    if (version < 1)
        return unable("this kernel has no Landlock (Linux 5.13 or newer, and not turned off), which keeps plugins away "
                      "from files");
    struct ruleset all = rights(version);
    /* an older kernel takes a longer structure whose end is 0 */
    int ruleset = (int)syscall(SYS_landlock_create_ruleset, &all, sizeof all, 0);
    if (ruleset < 0)
        return unable("can't keep plugins away from files");
    for (size_t i = 0; i < sizeof OF_LIBRARIES / sizeof *OF_LIBRARIES; i++)
        if (allow(ruleset, OF_LIBRARIES[i], READ_FILE | READ_DIR) && errno != ENOENT && errno != EACCES)
            return unable(OF_LIBRARIES[i]);
    if (allow(ruleset, "/dev/null", (READ_FILE | WRITE_FILE | TRUNCATE) & all.files))
        return unable("/dev/null");
    for (unsigned i = 0; i < count; i++)
        if (allow(ruleset, readable[i], READ_FILE | READ_DIR))
            return unable(readable[i]);
    if (syscall(SYS_landlock_restrict_self, ruleset, 0))
        return unable("can't keep plugins away from files");
    close(ruleset);
    return 0;
}

/*
 * Root becomes a user to whom no file and no process of the machine belongs, and who is nobody else meanwhile: what the
 * kernel counts by user counts for this plugin. Ids from 2^30 on are those of jails, up to FIRST_ID. A user namespace
 * that has no such ids has nobody.
 */
#define FIRST_ID 0xc0000000U
#define NOBODY   65534U

static int become(unsigned id) {
    return syscall(SYS_setgroups, 0, NULL) || syscall(SYS_setresgid, id, id, id) || syscall(SYS_setresuid, id, id, id);
}

/* Of root's capabilities one can stay: to read what others own, of the files that Landlock leaves. */
static int keep_capability(uint32_t permitted, uint32_t effective) {
    struct __user_cap_header_struct head = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct sets[2] = {{.permitted = permitted, .effective = effective}};
    return (int)syscall(SYS_capset, &head, sets);
}

static int is_readable(const char *path) {
    return faccessat(AT_FDCWD, path, R_OK, AT_EACCESS) == 0;
}

static int become_nobody(const char *const *readable, unsigned count) {
    const uint32_t reading = 1U << CAP_DAC_READ_SEARCH;
    for (int capability = 0; prctl(PR_CAPBSET_READ, capability) >= 0; capability++)
        if (capability != CAP_DAC_READ_SEARCH && prctl(PR_CAPBSET_DROP, capability) && errno != EPERM)
            return unable("can't drop capabilities");
    struct __user_cap_header_struct head = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct sets[2];
    if (syscall(SYS_capget, &head, sets))
        return unable("can't read capabilities");
    uint32_t kept = sets[0].permitted & reading;
    if (geteuid() == 0) {
        pid_t supervisor = getppid();
        if (prctl(PR_SET_KEEPCAPS, 1) || (become(FIRST_ID + (unsigned)getpid()) && become(NOBODY)))
            return unable("can't become a user who owns nothing");
        /* the kernel forgets it when the user changes */
        if (prctl(PR_SET_PDEATHSIG, SIGKILL) || getppid() != supervisor)
            return unable("can't end with kguard");
    }
    if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) || keep_capability(kept, 0))
        return unable("can't drop capabilities");
    unsigned i = 0;
    while (i < count && is_readable(readable[i]))
        i++;
    return keep_capability(i < count ? kept : 0, i < count ? kept : 0) ? unable("can't drop capabilities") : 0;
}

static int limit(int of_own_user) {
    const struct {
        int resource;
        rlim_t most;
    } limits[] = {
        {RLIMIT_CORE, 1},
        {RLIMIT_FSIZE, 0},
        {RLIMIT_NOFILE, 256},
        {RLIMIT_MEMLOCK, 0},
        {RLIMIT_MSGQUEUE, 0},
        {RLIMIT_NICE, 0},
        {RLIMIT_RTPRIO, 0},
        {RLIMIT_DATA, 1UL << 30},
        /* threads; the kernel counts those of the user */
        {RLIMIT_NPROC, of_own_user ? 256 : RLIM_INFINITY},
        /* Go reserves much more than it uses */
        {RLIMIT_AS, 1UL << 32},
    };
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        struct rlimit now;
        if (getrlimit(limits[i].resource, &now))
            return unable("can't read a limit");
        if (now.rlim_max > limits[i].most)
            now.rlim_max = limits[i].most;
        /* 0 would let the kernel pipe a dump to a program; 1 forbids that, too */
        if (now.rlim_cur > now.rlim_max || limits[i].resource == RLIMIT_CORE)
            now.rlim_cur = now.rlim_max;
        if (setrlimit(limits[i].resource, &now))
            return unable("can't set a limit");
    }
    return 0;
}

int confine(const char *const *readable, unsigned count, unsigned landlock) {
    int of_own_user = geteuid() == 0;
    /* forbid() refuses sockets to everyone; where it is allowed, there is not even a network */
    if (unshare(CLONE_NEWNET | CLONE_NEWIPC) && errno != EPERM && errno != ENOSPC && errno != EINVAL)
        return unable("can't leave the network");
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
        return unable("can't give up new privileges");
    if (confine_files(readable, count, landlock) || limit(of_own_user) || become_nobody(readable, count))
        return -1;
    return forbid() ? unable("this kernel has no seccomp, which keeps plugins from starting programs") : 0;
}
