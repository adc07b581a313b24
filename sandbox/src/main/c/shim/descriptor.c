// SPDX-License-Identifier: Apache-2.0
#include "descriptor.h"

#include <string.h>
#include <sys/socket.h>

int descriptor_send(int socket, int fd) {
    char control[CMSG_SPACE(sizeof fd)] = {0};
    struct iovec data = {.iov_base = "", .iov_len = 1};
    struct msghdr message = {
        .msg_iov = &data,
        .msg_iovlen = 1,
        .msg_control = control,
        .msg_controllen = sizeof control,
    };
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof fd);
    memcpy(CMSG_DATA(header), &fd, sizeof fd);
    return sendmsg(socket, &message, 0) == 1 ? 0 : -1;
}

static int receive(int socket, int flags) {
    char name[256];
    char control[CMSG_SPACE(sizeof(int))];
    struct iovec data = {.iov_base = name, .iov_len = sizeof name};
    struct msghdr message = {
        .msg_iov = &data,
        .msg_iovlen = 1,
        .msg_control = control,
        .msg_controllen = sizeof control,
    };
    int fd = -1;
    if (recvmsg(socket, &message, flags | MSG_CMSG_CLOEXEC) > 0) {
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        if (header && header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS)
            memcpy(&fd, CMSG_DATA(header), sizeof fd);
    }
    return fd;
}

int descriptor_receive(int socket) {
    return receive(socket, 0);
}

int descriptor_peek(int socket) {
    return receive(socket, MSG_PEEK);
}
