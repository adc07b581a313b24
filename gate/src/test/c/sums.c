// SPDX-License-Identifier: Apache-2.0
/* Takes what adds up: "datagrams COUNT" fills UDP sockets, "sockets COUNT" has netlink sockets, "networks COUNT" has
 * UDP sockets in network namespaces of its own, 50 in each, "terminals COUNT" opens terminals, "mounts COUNT" opens 200
 * in each of some file systems of its own. Says how many it got, and holds them until it is killed. */
#include <fcntl.h>
#include <linux/netlink.h>
#include <netinet/in.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#define DATAGRAM 32000
#define EACH     6
#define PER_NET  50

static char data[DATAGRAM];

static bool fill(int sender) {
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof address) ||
        getsockname(fd, (struct sockaddr *)&address, &length))
        return false;
    for (int i = 0; i < EACH; i++)
        sendto(sender, data, sizeof data, 0, (struct sockaddr *)&address, sizeof address);
    return true;
}

/* A child with sockets in the present network namespace. */
static bool hold_in_child(void) {
    pid_t child = fork();
    if (child)
        return child > 0;
    for (int i = 0; i < PER_NET; i++)
        socket(AF_INET, SOCK_DGRAM, 0);
    pause();
    _exit(0);
}

/* Terminals of a file system; -1 if it has no more. */
static int open_terminals(const char *multiplexer, int count) {
    for (int i = 0; i < count; i++)
        if (open(multiplexer, O_RDWR | O_NOCTTY) < 0)
            return -1;
    return 0;
}

/* A child, because a process may not have as many descriptors. */
static bool hold_in_new_mount(void) {
    if (mount("devpts", "/tmp", "devpts", 0, "newinstance,ptmxmode=0666"))
        return false;
    pid_t child = fork();
    if (child)
        return child > 0;
    open_terminals("/tmp/ptmx", 200);
    pause();
    _exit(0);
}

int main(int argc, char *argv[]) {
    struct rlimit many = {1 << 16, 1 << 16};
    setrlimit(RLIMIT_NOFILE, &many);
    int count = argc > 2 ? atoi(argv[2]) : 0;
    int got = 0;
    int sender = socket(AF_INET, SOCK_DGRAM, 0);
    for (; got < count; got++) {
        if (!strcmp(argv[1], "datagrams") && !fill(sender))
            break;
        if (!strcmp(argv[1], "sockets") && socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE) < 0)
            break;
        if (!strcmp(argv[1], "networks") && (unshare(CLONE_NEWNET) || !hold_in_child()))
            break;
        if (!strcmp(argv[1], "terminals") && open_terminals("/dev/pts/ptmx", 1))
            break;
        if (!strcmp(argv[1], "mounts") && !hold_in_new_mount())
            break;
    }
    printf("got %d\n", got);
    fflush(stdout);
    pause();
    return 0;
}
