// SPDX-License-Identifier: Apache-2.0
#include "jail.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "arguments.h"
#include "confine.h"
#include "freezer.h"
#include "jail_root.h"
#include "layers.h"
#include "netlink.h"
#include "progress.h"
#include "report.h"
#include "tree.h"
#include "user_namespace.h"

static void run_init(const char *folder, int ready) {
    confine_to_parent();
    jail_root_build(folder);
    user_namespace_of_containers();
    netlink_loopback_up();
    signal(SIGCHLD, SIG_IGN); /* the kernel reaps its orphans */
    progress_tell(ready);
    close(0);
    for (;;)
        pause();
}

static void open_files(int argc, char *argv[]) {
    for (int i = 1; i < argc; i++) {
        if (!strcmp(argv[i], "-file") && i + 2 < argc) {
            /* the jail's root can make any mount writable, but files of other owners can't be changed */
            layers_add(argv[i + 1], argv[i + 2], KEEP_OWNERS);
            i += 2;
        }
    }
}

/* The first process ends after all others, so frozen ones must be thawed. */
static void end_jail(pid_t init, int pidfd, const char *hierarchy) {
    struct pollfd ended = {.fd = pidfd, .events = POLLIN};
    kill(init, SIGKILL);
    while (hierarchy && poll(&ended, 1, JAIL_END_MILLIS) == 0)
        freezer_thaw_all(hierarchy);
    waitpid(init, NULL, 0);
}

int jail_main(int argc, char *argv[]) {
    int user_namespace = user_namespace_of_jail();
    open_files(argc, argv);
    const char *folder = argument(argc, argv, "-folder");
    errno = 0;
    if (!folder)
        die("a jail needs a folder");
    jail_root_lock(folder, user_namespace);
    int ready[2];
    if (pipe2(ready, O_CLOEXEC))
        die("make a pipe");
    if (setns(user_namespace, CLONE_NEWUSER) || unshare(JAIL_NAMESPACES))
        die("make the jail's namespaces");
    confine_as_root();
    pid_t init = fork();
    if (init < 0)
        die("start the jail");
    if (!init)
        run_init(folder, ready[1]);
    close(ready[1]);
    char ignored[64];
    if (read(ready[0], ignored, 1) != 1)
        return 1; /* it has reported why */
    printf("process %d\n", init);
    report_ready();
    int ended = (int)syscall(SYS_pidfd_open, init, 0);
    struct pollfd fds[] = {{.fd = 0, .events = POLLIN}, {.fd = ended, .events = POLLIN}};
    while (!fds[1].revents) {
        if (poll(fds, 2, -1) < 0 && errno != EINTR)
            break;
        if (fds[0].revents && read(0, ignored, sizeof ignored) <= 0)
            break;
    }
    end_jail(init, ended, argument(argc, argv, "-thaw"));
    return 0;
}
