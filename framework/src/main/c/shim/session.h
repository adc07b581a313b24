#ifndef KGUARD_SESSION_H
#define KGUARD_SESSION_H

#include <poll.h>
#include <stdbool.h>
#include <sys/types.h>

#include "buffer.h"

/*
 * One connection from the JVM, and what runs for it.
 *
 * From the JVM:  m mount requests   NUL-ended: source, target, type, flags, data, again and again
 *                r run a command    flags, then NUL-ended: pid file, console socket, argv...
 *                i input            bytes
 *                c input ends
 *                w window size      columns, rows: two big-endian shorts
 *                s signal           a big-endian number
 * To the JVM:    k mounts are done    e error, a text
 *                p started, the pid   f the command failed before it started a process, its status
 *                o standard output    x standard error        z over, with a status
 *
 * With a pid file the command is runc, which leaves a process behind and says its pid in the file; that process is then
 * what the session is about. Without, it is the command itself. The end of the connection kills it.
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

/* The process ids that wait() returned while nobody could know yet whose they are. */
void session_child_ended(struct session *sessions, pid_t pid, int status);

struct session *session_new(int conn, struct session *next);
void session_free(struct session *session);

#define SESSION_POLL_FDS 5

/* Fills in what the session waits for. */
void session_prepare(const struct session *session, struct pollfd fds[SESSION_POLL_FDS]);
/* Does what has become possible. Returns false when nothing is left of the session. */
bool session_proceed(struct session *session, const struct pollfd fds[SESSION_POLL_FDS]);

#endif
