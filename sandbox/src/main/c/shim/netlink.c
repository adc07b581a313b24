// SPDX-License-Identifier: Apache-2.0
#include "netlink.h"

#include <errno.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "report.h"

#define LOOPBACK_INDEX 1

struct request {
    struct nlmsghdr header;
    union {
        struct ifaddrmsg address;
        struct rtmsg route;
    } body;
    char attributes[128];
};

static void add_attribute(struct request *request, unsigned short type, const void *data, unsigned short length) {
    struct rtattr *attribute = (void *)((char *)request + NLMSG_ALIGN(request->header.nlmsg_len));
    attribute->rta_type = type;
    attribute->rta_len = RTA_LENGTH(length);
    memcpy(RTA_DATA(attribute), data, length);
    request->header.nlmsg_len = NLMSG_ALIGN(request->header.nlmsg_len) + RTA_ALIGN(attribute->rta_len);
}

static void transact(struct request *request) {
    struct {
        struct nlmsghdr header;
        struct nlmsgerr error;
        char rest[512];
    } answer;
    request->header.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE;
    int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
    if (fd < 0)
        die("netlink");
    if (send(fd, request, request->header.nlmsg_len, 0) < 0 || recv(fd, &answer, sizeof answer, 0) < 0)
        die("netlink");
    close(fd);
    errno = -answer.error.error;
    if (answer.header.nlmsg_type == NLMSG_ERROR && errno && errno != EEXIST)
        die("configure the pod's network");
}

void netlink_loopback_up(void) {
    struct ifreq device = {.ifr_name = "lo", .ifr_flags = IFF_UP};
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || ioctl(fd, SIOCSIFFLAGS, &device))
        die("bring up the pod's loopback device");
    close(fd);
}

void netlink_add_address(struct in_addr address) {
    struct request request = {
        .header = {.nlmsg_len = NLMSG_LENGTH(sizeof request.body.address), .nlmsg_type = RTM_NEWADDR},
        .body.address = {.ifa_family = AF_INET, .ifa_prefixlen = 32, .ifa_index = LOOPBACK_INDEX},
    };
    add_attribute(&request, IFA_LOCAL, &address, sizeof address);
    transact(&request);
}

/* A route of type local makes the address local. Unlike an address of the device, it can also set the source address
 * for reaching it. */
void netlink_add_peer(struct in_addr peer, struct in_addr from) {
    struct request request = {
        .header = {.nlmsg_len = NLMSG_LENGTH(sizeof request.body.route), .nlmsg_type = RTM_NEWROUTE},
        .body.route =
            {
                .rtm_family = AF_INET,
                .rtm_dst_len = 32,
                .rtm_table = RT_TABLE_LOCAL,
                .rtm_protocol = RTPROT_BOOT,
                .rtm_scope = RT_SCOPE_HOST,
                .rtm_type = RTN_LOCAL,
            },
    };
    int device = LOOPBACK_INDEX;
    add_attribute(&request, RTA_DST, &peer, sizeof peer);
    add_attribute(&request, RTA_OIF, &device, sizeof device);
    if (from.s_addr)
        add_attribute(&request, RTA_PREFSRC, &from, sizeof from);
    transact(&request);
}
