// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_SESSION_PARTS_H
#define KGUARD_SESSION_PARTS_H

/* What the files of a session have in common. */

#include <stddef.h>

#include "session.h"

/* Sends an answer. Without a listener it is dropped. */
void session_reply(struct session *session, char type, const void *payload, size_t length);
void session_reply_number(struct session *session, char type, int number);

/* Handles the requests that have come. */
void session_handle_frames(struct session *session);

/* Sends a signal to what runs. */
void session_kill(struct session *session, int number);

/* Receives the master of the terminal. */
void session_accept_console(struct session *session);

/* What a process wrote before its end is in the pipe by then. What others still write is not waited for, so this stops
 * after twice the capacity of a pipe. */
void session_drain(struct session *session, int *fd, char type);

/* Closes a descriptor, which becomes -1. */
void session_close_fd(int *fd);
void session_close_input(struct session *session);

#endif
