// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_LISTENER_H
#define KGUARD_LISTENER_H

/* A non-blocking listener on a path, for this user alone, or -1. */
int listen_unix(const char *path);

#endif
