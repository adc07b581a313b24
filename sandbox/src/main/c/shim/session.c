// SPDX-License-Identifier: Apache-2.0
#include "session.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "console.h"
#include "session_parts.h"

#define CHUNK       (32 * 1024)
#define MAX_PENDING (256 * 1024)
#define MAX_DRAINED (128 * 1024)

void session_close_fd(int *fd) {
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

void session_close_input(struct session *session) {
    if (session->in == session->out)
        session->in = -1;
    session_close_fd(&session->in);
}

void session_free(struct session *session) {
    session_close_input(session);
    session_close_fd(&session->out);
    session_close_fd(&session->err);
    session_close_fd(&session->console);
    session_close_fd(&session->conn);
    buffer_free(&session->from_conn);
    buffer_free(&session->to_conn);
    buffer_free(&session->input);
    free(session->pid_file);
    free(session->console_file);
    free(session->log);
    free(session);
}

void session_reply(struct session *session, char type, const void *payload, size_t length) {
    if (session->conn >= 0)
        buffer_append_frame(&session->to_conn, type, payload, length);
}

void session_reply_number(struct session *session, char type, int number) {
    if (session->conn >= 0)
        buffer_append_number_frame(&session->to_conn, type, (uint32_t)number);
}

/* Passes on readable data as a frame of this type. Without a listener it is dropped. Returns its length. */
static size_t pump(struct session *session, int *fd, char type, size_t most) {
    char chunk[CHUNK];
    long n = read(*fd, chunk, most < sizeof chunk ? most : sizeof chunk);
    if (n > 0) {
        session_reply(session, type, chunk, (size_t)n);
        return (size_t)n;
    }
    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return 0;
    if (session->in == *fd)
        session->in = -1;
    session_close_fd(fd);
    return 0;
}

void session_drain(struct session *session, int *fd, char type) {
    size_t left = MAX_DRAINED;
    while (*fd >= 0 && left > 0) {
        size_t n = pump(session, fd, type, left);
        if (!n)
            return;
        left -= n;
    }
}

void session_accept_console(struct session *session) {
    int master = console_accept(session->console);
    if (master < 0)
        return;
    session_close_fd(&session->console);
    session->in = session->out = master;
    if (session->columns)
        console_resize(master, session->columns, session->rows);
}

void session_kill(struct session *session, int number) {
    if (session->over)
        return;
    if (session->pid > 0)
        kill(session->pid, number);
    else if (number == SIGKILL)
        session->killed = true;
}

static void connection_lost(struct session *session) {
    session_close_fd(&session->conn);
    session->to_conn.length = 0;
    session->input.length = 0;
    session_kill(session, SIGKILL);
}

static void feed(struct session *session) {
    if (session->input.length && session->in >= 0) {
        long n = buffer_flush(&session->input, session->in);
        if (n < 0 && errno != EAGAIN && errno != EINTR) {
            session->input.length = 0;
            session_close_input(session);
        }
    }
    if (session->input_ended && !session->input.length && session->in >= 0) {
        if (session->flags & SESSION_TTY) {
            char end_of_transmission = 4;
            if (write(session->in, &end_of_transmission, 1) == 1)
                session->input_ended = false;
        } else {
            session_close_input(session);
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
            session_handle_frames(session);
        else if (n == 0 || (errno != EAGAIN && errno != EINTR))
            connection_lost(session);
    }
    if (session->console >= 0 && fds[1].revents)
        session_accept_console(session);
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
