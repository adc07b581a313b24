// SPDX-License-Identifier: Apache-2.0
/* What the JVM asks of a session. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "console.h"
#include "frame.h"
#include "mounts.h"
#include "session.h"
#include "session_parts.h"
#include "spawn.h"
#include "texts.h"

static void fail(struct session *session, const char *what) {
    char text[512];
    int n = snprintf(text, sizeof text, "%s: %s", what, strerror(errno));
    session_reply(session, SESSION_ERROR, text, (size_t)n < sizeof text ? (size_t)n : sizeof text - 1);
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
        session_reply(session, SESSION_DONE, NULL, 0);
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
        session_reply(session, full ? SESSION_FULL : SESSION_DONE, NULL, 0);
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
    session_kill(session, (int)ntohl(number));
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

void session_handle_frames(struct session *session) {
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
