// SPDX-License-Identifier: Apache-2.0
#include "console.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "listener.h"

int console_listen(const char *path) {
    return listen_unix(path);
}

int console_accept(int listener) {
    int conn = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
    if (conn < 0)
        return -1;
    char name[256];
    char control[CMSG_SPACE(sizeof(int))];
    struct iovec data = {.iov_base = name, .iov_len = sizeof name};
    struct msghdr message = {
        .msg_iov = &data,
        .msg_iovlen = 1,
        .msg_control = control,
        .msg_controllen = sizeof control,
    };
    int master = -1;
    if (recvmsg(conn, &message, MSG_CMSG_CLOEXEC) > 0) {
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        if (header && header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS)
            memcpy(&master, CMSG_DATA(header), sizeof master);
    }
    close(conn);
    if (master >= 0)
        fcntl(master, F_SETFL, O_NONBLOCK);
    return master;
}

void console_resize(int master, unsigned short columns, unsigned short rows) {
    struct winsize size = {.ws_col = columns, .ws_row = rows};
    ioctl(master, TIOCSWINSZ, &size);
}
