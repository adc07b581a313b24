// SPDX-License-Identifier: Apache-2.0
#include "probe.h"

#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <unistd.h>

/* Longer than the kernel waits before it asks a second time, so that one lost packet is no silence. */
#define SILENCE_MILLIS 1500
#define CONTROL_MILLIS 5000

static int begin_connect(const struct sockaddr_in *address) {
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd >= 0 && connect(fd, (const struct sockaddr *)address, sizeof *address) && errno != EINPROGRESS) {
        int error = errno;
        close(fd);
        errno = error;
        return -1;
    }
    return fd;
}

/* Returns 0 if the connection was made, an error number, or -1 if nothing came in this time. */
static int outcome(int fd, int millis) {
    struct pollfd poller = {.fd = fd, .events = POLLOUT};
    int error = 0;
    socklen_t length = sizeof error;
    if (poll(&poller, 1, millis) <= 0)
        return -1;
    return getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length) ? errno : error;
}

static bool network_works(void) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (listener < 0)
        return false;
    int fd = -1;
    if (!bind(listener, (struct sockaddr *)&address, sizeof address) && !listen(listener, 1) &&
        !getsockname(listener, (struct sockaddr *)&address, &length))
        fd = begin_connect(&address);
    bool made = fd >= 0 && !outcome(fd, CONTROL_MILLIS);
    if (fd >= 0)
        close(fd);
    close(listener);
    return made;
}

static const char *refusal(int error) {
    return error == ECONNREFUSED ? "refused" : "none";
}

const char *probe_connect(const struct sockaddr_in *address) {
    int fd = begin_connect(address);
    if (fd < 0)
        return refusal(errno);
    bool works = network_works();
    int result = outcome(fd, SILENCE_MILLIS);
    close(fd);
    if (result < 0)
        return works ? "silent" : "unknown";
    return result ? refusal(result) : "open";
}
