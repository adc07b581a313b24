// SPDX-License-Identifier: Apache-2.0
#include "progress.h"

#include <errno.h>
#include <unistd.h>

#include "report.h"

void progress_tell(int fd) {
    if (write(fd, "", 1) != 1)
        _exit(1);
    close(fd);
}

void progress_await(int fd, const char *otherwise) {
    char ignored;
    long n;
    do
        n = read(fd, &ignored, 1);
    while (n < 0 && errno == EINTR);
    errno = 0;
    if (n != 1)
        die("%s", otherwise);
    close(fd);
}
