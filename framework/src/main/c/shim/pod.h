#ifndef KGUARD_POD_H
#define KGUARD_POD_H

/*
 * Holds a pod's network, IPC, UTS and mount namespaces, and plays the peers on its network. Reads from standard input,
 * a line each:
 *
 *   hostname NAME
 *   address A.B.C.D                    the pod's own
 *   tcp|udp A.B.C.D PORT sink
 *   tcp|udp A.B.C.D PORT answer 0|1 HEX    1: the connection ends then
 *   tcp A.B.C.D PORT relay A.B.C.D PORT    to an address outside the pod
 *   mount FIELDS                       as mounts.h has them, with tabs between: what the containers share
 *   unix PATH HEX                      a socket on a path that answers and closes
 *   node FOLDER                        the processes of a decoy node whose root that is, as node.h has them
 *   end
 *
 * and ends when its standard input does. With a network namespace, a file in /proc, it enters that one and makes none
 * of its own: another runtime holds the pod. It ends what is in the cgroup then, if it was given one. It begins with
 * the mounts of another mount namespace if one is given, those of its node.
 */
int pod_main(const char *network, const char *cgroup, const char *volumes);

#endif
