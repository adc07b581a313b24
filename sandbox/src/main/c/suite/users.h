// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_SUITE_USERS_H
#define KGUARD_SUITE_USERS_H

#include <stdbool.h>
#include <sys/types.h>

/* The ids of a user of the container. One that does not exist is created. */
bool users_find(const char *name, uid_t *uid, gid_t *gid);

#endif
