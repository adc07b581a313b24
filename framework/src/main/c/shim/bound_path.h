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
 * Binds what a path leads to, from a root that nothing on the path leads out of, on a target that is made for it. The
 * path is followed once: what others change meanwhile can't change what is bound.
 *
 * strict: fails if something on the path leads out of the root, where else the root stands for what is above it
 * creation: what to make of the path's parts that are not there
 */
bool bind_path(const char *root, const char *path, const char *target, bool strict, enum bound_creation creation);

#endif
