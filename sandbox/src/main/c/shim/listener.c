// SPDX-License-Identifier: Apache-2.0
#include "listener.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

int listen_unix(const char *path) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    strcpy(address.sun_path, path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return -1;
    mode_t mask = umask(077);
    int failed = bind(fd, (struct sockaddr *)&address, sizeof address) || listen(fd, 64);
    umask(mask);
    if (failed) {
        close(fd);
        return -1;
    }
    return fd;
}
