// SPDX-License-Identifier: Apache-2.0
#include "frame.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdint.h>
#include <unistd.h>

#include "report.h"

static size_t read_all(int fd, void *data, size_t length) {
    size_t done = 0;
    while (done < length) {
        long n = read(fd, (char *)data + done, length - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            break;
        done += (size_t)n;
    }
    return done;
}

bool frame_read(int fd, struct frame *frame) {
    static char data[MAX_FRAME];
    uint32_t length;
    if (read_all(fd, &length, sizeof length) != sizeof length)
        return false;
    length = ntohl(length);
    errno = 0;
    if (!length || length > sizeof data)
        die("a frame of %u bytes", length);
    if (read_all(fd, data, length) != length)
        return false;
    *frame = (struct frame){.type = data[0], .payload = data + 1, .length = length - 1};
    return true;
}
