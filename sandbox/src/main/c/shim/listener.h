// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_LISTENER_H
#define KGUARD_LISTENER_H

/* A non-blocking listener at a path that only this user can access, or -1. */
int listen_unix(const char *path);

#endif
