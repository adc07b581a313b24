// SPDX-License-Identifier: Apache-2.0
/*
 * The process next to each container, with the name and the tasks of containerd's shim: it runs runc, adopts the
 * processes that runc leaves, owns the pseudo-terminals, and reports how processes ended. It lives as long as its
 * standard input is open. When it ends, it ends everything below it.
 *
 * With "pod" as the first argument it holds a pod's namespaces instead, with "jail" the jail in which all of them live
 * (see jail.h), with "seal" a copy of runc (see sealed.h).
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "arguments.h"
#include "descendants.h"
#include "freezer.h"
#include "heritage.h"
#include "jail.h"
#include "jail_enter.h"
#include "listener.h"
#include "mounts.h"
#include "pod.h"
#include "report.h"
#include "sealed.h"
#include "session.h"

#define MAX_SESSIONS 250
#define FIXED_FDS    3

static int child_events(void) {
    sigset_t children;
    sigemptyset(&children);
    sigaddset(&children, SIGCHLD);
    sigprocmask(SIG_BLOCK, &children, NULL);
    signal(SIGPIPE, SIG_IGN);
    return signalfd(-1, &children, SFD_CLOEXEC | SFD_NONBLOCK);
}

static void reap(int events, struct session *sessions) {
    struct signalfd_siginfo info;
    while (read(events, &info, sizeof info) == sizeof info)
        ;
    int status;
    for (pid_t pid; (pid = waitpid(-1, &status, WNOHANG)) > 0;)
        session_child_ended(sessions, pid, status);
}

static struct session *proceed(struct session *sessions, const struct pollfd *fds) {
    struct session **link = &sessions;
    while (*link) {
        struct session *session = *link;
        if (session_proceed(session, fds)) {
            link = &session->next;
        } else {
            *link = session->next;
            session_free(session);
        }
        fds += SESSION_POLL_FDS;
    }
    return sessions;
}

static void serve(int events, int listener) {
    static struct pollfd fds[FIXED_FDS + MAX_SESSIONS * SESSION_POLL_FDS];
    struct session *sessions = NULL;
    for (;;) {
        nfds_t count = FIXED_FDS;
        int session_count = 0;
        for (struct session *session = sessions; session; session = session->next) {
            session_prepare(session, fds + count);
            count += SESSION_POLL_FDS;
            session_count++;
        }
        fds[0] = (struct pollfd){.fd = 0, .events = POLLIN};
        fds[1] = (struct pollfd){.fd = events, .events = POLLIN};
        fds[2] = (struct pollfd){.fd = session_count < MAX_SESSIONS ? listener : -1, .events = POLLIN};
        if (poll(fds, count, -1) < 0) {
            if (errno == EINTR)
                continue;
            return;
        }
        char ignored[64];
        if (fds[0].revents && read(0, ignored, sizeof ignored) <= 0)
            return;
        if (fds[1].revents)
            reap(events, sessions);
        sessions = proceed(sessions, fds + FIXED_FDS);
        if (fds[2].revents) {
            int conn = accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
            if (conn >= 0)
                sessions = session_new(conn, sessions);
        }
    }
}

static void write_text(const char *path, const char *text) {
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return;
    if (write(fd, text, strlen(text)) < 0)
        errno = 0; /* a cgroup that is gone has no processes */
    close(fd);
}

int main(int argc, char *argv[]) {
    heritage_drop();
    if (argc > 1 && !strcmp(argv[1], "jail"))
        return jail_main(argc, argv);
    if (argc > 1 && !strcmp(argv[1], "seal"))
        return sealed_main(argv);
    if (argc > 1 && !strcmp(argv[1], "pod")) {
        jail_enter(argc, argv);
        return pod_main(argument(argc, argv, "-network"), argument(argc, argv, "-cgroup"),
                        argument(argc, argv, "-volumes"));
    }
    const char *address = argument(argc, argv, "-address");
    const char *stop = argument(argc, argv, "-stop");
    const char *thaw = argument(argc, argv, "-thaw");
    const char *volumes = argument(argc, argv, "-volumes");
    errno = 0;
    if (!address)
        die("usage: containerd-shim-runc-v2 -address SOCKET [-volumes MNT_NAMESPACE] [-stop CGROUP_FILE] [-thaw "
            "CGROUP] [-sealed FILE -sealed-as PATH]");
    /* As containerd's: if memory runs out, the shim is the last process here to be killed. */
    write_text("/proc/self/oom_score_adj", "-998");
    /* Made outside, because the JVM follows its path. */
    int listener = listen_unix(address);
    if (listener < 0)
        die("%s", address);
    sealed_open(argc, argv);
    jail_enter(argc, argv);
    if (prctl(PR_SET_CHILD_SUBREAPER, 1))
        die("become a subreaper");
    mounts_isolate(volumes);
    jail_attach();
    sealed_attach(argc, argv);
    int events = child_events();
    if (events < 0)
        die("wait for children");
    report_ready();
    serve(events, listener);
    if (stop)
        write_text(stop, strstr(stop, "cgroup.kill") ? "1" : "0");
    if (thaw)
        freezer_thaw(thaw);
    return descendants_kill() ? 0 : 3;
}
