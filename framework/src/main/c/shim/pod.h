// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_POD_H
#define KGUARD_POD_H

/*
 * What standard input says, a frame each with these texts. The order counts: a mount comes before what uses it.
 */
enum pod_frame {
    POD_HOST_NAME = 'h', /* NAME */
    POD_ADDRESS = 'a',   /* A.B.C.D, the pod's own */
    POD_TCP_PEER = 't',  /* A.B.C.D PORT "sink"
                          * A.B.C.D PORT "answer" 0|1 HEX, 1: the connection ends then
                          * A.B.C.D PORT "relay" A.B.C.D PORT, to an address outside the pod */
    POD_UDP_PEER = 'u',  /* A.B.C.D PORT "sink"
                          * A.B.C.D PORT "answer" 0 HEX */
    POD_UNIX_PEER = 's', /* PATH HEX, a socket on a path that answers and closes */
    POD_MOUNTS = 'm',    /* as mounts.h has them: what the containers share */
    POD_NODE = 'n',      /* FOLDER, the root of the processes of a decoy node, as node.h has them */
    POD_END = '.',
};

/*
 * Holds a pod's network, IPC, UTS and mount namespaces, and plays the peers on its network. Reads frames from standard
 * input, and ends when that does. With a network namespace, a file in /proc, it enters that one and makes none of its
 * own: another runtime holds the pod. It ends what is in the cgroup then, if it was given one. It begins with the
 * mounts of another mount namespace if one is given, those of its node.
 */
int pod_main(const char *network, const char *cgroup, const char *volumes);

#endif
