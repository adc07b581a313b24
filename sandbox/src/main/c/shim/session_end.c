// SPDX-License-Identifier: Apache-2.0
/* How what runs for a session ends. */
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "session.h"
#include "session_parts.h"

#define MAX_ORPHANS 256
#define MAX_LOG     (16 * 1024)

/* runc exits, and the process that it leaves becomes a child of this one; either may be reaped first. Exit statuses
 * that belong to no session are kept as long as a runc runs whose process is not known yet. */
static struct {
    pid_t pid;
    int status;
} orphans[MAX_ORPHANS];
static int orphan_count;

static int exit_status(int status) {
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

static void over(struct session *session, int status) {
    session->over = true;
    /* A command may be over before its terminal, which was sent before it started, has been received. */
    if (session->console >= 0)
        session_accept_console(session);
    session_drain(session, &session->out, SESSION_OUTPUT);
    session_drain(session, &session->err, SESSION_ERROR_OUTPUT);
    session_close_input(session);
    if (session->flags & SESSION_TTY)
        session_close_fd(&session->out);
    session_reply_number(session, SESSION_OVER, exit_status(status));
}

static pid_t read_pid(const char *path) {
    char text[32] = "";
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return -1;
    long n = read(fd, text, sizeof text - 1);
    close(fd);
    return n > 0 ? (pid_t)atol(text) : -1;
}

static void remove_file(const char *path) {
    if (path && *path)
        unlink(path);
}

/* Files of a command that has ended. If it failed, the JVM gets the end of its log, whose length is not trusted. */
static void finish_files(struct session *session, int status) {
    static char text[MAX_LOG];
    int fd = status && session->log && *session->log ? open(session->log, O_RDONLY | O_CLOEXEC | O_NOFOLLOW) : -1;
    if (fd >= 0) {
        off_t size = lseek(fd, 0, SEEK_END);
        long n = pread(fd, text, sizeof text, size > MAX_LOG ? size - MAX_LOG : 0);
        if (n > 0)
            session_reply(session, SESSION_LOG, text, (size_t)n);
        close(fd);
    }
    remove_file(session->pid_file);
    remove_file(session->console_file);
    remove_file(session->log);
}

static void tool_ended(struct session *session, int status) {
    session->tool = 0;
    pid_t pid = exit_status(status) ? -1 : read_pid(session->pid_file);
    finish_files(session, exit_status(status) || pid <= 0);
    if (pid <= 0) {
        session_reply_number(session, SESSION_FAILED, exit_status(status));
        session->over = true;
        session_drain(session, &session->out, SESSION_OUTPUT);
        session_drain(session, &session->err, SESSION_ERROR_OUTPUT);
        session_close_input(session);
        session_reply_number(session, SESSION_OVER, exit_status(status));
        return;
    }
    session->pid = pid;
    session_reply_number(session, SESSION_STARTED, pid);
    for (int i = 0; i < orphan_count; i++) {
        if (orphans[i].pid == pid) {
            over(session, orphans[i].status);
            return;
        }
    }
    if (session->killed)
        kill(pid, SIGKILL);
}

void session_child_ended(struct session *sessions, pid_t pid, int status) {
    bool waiting = false;
    for (struct session *session = sessions; session; session = session->next) {
        if (session->pid == pid && !session->over) {
            if (!*session->pid_file)
                finish_files(session, exit_status(status));
            over(session, status);
            return;
        }
        waiting |= session->tool > 0 && session->tool != pid;
    }
    for (struct session *session = sessions; session; session = session->next) {
        if (session->tool == pid) {
            tool_ended(session, status);
            if (!waiting)
                orphan_count = 0;
            return;
        }
    }
    if (waiting && orphan_count < MAX_ORPHANS) {
        orphans[orphan_count].pid = pid;
        orphans[orphan_count++].status = status;
    }
}
