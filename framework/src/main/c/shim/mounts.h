#ifndef KGUARD_MOUNTS_H
#define KGUARD_MOUNTS_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Moves the process to a mount namespace of its own, which no mount leaves and which ends with the container. It begins
 * as a copy of another one, named by its file in /proc, or of the present one.
 */
void mounts_isolate(const char *base);

/*
 * Mounts, one after the other: NUL-ended source, target, type, flags (mount(2)'s, decimal) and data. The types "mkdir"
 * and "touch" make a folder or a file instead, with the flags as its mode, unless it is there. If one fails, errno and
 * the problem say why.
 */
bool mounts_do(char *requests, size_t length, char *problem, size_t room);

#endif
