// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_SUITE_FOLDERS_H
#define KGUARD_SUITE_FOLDERS_H

#include <stdbool.h>
#include <stddef.h>

/* The folder of a file, in memory of its own. */
char *folders_parent(const char *path);
/*
 * Makes a folder and those above it. `made` becomes the length of the path of the first one that was missing, 0 if none
 * was.
 */
bool folders_make(const char *path, size_t *made);
/* Removes a folder and those above it, up to the first one that was made. One that is not empty stays. */
void folders_remove(const char *path, size_t made);

#endif
