// SPDX-License-Identifier: Apache-2.0
#include "session.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "console.h"
#include "frame.h"
#include "mounts.h"
#include "spawn.h"

#define CHUNK       (32 * 1024)
#define MAX_PENDING (256 * 1024)
#define MAX_DRAINED (128 * 1024)
#define MAX_ORPHANS 256
#define MAX_LOG     (16 * 1024)

/* runc exits, and the process that it leaves becomes a child of this one; either may be reaped first. Exit statuses
 * that belong to no session are kept as long as a runc runs whose process is not known yet. */
static struct {
    pid_t pid;
    int status;
} orphans[MAX_ORPHANS];
static int orphan_count;

static void close_fd(int *fd) {
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

struct session *session_new(int conn, struct session *next) {
    struct session *session = calloc(1, sizeof *session);
    if (!session) {
        close(conn);
        return next;
    }
    session->conn = conn;
    session->in = session->out = session->err = session->console = -1;
    session->next = next;
    return session;
}

static void close_input(struct session *session) {
    if (session->in == session->out)
        session->in = -1;
    close_fd(&session->in);
}

void session_free(struct session *session) {
    close_input(session);
    close_fd(&session->out);
    close_fd(&session->err);
    close_fd(&session->console);
    close_fd(&session->conn);
    buffer_free(&session->from_conn);
    buffer_free(&session->to_conn);
    buffer_free(&session->input);
    free(session->pid_file);
    free(session->console_file);
    free(session->log);
    free(session);
}

static void reply(struct session *session, char type, const void *payload, size_t length) {
    if (session->conn >= 0)
        buffer_append_frame(&session->to_conn, type, payload, length);
}

static void reply_number(struct session *session, char type, int number) {
    if (session->conn >= 0)
        buffer_append_number_frame(&session->to_conn, type, (uint32_t)number);
}

static int exit_status(int status) {
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

/* Passes on readable data as a frame of this type. Without a listener it is dropped. Returns its length. */
static size_t pump(struct session *session, int *fd, char type, size_t most) {
    char chunk[CHUNK];
    long n = read(*fd, chunk, most < sizeof chunk ? most : sizeof chunk);
    if (n > 0) {
        reply(session, type, chunk, (size_t)n);
        return (size_t)n;
    }
    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return 0;
    if (session->in == *fd)
        session->in = -1;
    close_fd(fd);
    return 0;
}

/* What a process wrote before its end is in the pipe by then. What others still write is not waited for, so this stops
 * after twice the capacity of a pipe. */
static void drain(struct session *session, int *fd, char type) {
    size_t left = MAX_DRAINED;
    while (*fd >= 0 && left > 0) {
        size_t n = pump(session, fd, type, left);
        if (!n)
            return;
        left -= n;
    }
}

static void accept_console(struct session *session) {
    int master = console_accept(session->console);
    if (master < 0)
        return;
    close_fd(&session->console);
    session->in = session->out = master;
    if (session->columns)
        console_resize(master, session->columns, session->rows);
}

static void over(struct session *session, int status) {
    session->over = true;
    /* A command may be over before its terminal, which was sent before it started, has been received. */
    if (session->console >= 0)
        accept_console(session);
    drain(session, &session->out, SESSION_OUTPUT);
    drain(session, &session->err, SESSION_ERROR_OUTPUT);
    close_input(session);
    if (session->flags & SESSION_TTY)
        close_fd(&session->out);
    reply_number(session, SESSION_OVER, exit_status(status));
}

static void kill_session(struct session *session, int number) {
    if (session->over)
        return;
    if (session->pid > 0)
        kill(session->pid, number);
    else if (number == SIGKILL)
        session->killed = true;
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
            reply(session, SESSION_LOG, text, (size_t)n);
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
        reply_number(session, SESSION_FAILED, exit_status(status));
        session->over = true;
        drain(session, &session->out, SESSION_OUTPUT);
        drain(session, &session->err, SESSION_ERROR_OUTPUT);
        close_input(session);
        reply_number(session, SESSION_OVER, exit_status(status));
        return;
    }
    session->pid = pid;
    reply_number(session, SESSION_STARTED, pid);
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

static void fail(struct session *session, const char *what) {
    char text[512];
    int n = snprintf(text, sizeof text, "%s: %s", what, strerror(errno));
    reply(session, SESSION_ERROR, text, (size_t)n < sizeof text ? (size_t)n : sizeof text - 1);
    session->over = true;
}

static void handle_run(struct session *session, char *payload, size_t length) {
    enum { MAX_ARGS = 512 };
    char *texts[MAX_ARGS + 1];
    struct texts rest = {.at = payload + 1, .left = length ? length - 1 : 0};
    int count = texts_all(&rest, texts, MAX_ARGS);
    session->flags = length ? payload[0] : 0;
    if (count < 4) {
        errno = EINVAL;
        fail(session, "run");
        return;
    }
    session->pid_file = strdup(texts[0]);
    session->console_file = strdup(texts[1]);
    session->log = strdup(texts[2]);
    if (!session->pid_file || !session->console_file || !session->log) {
        fail(session, "run");
        return;
    }
    if (session->flags & SESSION_TTY) {
        session->console = console_listen(texts[1]);
        if (session->console < 0) {
            fail(session, texts[1]);
            return;
        }
    }
    struct stdio stdio;
    pid_t pid = spawn(texts + 3, !(session->flags & SESSION_TTY), session->flags & SESSION_STDIN, &stdio);
    if (pid < 0) {
        fail(session, texts[3]);
        return;
    }
    session->in = stdio.in;
    session->out = stdio.out;
    session->err = stdio.err;
    if (session->pid_file[0])
        session->tool = pid;
    else
        session->pid = pid;
}

static void handle_mounts(struct session *session, char *payload, size_t length) {
    char problem[512];
    struct texts texts = {.at = payload, .left = length};
    if (mounts_do(&texts, problem, sizeof problem))
        reply(session, SESSION_DONE, NULL, 0);
    else
        fail(session, problem);
}

/* A file next to others takes a page and an inode. */
static void handle_probe(struct session *session, char *payload, size_t length) {
    static const char page[4096];
    char path[PATH_MAX];
    struct texts texts = {.at = payload, .left = length};
    const char *folder = texts_next(&texts);
    snprintf(path, sizeof path, "%s/probe", folder ? folder : "");
    int fd = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    bool full = fd < 0 || write(fd, page, sizeof page) != sizeof page;
    bool known = !full || errno == ENOSPC;
    if (fd >= 0)
        close(fd);
    unlink(path);
    if (known)
        reply(session, full ? SESSION_FULL : SESSION_DONE, NULL, 0);
    else
        fail(session, path);
    session->over = true;
}

static void handle_resize(struct session *session, const char *payload, size_t length) {
    if (length < 4)
        return;
    uint16_t size[2];
    memcpy(size, payload, sizeof size);
    session->columns = ntohs(size[0]);
    session->rows = ntohs(size[1]);
    if (session->flags & SESSION_TTY && session->out >= 0)
        console_resize(session->out, session->columns, session->rows);
}

static void handle_signal(struct session *session, const char *payload, size_t length) {
    uint32_t number;
    if (length < sizeof number)
        return;
    memcpy(&number, payload, sizeof number);
    kill_session(session, (int)ntohl(number));
}

static void handle_frame(struct session *session, char type, char *payload, size_t length) {
    switch ((enum session_request)type) {
    case SESSION_MOUNTS:
        handle_mounts(session, payload, length);
        break;
    case SESSION_RUN:
        handle_run(session, payload, length);
        break;
    case SESSION_INPUT:
        if (!session->over)
            buffer_append(&session->input, payload, length);
        break;
    case SESSION_INPUT_END:
        session->input_ended = true;
        break;
    case SESSION_SIZE:
        handle_resize(session, payload, length);
        break;
    case SESSION_SIGNAL:
        handle_signal(session, payload, length);
        break;
    case SESSION_PROBE:
        handle_probe(session, payload, length);
        break;
    default:
        errno = EINVAL;
        fail(session, "frame");
    }
}

static void handle_frames(struct session *session) {
    struct buffer *from = &session->from_conn;
    uint32_t header;
    while (from->length > sizeof header) {
        memcpy(&header, from->data, sizeof header);
        size_t length = ntohl(header);
        if (!length || length > MAX_FRAME) {
            errno = EMSGSIZE;
            fail(session, "frame");
            from->length = 0;
            return;
        }
        if (from->length < sizeof header + length)
            return;
        handle_frame(session, from->data[sizeof header], from->data + sizeof header + 1, length - 1);
        buffer_consume(from, sizeof header + length);
    }
}

static void connection_lost(struct session *session) {
    close_fd(&session->conn);
    session->to_conn.length = 0;
    session->input.length = 0;
    kill_session(session, SIGKILL);
}

static void feed(struct session *session) {
    if (session->input.length && session->in >= 0) {
        long n = buffer_flush(&session->input, session->in);
        if (n < 0 && errno != EAGAIN && errno != EINTR) {
            session->input.length = 0;
            close_input(session);
        }
    }
    if (session->input_ended && !session->input.length && session->in >= 0) {
        if (session->flags & SESSION_TTY) {
            char end_of_transmission = 4;
            if (write(session->in, &end_of_transmission, 1) == 1)
                session->input_ended = false;
        } else {
            close_input(session);
        }
    }
}

void session_prepare(const struct session *session, struct pollfd fds[SESSION_POLL_FDS]) {
    bool room = session->to_conn.length < MAX_PENDING;
    bool hungry = session->input.length < MAX_PENDING;
    bool feeding = session->input.length || session->input_ended;
    fds[0].fd = session->conn;
    fds[0].events = (short)((hungry ? POLLIN : 0) | (session->to_conn.length ? POLLOUT : 0));
    fds[1] = (struct pollfd){.fd = session->console, .events = POLLIN};
    fds[2] = (struct pollfd){.fd = room ? session->out : -1, .events = POLLIN};
    fds[3] = (struct pollfd){.fd = room ? session->err : -1, .events = POLLIN};
    fds[4] = (struct pollfd){.fd = feeding ? session->in : -1, .events = POLLOUT};
}

bool session_proceed(struct session *session, const struct pollfd fds[SESSION_POLL_FDS]) {
    if (session->conn >= 0 && fds[0].revents & (POLLIN | POLLHUP | POLLERR)) {
        long n = buffer_fill(&session->from_conn, session->conn, CHUNK);
        if (n > 0)
            handle_frames(session);
        else if (n == 0 || (errno != EAGAIN && errno != EINTR))
            connection_lost(session);
    }
    if (session->console >= 0 && fds[1].revents)
        accept_console(session);
    if (session->out >= 0 && fds[2].fd == session->out && fds[2].revents)
        pump(session, &session->out, SESSION_OUTPUT, CHUNK);
    if (session->err >= 0 && fds[3].fd == session->err && fds[3].revents)
        pump(session, &session->err, SESSION_ERROR_OUTPUT, CHUNK);
    feed(session);
    if (session->conn >= 0 && session->to_conn.length) {
        long n = buffer_flush(&session->to_conn, session->conn);
        if (n < 0 && errno != EAGAIN && errno != EINTR)
            connection_lost(session);
    }
    /* The JVM closes a connection after it has read the end. Outputs that other processes still hold are still read for
     * them. */
    bool working = session->tool > 0 || (session->pid > 0 && !session->over);
    return session->conn >= 0 || working || session->out >= 0 || session->err >= 0;
}
