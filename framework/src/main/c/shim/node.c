// SPDX-License-Identifier: Apache-2.0
#include "node.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "report.h"

static void enter(const char *root) {
    if (unshare(CLONE_NEWNS) || chdir(root) || syscall(SYS_pivot_root, ".", ".") || umount2(".", MNT_DETACH) ||
        chdir("/"))
        die("change the root to %s", root);
}

static void run(const char *root, int started) {
    char path[4096];
    /* ends when the caller does */
    if (prctl(PR_SET_PDEATHSIG, SIGKILL))
        die("tie a node to its caller");
    setsid();
    snprintf(path, sizeof path, "%s/proc", root);
    /* before the root is left, because mounting needs the host's files */
    if (mount("proc", path, "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL))
        die("mount %s", path);
    enter(root);
    char *const argv[] = {"/sbin/init", NULL};
    char *const env[] = {"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "TERM=linux", NULL};
    int null = open("/dev/null", O_RDWR);
    /* error messages go to the caller's; the program then has no open files of the machine */
    dup2(null, 0);
    if (write(started, "", 1) != 1)
        die("tell of a node");
    dup2(null, 1);
    dup2(null, 2);
    if (null > 2)
        close(null);
    signal(SIGPIPE, SIG_DFL);
    execve("/usr/lib/systemd/systemd", argv, env);
    _exit(127);
}

pid_t node_start(const char *root) {
    int started[2];
    if (pipe2(started, O_CLOEXEC) || unshare(CLONE_NEWPID))
        die("unshare a node's processes");
    pid_t pid = fork();
    if (pid < 0)
        die("start a node");
    if (!pid)
        run(root, started[1]);
    close(started[1]);
    char ignored;
    /* it has reported why */
    if (read(started[0], &ignored, 1) != 1)
        _exit(1);
    /* the exec closes it */
    if (read(started[0], &ignored, 1))
        die("start a node's init");
    close(started[0]);
    return pid;
}

void node_end(pid_t init) {
    /* the kernel ends the rest of the namespace first */
    if (!kill(init, SIGKILL))
        waitpid(init, NULL, 0);
}
