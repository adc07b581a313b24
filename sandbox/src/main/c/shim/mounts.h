// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_MOUNTS_H
#define KGUARD_MOUNTS_H

#include <stdbool.h>
#include <stddef.h>

#include "texts.h"

/* Moves the process to a new mount namespace, from which no mount propagates and which ends with the container. It
 * starts as a copy of another namespace, named by its file in /proc, or of the current one. */
void mounts_isolate(const char *base);

/*
 * Performs mount operations in order. Each has five strings: source, target, type, flags (decimal) and data. A type is
 * one of mount(2)'s, with its flags, or one of these:
 *
 *   mkdir     creates the target, a folder with the flags as its mode, unless it exists
 *   touch     creates the target, a file with the flags as its mode, unless it exists
 *   copy      creates the target, a file with the content of the source and the flags as its mode
 *   inside    binds the target of the path in data; nothing on it leads out of the source, its root
 *   beneath   the same, but fails if something on the path leads out
 *   unmount   removes what is mounted on the target; processes that use it keep it
 *
 * "inside" and "beneath" create their target. With the flags 1 or 2 they also create the folder or file that the path
 * names, if it does not exist. If an operation fails, errno and the problem say why.
 */
bool mounts_do(struct texts *requests, char *problem, size_t room);

#endif
