// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_BOUND_PATH_H
#define KGUARD_BOUND_PATH_H

#include <stdbool.h>

enum bound_creation {
    BOUND_EXISTING,
    BOUND_FOLDER,
    BOUND_FILE,
};

/*
 * Binds the target of a path to a mount point that is created for it. Nothing on the path leads out of the root. The
 * path is followed once, so later changes by others can't change what is bound.
 *
 * strict: fails if something on the path leads out of the root; otherwise the root takes the place of what is above it.
 * creation: what to create for missing parts of the path
 */
bool bind_path(const char *root, const char *path, const char *target, bool strict, enum bound_creation creation);

#endif
