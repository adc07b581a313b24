// SPDX-License-Identifier: Apache-2.0
#include "network.h"

#include <errno.h>
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "fail.h"

#define LOOPBACK_INDEX 1
#define IPV4_LENGTH    4

struct request {
    struct nlmsghdr header;
    struct ifaddrmsg address;
    char attributes[64];
};

static void add(struct request *request, unsigned short type, const void *data, size_t length) {
    struct rtattr *attribute = (void *)((char *)request + NLMSG_ALIGN(request->header.nlmsg_len));
    attribute->rta_type = type;
    attribute->rta_len = (unsigned short)RTA_LENGTH(length);
    memcpy(RTA_DATA(attribute), data, length);
    request->header.nlmsg_len = (unsigned)(NLMSG_ALIGN(request->header.nlmsg_len) + RTA_ALIGN(attribute->rta_len));
}

bool network_add(const void *address, size_t length) {
    struct {
        struct nlmsghdr header;
        struct nlmsgerr error;
        char rest[512];
    } answer;
    struct request request = {
        .header = {.nlmsg_len = NLMSG_LENGTH(sizeof request.address),
                   .nlmsg_type = RTM_NEWADDR,
                   .nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE},
        .address = {.ifa_family = length == IPV4_LENGTH ? AF_INET : AF_INET6,
                    .ifa_prefixlen = (unsigned char)(8 * length),
                    .ifa_flags = IFA_F_NODAD,
                    .ifa_scope = RT_SCOPE_UNIVERSE,
                    .ifa_index = LOOPBACK_INDEX},
    };
    add(&request, IFA_LOCAL, address, length);
    add(&request, IFA_ADDRESS, address, length);
    int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
    if (fd < 0)
        return fail("netlink");
    bool done = send(fd, &request, request.header.nlmsg_len, 0) > 0 && recv(fd, &answer, sizeof answer, 0) > 0;
    close(fd);
    if (done && answer.header.nlmsg_type == NLMSG_ERROR) {
        errno = -answer.error.error;
        done = !errno || errno == EEXIST;
    }
    return done || fail("add the server's address to the pod's network");
}
