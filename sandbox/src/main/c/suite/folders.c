// SPDX-License-Identifier: Apache-2.0
#include "folders.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fail.h"

char *folders_parent(const char *path) {
    const char *slash = strrchr(path, '/');
    char *parent = slash > path ? strndup(path, (size_t)(slash - path)) : strdup(slash ? "/" : ".");
    if (!parent)
        die("memory for a path");
    return parent;
}

bool folders_make(const char *path, size_t *made) {
    struct stat info;
    *made = 0;
    if (!stat(path, &info))
        return true;
    char *part = strdup(path);
    if (!part)
        die("memory for a path");
    size_t length = strlen(path);
    bool done = true;
    for (size_t end = 1; done && end <= length; end++) {
        if (part[end] != '/' && part[end])
            continue;
        part[end] = 0;
        if (!mkdir(part, 0755)) {
            if (!*made)
                *made = end;
        } else {
            done = errno == EEXIST;
        }
        part[end] = path[end];
    }
    free(part);
    return done;
}

void folders_remove(const char *path, size_t made) {
    char *part = made ? strdup(path) : NULL;
    if (!part)
        return;
    for (size_t length = strlen(part); length >= made && !rmdir(part);) {
        char *slash = strrchr(part, '/');
        if (!slash || slash == part)
            break;
        *slash = 0;
        length = (size_t)(slash - part);
    }
    free(part);
}
