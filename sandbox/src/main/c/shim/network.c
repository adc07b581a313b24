// SPDX-License-Identifier: Apache-2.0
#include "network.h"

#include <fcntl.h>
#include <sched.h>

#include "broker.h"
#include "jail_enter.h"
#include "netlink.h"
#include "report.h"
#include "user_namespace.h"

static int outside;
static int inside;

static void add_namespaces(int kinds) {
    if (jail_is_entered())
        user_namespace_add(kinds);
    else if (unshare(kinds))
        die("unshare the pod's namespaces");
}

void network_enter(const char *path) {
    outside = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
    if (!path)
        add_namespaces(CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS);
    inside = open(path ? path : "/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
    if (outside < 0 || inside < 0)
        die("open the network namespace");
    if (path && setns(inside, CLONE_NEWNET))
        die("enter the network namespace %s", path);
    netlink_loopback_up();
}

/* A socket stays in the network namespace in which it was created. */
int network_connect_outside(const struct sockaddr_in *target, const struct sockaddr_in *source) {
    if (jail_is_entered())
        return jail_connect(target, source);
    if (setns(outside, CLONE_NEWNET))
        return -1;
    int fd = broker_connect(&(struct broker_request){.target = *target, .source = *source});
    if (setns(inside, CLONE_NEWNET))
        die("return to the pod's network");
    return fd;
}
