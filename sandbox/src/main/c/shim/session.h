// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_SESSION_H
#define KGUARD_SESSION_H

#include <poll.h>
#include <stdbool.h>
#include <sys/types.h>

#include "buffer.h"

/* What the JVM says. */
enum session_request {
    SESSION_MOUNTS = 'm', /* texts, as mounts.h has them */
    SESSION_RUN = 'r',    /* flags (a byte), then texts: pid file, console socket, log, argv... */
    SESSION_INPUT = 'i',  /* bytes */
    SESSION_INPUT_END = 'c',
    SESSION_SIZE = 'w',   /* of the window: columns, rows, two big-endian shorts */
    SESSION_SIGNAL = 's', /* a big-endian number */
    SESSION_PROBE = 'd',  /* a text: asks whether there is room for a page and an inode in this folder */
};

/* What the shim says. */
enum session_answer {
    SESSION_DONE = 'k',         /* with the mounts, or the probe */
    SESSION_FULL = 'n',         /* to a probe */
    SESSION_ERROR = 'e',        /* words */
    SESSION_STARTED = 'p',      /* the pid, as the shim sees it */
    SESSION_FAILED = 'f',       /* before a process started; the command's status */
    SESSION_OUTPUT = 'o',       /* bytes */
    SESSION_ERROR_OUTPUT = 'x', /* bytes */
    SESSION_LOG = 'l',          /* bytes: the end of what the command wrote to its log; before a failure */
    SESSION_OVER = 'z',         /* a status */
};

/*
 * One connection from the JVM, and what runs for it.
 *
 * With a pid file the command is runc, which starts a process and writes its pid to the file; the session is then about
 * that process. Without, it is about the command itself. The end of the connection kills it. The pid file, the socket
 * and the log are removed when the command has ended.
 */
enum session_flag {
    SESSION_TTY = 1,
    SESSION_STDIN = 2,
};

struct session {
    int conn;
    struct buffer from_conn;
    struct buffer to_conn;
    struct buffer input;

    int flags;
    bool input_ended;
    bool over;
    bool killed;
    char *pid_file;
    char *console_file;
    char *log;
    int console;
    unsigned short columns;
    unsigned short rows;

    pid_t tool;
    pid_t pid;
    /* With a terminal in and out are both its master. */
    int in;
    int out;
    int err;

    struct session *next;
};

/* Processes a process id that wait() returned, which may not belong to a known session yet. */
void session_child_ended(struct session *sessions, pid_t pid, int status);

struct session *session_new(int conn, struct session *next);
void session_free(struct session *session);

#define SESSION_POLL_FDS 5

/* Fills in what the session waits for. */
void session_prepare(const struct session *session, struct pollfd fds[SESSION_POLL_FDS]);
/* Does what has become possible. Returns false when the session is finished. */
bool session_proceed(struct session *session, const struct pollfd fds[SESSION_POLL_FDS]);

#endif
