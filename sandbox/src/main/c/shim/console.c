// SPDX-License-Identifier: Apache-2.0
#include "console.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "descriptor.h"
#include "listener.h"

int console_listen(const char *path) {
    return listen_unix(path);
}

int console_accept(int listener) {
    int conn = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
    if (conn < 0)
        return -1;
    int master = descriptor_receive(conn);
    close(conn);
    if (master >= 0)
        fcntl(master, F_SETFL, O_NONBLOCK);
    return master;
}

void console_resize(int master, unsigned short columns, unsigned short rows) {
    struct winsize size = {.ws_col = columns, .ws_row = rows};
    ioctl(master, TIOCSWINSZ, &size);
}
