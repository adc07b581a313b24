// SPDX-License-Identifier: Apache-2.0
#include "jail_enter.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include "arguments.h"
#include "broker.h"
#include "confine.h"
#include "freezer.h"
#include "jail.h"
#include "layers.h"
#include "progress.h"
#include "report.h"
#include "settings.h"

#define MAX_JOINED 32

static const char *joined[MAX_JOINED];
static int joined_count;
/* The freezer.state files of the joined cgroups, if they have one. */
static int freezers[MAX_JOINED];
static int freezer_count;

static int broker = -1;
static bool entered;

/* The ids of the jail's root on the machine. They own the jail, so who has them needs no CAP_SYS_PTRACE to look into
 * it. */
static struct stat owner_of(pid_t jail) {
    char path[64];
    struct stat owner;
    snprintf(path, sizeof path, "/proc/%d", jail);
    if (stat(path, &owner))
        die("look at the jail %s", path);
    return owner;
}

static int open_user_namespace(pid_t jail) {
    char path[64];
    struct stat owner = owner_of(jail);
    snprintf(path, sizeof path, "/proc/%d/ns/user", jail);
    if (setegid(owner.st_gid) || seteuid(owner.st_uid))
        die("become the owner of the jail");
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        die("open %s", path);
    if (seteuid(0) || setegid(0))
        die("become root again");
    return fd;
}

static pid_t jail_of(int argc, char *argv[]) {
    const char *pid = argument(argc, argv, "-jail");
    return pid ? (pid_t)atol(pid) : 0;
}

static void join(const char *cgroup, pid_t child) {
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/cgroup.procs", cgroup);
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0 || dprintf(fd, "%d", child) < 0)
        die("enter the cgroup %s", cgroup);
    close(fd);
    int freezer = freezer_open(cgroup);
    if (freezer >= 0)
        freezers[freezer_count++] = freezer;
}

static void prepare(int argc, char *argv[], pid_t jail) {
    int user_namespace = open_user_namespace(jail);
    for (int i = 1; i + 1 < argc; i++) {
        if (!strcmp(argv[i], "-layer") && i + 2 < argc) {
            layers_add(argv[i + 1], argv[i + 2], user_namespace);
            i += 2;
        } else if (!strcmp(argv[i], "-relay") && i + 2 < argc) {
            broker_allow(argv[i + 1], argv[i + 2]);
            i += 2;
        } else if (!strcmp(argv[i], "-settings")) {
            settings_protect(argv[++i]);
        } else if (!strcmp(argv[i], "-join")) {
            errno = 0;
            if (joined_count == MAX_JOINED)
                die("a process can be in %d cgroups, not more", MAX_JOINED);
            joined[joined_count++] = argv[++i];
        }
    }
    close(user_namespace);
}

/* An intermediate process creates the child, because a process that enters a pid namespace is not in it, only its
 * children are. The child then becomes this process's own child. */
static pid_t start_inside(pid_t jail, const int go[2]) {
    int told[2];
    if (pipe2(told, O_CLOEXEC))
        die("make a pipe");
    int pidfd = (int)syscall(SYS_pidfd_open, jail, 0);
    if (pidfd < 0)
        die("open the jail");
    pid_t between = fork();
    if (between < 0)
        die("start a process");
    if (!between) {
        struct stat owner = owner_of(jail);
        if (setresgid(owner.st_gid, owner.st_gid, owner.st_gid) || setresuid(owner.st_uid, owner.st_uid, owner.st_uid))
            die("become the owner of the jail");
        if (setns(pidfd, CLONE_NEWUSER | JAIL_NAMESPACES))
            die("enter the jail");
        pid_t child = (pid_t)syscall(SYS_clone, CLONE_PARENT | SIGCHLD, 0, 0, 0, 0);
        if (child < 0)
            die("start a process in the jail");
        if (child) {
            if (write(told[1], &child, sizeof child) != sizeof child)
                _exit(1);
            _exit(0);
        }
        close(told[0]);
        close(told[1]);
        close(go[1]);
        confine_as_root();
        confine_to_parent();
        progress_await(go[0], "the process outside is gone");
        return 0;
    }
    close(told[1]);
    close(pidfd);
    pid_t child;
    if (read(told[0], &child, sizeof child) != sizeof child)
        _exit(1); /* it has reported why */
    close(told[0]);
    waitpid(between, NULL, 0);
    return child;
}

/* Two processes with the same command line are hard to tell apart. */
static void forget_arguments(int argc, char *argv[]) {
    for (int i = 1; i < argc; i++)
        memset(argv[i], 0, strlen(argv[i]));
}

/* Ends when the child does. If the child is frozen when the JVM is gone, it is thawed: the end of the jail has killed
 * it by then, and the jail itself may not be able to thaw it. */
static void supervise(pid_t child, int requests) {
    struct pollfd fd = {.fd = requests, .events = POLLIN};
    int pidfd = (int)syscall(SYS_pidfd_open, child, 0);
    struct pollfd fds[] = {fd, {.fd = pidfd, .events = POLLIN}, {.fd = freezer_count ? 0 : -1}};
    int patience = -1;
    while (!fds[1].revents) {
        int n = poll(fds, 3, patience);
        if (n < 0 && errno != EINTR)
            break;
        if (n == 0)
            for (int i = 0; i < freezer_count; i++)
                freezer_thaw_file(freezers[i]);
        if (n > 0 && fds[0].revents && !broker_serve(requests))
            fds[0].fd = -1;
        if (n > 0 && fds[2].revents) {
            fds[2].fd = -1;
            patience = JAIL_END_MILLIS;
        }
    }
    int status;
    waitpid(child, &status, 0);
    _exit(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
}

void jail_enter(int argc, char *argv[]) {
    pid_t jail = jail_of(argc, argv);
    if (!jail)
        return;
    prepare(argc, argv, jail);
    int go[2];
    int pair[2];
    if (pipe2(go, O_CLOEXEC) || socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair))
        die("make a pipe");
    pid_t child = start_inside(jail, go);
    if (!child) {
        close(pair[0]);
        broker = pair[1];
        entered = true;
        return;
    }
    close(pair[1]);
    close(go[0]);
    layers_close();
    for (int i = 0; i < joined_count; i++)
        join(joined[i], child);
    confine_as_nobody();
    printf("process %d\n", child);
    if (fflush(stdout))
        _exit(1);
    progress_tell(go[1]);
    if (!freezer_count)
        close(0);
    forget_arguments(argc, argv);
    supervise(child, pair[0]);
}

void jail_attach(void) {
    layers_attach("");
}

bool jail_is_entered(void) {
    return entered;
}

int jail_connect(const struct sockaddr_in *target, const struct sockaddr_in *source) {
    struct broker_request request = {.target = *target, .source = *source};
    return broker_ask(broker, &request);
}
