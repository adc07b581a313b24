// SPDX-License-Identifier: Apache-2.0
#include "broker.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "report.h"

#define MAX_TARGETS 64

static struct sockaddr_in targets[MAX_TARGETS];
static int target_count;

union control {
    struct cmsghdr header;
    char space[CMSG_SPACE(sizeof(int))];
};

void broker_allow(const char *address, const char *port) {
    struct sockaddr_in target = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(port))};
    errno = 0;
    if (target_count == MAX_TARGETS || !inet_aton(address, &target.sin_addr))
        die("can't relay to %s:%s", address, port);
    targets[target_count++] = target;
}

static bool is_allowed(const struct sockaddr_in *target) {
    for (int i = 0; i < target_count; i++)
        if (targets[i].sin_addr.s_addr == target->sin_addr.s_addr && targets[i].sin_port == target->sin_port)
            return true;
    return false;
}

int broker_connect(const struct broker_request *request) {
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -1;
    if ((request->source.sin_addr.s_addr &&
         bind(fd, (const struct sockaddr *)&request->source, sizeof request->source)) ||
        connect(fd, (const struct sockaddr *)&request->target, sizeof request->target)) {
        close(fd);
        return -1;
    }
    return fd;
}

static void answer(int socket, int fd) {
    char ok = fd >= 0;
    struct iovec data = {.iov_base = &ok, .iov_len = 1};
    union control control = {0};
    struct msghdr message = {.msg_iov = &data, .msg_iovlen = 1};
    if (fd >= 0) {
        message.msg_control = &control;
        message.msg_controllen = sizeof control;
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(sizeof fd);
        memcpy(CMSG_DATA(header), &fd, sizeof fd);
    }
    sendmsg(socket, &message, MSG_NOSIGNAL);
}

bool broker_serve(int socket) {
    struct broker_request request;
    long n = recv(socket, &request, sizeof request, 0);
    if (n <= 0)
        return n < 0 && errno == EINTR;
    int fd = n == sizeof request && is_allowed(&request.target) ? broker_connect(&request) : -1;
    answer(socket, fd);
    if (fd >= 0)
        close(fd);
    return true;
}

int broker_ask(int socket, const struct broker_request *request) {
    char ok = 0;
    struct iovec data = {.iov_base = &ok, .iov_len = 1};
    union control control = {0};
    struct msghdr message = {
        .msg_iov = &data, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    if (send(socket, request, sizeof *request, MSG_NOSIGNAL) != sizeof *request ||
        recvmsg(socket, &message, MSG_CMSG_CLOEXEC) != 1 || !ok)
        return -1;
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    if (!header || header->cmsg_type != SCM_RIGHTS)
        return -1;
    int fd;
    memcpy(&fd, CMSG_DATA(header), sizeof fd);
    return fd;
}
