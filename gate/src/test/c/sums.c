// SPDX-License-Identifier: Apache-2.0
/* Takes what adds up: "datagrams COUNT" fills UDP sockets, "sockets COUNT" has netlink sockets, "networks COUNT" has
 * UDP sockets in network namespaces of its own, 50 in each, "terminals COUNT" opens terminals, "mounts COUNT" opens 200
 * in each of some file systems of its own, "devices COUNT" makes network devices with a thread of the kernel for each
 * of 4096 queues. Says how many it got, and holds them until it is killed. */
#include <fcntl.h>
#include <linux/ethtool.h>
#include <linux/if.h>
#include <linux/if_link.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#define DATAGRAM 32000
#define EACH     6
#define PER_NET  50
#define QUEUES   4096

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

/* Two devices that are the ends of one cable; the kernel names them veth0, veth1 and so on. */
static bool add_cable(int netlink) {
    static const char kind[8] = "veth";
    struct {
        struct nlmsghdr header;
        struct ifinfomsg info;
        struct nlattr receive;
        unsigned int receive_queues;
        struct nlattr send;
        unsigned int send_queues;
        struct nlattr link;
        struct nlattr kind;
        char name[sizeof kind];
    } message = {
        .header = {sizeof message, RTM_NEWLINK, NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL, 0, 0},
        .receive = {sizeof(struct nlattr) + sizeof(int), IFLA_NUM_RX_QUEUES},
        .receive_queues = QUEUES,
        .send = {sizeof(struct nlattr) + sizeof(int), IFLA_NUM_TX_QUEUES},
        .send_queues = QUEUES,
        .link = {2 * sizeof(struct nlattr) + sizeof kind, IFLA_LINKINFO},
        .kind = {sizeof(struct nlattr) + sizeof kind, IFLA_INFO_KIND},
    };
    memcpy(message.name, kind, sizeof kind);
    struct {
        struct nlmsghdr header;
        struct nlmsgerr result;
        char rest[sizeof message];
    } answer;
    return send(netlink, &message, sizeof message, 0) > 0 && recv(netlink, &answer, sizeof answer, 0) > 0 &&
           !answer.result.error;
}

/* A device has a thread for each queue when it merges packets, is up, and "threaded" is 1. */
static bool add_threads(int netlink, int number) {
    struct ethtool_value merge = {ETHTOOL_SGRO, 1};
    struct ifreq request = {.ifr_data = (void *)&merge};
    snprintf(request.ifr_name, sizeof request.ifr_name, "veth%d", number);
    char file[64];
    snprintf(file, sizeof file, "/tmp/class/net/veth%d/threaded", number);
    if (ioctl(netlink, SIOCETHTOOL, &request))
        return false;
    request.ifr_flags = IFF_UP;
    if (ioctl(netlink, SIOCSIFFLAGS, &request))
        return false;
    int fd = open(file, O_WRONLY);
    return fd >= 0 && write(fd, "1", 1) == 1 && !close(fd);
}

static bool hold_threads_of_devices(int number) {
    static int netlink = -1;
    if (netlink < 0) {
        if (unshare(CLONE_NEWNET | CLONE_NEWNS) || mount("sysfs", "/tmp", "sysfs", 0, NULL))
            return false;
        netlink = socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
    }
    if (number % 2 == 0 && !add_cable(netlink))
        return false;
    return add_threads(netlink, number);
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
        if (!strcmp(argv[1], "devices") && !hold_threads_of_devices(got))
            break;
    }
    printf("got %d\n", got);
    fflush(stdout);
    pause();
    return 0;
}
