// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_CONSOLE_H
#define KGUARD_CONSOLE_H

/* A socket on which runc passes the master of the container's pseudo-terminal, or -1. */
int console_listen(const char *path);
/* The master, non-blocking, or -1. */
int console_accept(int listener);
void console_resize(int master, unsigned short columns, unsigned short rows);

#endif
