// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_POD_H
#define KGUARD_POD_H

/* The frames on standard input, each with these strings. The order matters: a mount comes before what uses it. */
enum pod_frame {
    POD_HOST_NAME = 'h', /* NAME */
    POD_ADDRESS = 'a',   /* A.B.C.D, the pod's own address */
    POD_TCP_PEER = 't',  /* A.B.C.D PORT "sink"
                          * A.B.C.D PORT "answer" 0|1 HEX, 1: the connection ends then
                          * A.B.C.D PORT "relay" A.B.C.D PORT, to an address outside the pod */
    POD_UDP_PEER = 'u',  /* A.B.C.D PORT "sink"
                          * A.B.C.D PORT "answer" 0 HEX */
    POD_UNIX_PEER = 's', /* PATH HEX, a socket at a path that answers and closes */
    POD_MOUNTS = 'm',    /* in the format of mounts.h: what the containers share */
    POD_NODE = 'n',      /* FOLDER, the root of the processes of a decoy node, as node.h has them */
    POD_FENCE = 'f',     /* ("tcp"|"udp" A.B.C.D PORT)..., the peers to which nothing gets through; the others answer */
    POD_PROBE = 'p',     /* A.B.C.D PORT, only after the end: whether a TCP connection is made */
    POD_END = '.',
};

/*
 * Holds a pod's network, IPC, UTS and mount namespaces, and runs the peers on its network. Reads frames from standard
 * input, and ends when that does. After the end, a fence is answered with the line "done", and a probe with
 * "open", "refused", "none" (there is no way to the address), "silent" (no answer, although the network works) or
 * "unknown". With a network namespace, a file in /proc, it enters that one and creates none,
 * because another runtime holds the pod. Then it also kills the processes in the cgroup at its end, if one is given. If
 * the mount namespace of a node is given, it starts as a copy of that.
 */
int pod_main(const char *network, const char *cgroup, const char *volumes);

#endif
