// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_PATHS_H
#define KGUARD_PATHS_H

/* Each ends the process on failure. What exists already stays. */

/* Makes the folders above a path. */
void make_parents(const char *path);
void make_folder(const char *path);
/* Makes an empty file. */
void make_file(const char *path);

#endif
