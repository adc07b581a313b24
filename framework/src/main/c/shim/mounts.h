// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_MOUNTS_H
#define KGUARD_MOUNTS_H

#include <stdbool.h>
#include <stddef.h>

#include "texts.h"

/*
 * Moves the process to a mount namespace of its own, which no mount leaves and which ends with the container. It begins
 * as a copy of another one, named by its file in /proc, or of the present one.
 */
void mounts_isolate(const char *base);

/*
 * Mounts, one after the other: source, target, type, flags (decimal) and data, five texts each. A type is one of
 * mount(2)'s, with its flags, or one of these:
 *
 *   mkdir     makes the target, a folder with the flags as its mode, unless it is there
 *   touch     makes the target, a file with the flags as its mode, unless it is there
 *   copy      makes the target, a file with the content of the source and the flags as its mode
 *   inside    binds what the path in data leads to, with the source as its root, where nothing leads out of it
 *   beneath   the same, but fails if something on the path leads out
 *   unmount   takes away what is mounted on the target; what uses it keeps it
 *
 * "inside" and "beneath" make their target, and with the flags 1 or 2 the folder or file that the path names, if it is
 * not there. If one fails, errno and the problem say why.
 */
bool mounts_do(struct texts *requests, char *problem, size_t room);

#endif
