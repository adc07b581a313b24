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

#include "jail_enter.h"
#include "progress.h"
#include "report.h"
#include "user_namespace.h"

/* The root must be a mount of this namespace, because mounts of another user namespace are locked. */
static void enter(const char *root) {
    if (unshare(CLONE_NEWNS) || mount(root, root, NULL, MS_BIND | MS_REC, NULL) || chdir(root) ||
        syscall(SYS_pivot_root, ".", ".") || umount2(".", MNT_DETACH) || chdir("/"))
        die("change the root to %s", root);
}

static _Noreturn void run(const char *root, int go, int started) {
    /* ends when the caller does */
    if (prctl(PR_SET_PDEATHSIG, SIGKILL))
        die("tie a node to its caller");
    setsid();
    progress_await(go, "the caller is gone");
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

/* An intermediate process enters the containers' user namespace, to which the new namespace then belongs. The init
 * becomes this process's own child. */
static pid_t start_init(const char *root, const int go[2], int started) {
    int told[2];
    pid_t init;
    if (pipe2(told, O_CLOEXEC))
        die("make a pipe");
    pid_t between = fork();
    if (between < 0)
        die("start a process");
    if (!between) {
        if (jail_is_entered())
            user_namespace_enter();
        if (unshare(CLONE_NEWPID))
            die("unshare a node's processes");
        init = (pid_t)syscall(SYS_clone, CLONE_PARENT | SIGCHLD, 0, 0, 0, 0);
        if (init < 0)
            die("start a node");
        if (init)
            _exit(write(told[1], &init, sizeof init) != sizeof init);
        close(told[0]);
        close(told[1]);
        close(go[1]);
        run(root, go[0], started);
    }
    close(told[1]);
    if (read(told[0], &init, sizeof init) != sizeof init)
        _exit(1); /* it has reported why */
    close(told[0]);
    waitpid(between, NULL, 0);
    return init;
}

/* It shows the processes of the node wherever the node's files are visible, so it belongs to the caller's mounts. */
static void mount_proc(pid_t init, const char *root) {
    int pidfd = (int)syscall(SYS_pidfd_open, init, 0);
    if (pidfd < 0 || setns(pidfd, CLONE_NEWPID))
        die("enter a node");
    close(pidfd);
    pid_t pid = fork();
    if (pid < 0)
        die("start a process on a node");
    if (!pid) {
        char path[4096];
        snprintf(path, sizeof path, "%s/proc", root);
        if (mount("proc", path, "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL))
            die("mount %s", path);
        _exit(0);
    }
    int status;
    if (waitpid(pid, &status, 0) != pid || status)
        _exit(1); /* it has reported why */
}

pid_t node_start(const char *root) {
    int go[2];
    int started[2];
    if (pipe2(go, O_CLOEXEC) || pipe2(started, O_CLOEXEC))
        die("make a pipe");
    pid_t init = start_init(root, go, started[1]);
    close(started[1]);
    close(go[0]);
    mount_proc(init, root);
    progress_tell(go[1]);
    char ignored;
    /* it has reported why */
    if (read(started[0], &ignored, 1) != 1)
        _exit(1);
    /* the exec closes it */
    if (read(started[0], &ignored, 1))
        die("start a node's init");
    close(started[0]);
    return init;
}

void node_end(pid_t init) {
    /* the kernel ends the rest of the namespace first */
    if (!kill(init, SIGKILL))
        waitpid(init, NULL, 0);
}
