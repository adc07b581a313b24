// SPDX-License-Identifier: Apache-2.0
#include "user_namespace.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "descriptor.h"
#include "progress.h"
#include "report.h"

/* Each jail locks one byte. The kernel unlocks it when the jail's holder has ended, and it ends after the jail. */
#define CLAIMS "/run/kguard.ids"

static int claims = -1;

/* How many namespaces of each kind the jail can have. */
static const struct {
    const char *kind;
    const char *most;
} limits[] = {
    {"user", "64"}, {"mnt", "1024"},   {"net", "128"}, {"pid", "512"},
    {"ipc", "128"}, {"cgroup", "512"}, {"uts", "128"}, {"time", "64"},
};

static unsigned claim_ids(void) {
    claims = open(CLAIMS, O_CREAT | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (claims < 0)
        die("open %s", CLAIMS);
    /* begins anywhere, because another kguard may run in a container with another /run */
    unsigned start;
    if (getentropy(&start, sizeof start))
        die("choose a range of ids");
    for (unsigned i = 0; i < JAILS; i++) {
        unsigned jail = (start + i) % JAILS;
        struct flock claim = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = jail, .l_len = 1};
        if (!fcntl(claims, F_OFD_SETLK, &claim))
            return JAIL_FIRST_ID + jail * JAIL_IDS;
        if (errno != EAGAIN && errno != EACCES)
            die("lock %s", CLAIMS);
    }
    errno = 0;
    die("this machine has %u jails, which is the most there can be", JAILS);
}

/* The two ranges of ids, as lines of a map: the first ids of each, and how many. */
static void map_ids(pid_t pid, const char *file, unsigned low, unsigned high) {
    char path[64];
    char map[128];
    snprintf(path, sizeof path, "/proc/%d/%s", pid, file);
    int length = snprintf(map, sizeof map, "0 %u %u\n%u %u %u\n", low, JAIL_IDS, JAIL_IDS, high + JAIL_IDS,
                          LAST_ID + 1 - JAIL_IDS);
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0 || write(fd, map, (size_t)length) != length)
        die("map the jail's ids");
    close(fd);
}

/* Makes the permitted capabilities effective. */
static int make_effective(void) {
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3];
    if (syscall(SYS_capget, &header, data))
        return -1;
    for (int i = 0; i < _LINUX_CAPABILITY_U32S_3; i++)
        data[i].effective = data[i].permitted;
    return (int)syscall(SYS_capset, &header, data);
}

/* The kernel charges what the namespace uses to its creator, who must not be root of the machine. The capabilities are
 * kept, because some machines let nobody without them create one. Processes are limited by cgroups, so the other limit,
 * which is that of the namespace from now on, is as high as possible. */
static void become_owner(unsigned owner) {
    struct rlimit processes;
    if (getrlimit(RLIMIT_NPROC, &processes))
        die("ask for the limit of processes");
    processes.rlim_cur = processes.rlim_max;
    if (setrlimit(RLIMIT_NPROC, &processes) || prctl(PR_SET_KEEPCAPS, 1) || setresgid(owner, owner, owner) ||
        setresuid(owner, owner, owner) || make_effective())
        die("become the owner of the jail");
}

/* Opens its own user namespace for another process, which may not look into it without CAP_SYS_PTRACE. */
static void show(int socket) {
    int own = open("/proc/self/ns/user", O_RDONLY | O_CLOEXEC);
    if (own < 0 || descriptor_send(socket, own))
        die("open the jail's user namespace");
}

/* A child creates it, and waits until this process has mapped its ids. Returns the child, and in shown a descriptor of
 * the namespace. Closing go ends it. */
static pid_t create(unsigned owner, unsigned low, unsigned high, int *go, int *shown) {
    int made[2];
    int mapped[2];
    int pass[2];
    if (pipe2(made, O_CLOEXEC) || pipe2(mapped, O_CLOEXEC) || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pass))
        die("make a pipe");
    pid_t pid = fork();
    if (pid < 0)
        die("start a process");
    if (!pid) {
        close(mapped[1]);
        if (owner)
            become_owner(owner);
        if (unshare(CLONE_NEWUSER))
            die("make a user namespace; user.max_user_namespaces says how many there may be");
        show(pass[1]);
        progress_tell(made[1]);
        char ignored;
        _exit(read(mapped[0], &ignored, 1) != 0);
    }
    close(made[1]);
    close(mapped[0]);
    close(pass[1]);
    progress_await(made[0], "the user namespace was not made");
    *shown = descriptor_receive(pass[0]);
    close(pass[0]);
    if (*shown < 0)
        die("take the user namespace");
    map_ids(pid, "uid_map", low, high);
    map_ids(pid, "gid_map", low, high);
    *go = mapped[1];
    return pid;
}

int user_namespace_of_jail(void) {
    unsigned first = claim_ids();
    int go;
    int fd;
    pid_t pid = create(first, first, HIGH_IDS, &go, &fd);
    close(go);
    waitpid(pid, NULL, 0);
    return fd;
}

static void limit_namespaces(void) {
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        char path[64];
        snprintf(path, sizeof path, "/proc/sys/user/max_%s_namespaces", limits[i].kind);
        int fd = open(path, O_WRONLY | O_CLOEXEC);
        if (fd < 0 || write(fd, limits[i].most, strlen(limits[i].most)) < 0)
            die("limit the namespaces of the jail by %s", path);
        close(fd);
    }
}

void user_namespace_of_containers(void) {
    close(claims); /* the holder keeps it */
    limit_namespaces();
    char path[64];
    int go;
    int shown;
    pid_t pid = create(0, 0, 0, &go, &shown);
    close(shown);
    snprintf(path, sizeof path, "/proc/%d/ns/user", pid);
    int fd = open(CONTAINERS_USER_NAMESPACE, O_CREAT | O_EXCL | O_RDONLY | O_CLOEXEC, 0400);
    if (fd < 0 || close(fd) || mount(path, CONTAINERS_USER_NAMESPACE, NULL, MS_BIND, NULL))
        die("keep the containers' user namespace");
    close(go);
    waitpid(pid, NULL, 0);
}

void user_namespace_enter(void) {
    int fd = open(CONTAINERS_USER_NAMESPACE, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || setns(fd, CLONE_NEWUSER))
        die("enter the containers' user namespace");
    close(fd);
}

void user_namespace_add(int namespaces) {
    int made[2];
    int entered[2];
    if (pipe2(made, O_CLOEXEC) || pipe2(entered, O_CLOEXEC))
        die("make a pipe");
    pid_t pid = fork();
    if (pid < 0)
        die("start a process");
    if (!pid) {
        close(entered[1]);
        user_namespace_enter();
        if (unshare(namespaces))
            die("unshare the pod's namespaces");
        progress_tell(made[1]);
        char ignored;
        _exit(read(entered[0], &ignored, 1) != 0);
    }
    close(made[1]);
    close(entered[0]);
    progress_await(made[0], "the pod's namespaces were not made");
    int pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
    if (pidfd < 0 || setns(pidfd, namespaces))
        die("enter the pod's namespaces");
    close(pidfd);
    close(entered[1]);
    waitpid(pid, NULL, 0);
}
