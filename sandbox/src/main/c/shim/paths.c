// SPDX-License-Identifier: Apache-2.0
#include "paths.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "report.h"

void make_parents(const char *path) {
    char above[PATH_MAX];
    snprintf(above, sizeof above, "%s", path);
    for (char *slash = above + 1; (slash = strchr(slash, '/')); slash++) {
        *slash = 0;
        if (mkdir(above, 0755) && errno != EEXIST)
            die("make %s", above);
        *slash = '/';
    }
}

void make_folder(const char *path) {
    if (mkdir(path, 0755) && errno != EEXIST)
        die("make %s", path);
}

void make_file(const char *path) {
    int fd = open(path, O_CREAT | O_RDONLY | O_CLOEXEC, 0644);
    if (fd < 0)
        die("make %s", path);
    close(fd);
}
