// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_USER_NAMESPACE_H
#define KGUARD_USER_NAMESPACE_H

/*
 * Two user namespaces of a jail. The jail's own has runc, the shims and the processes that hold pods. The one below it
 * has the containers and the processes of a decoy node, and nothing else: so what a user namespace shares (binfmt_misc,
 * keyrings, the right to trace) is shared among pods, as on a node, but not with what runs them. The namespaces of pods
 * belong to it, so that their root has all rights over them, and none over the jail.
 *
 * The ids are the same in both. Id N below JAIL_IDS is the kernel's id F + N; F is the first of a range that no other
 * jail of the machine has meanwhile. A greater id N, up to LAST_ID, is the kernel's id HIGH_IDS + N in all jails. No
 * such id owns a file or process of the machine. The kernel charges what is limited by user to these ids, too.
 */
#define JAIL_FIRST_ID 0x40000000u
#define JAIL_IDS      0x100000u
#define JAILS         1024u
#define HIGH_IDS      0x80000000u
#define LAST_ID       0x3fffffffu

/*
 * Creates a jail's own user namespace, and returns its descriptor. The process keeps the range of ids until it ends.
 */
int user_namespace_of_jail(void);

/* Creates the user namespace of its containers. For the first process of the jail, with the jail's root directory. */
void user_namespace_of_containers(void);
/* Where processes of the jail find it. */
#define CONTAINERS_USER_NAMESPACE "/run/containers-user-namespace"

/* Enters it. The process then has no right over the jail. */
void user_namespace_enter(void);

/* Creates namespaces of other kinds, CLONE_NEW..., which belong to it, and enters them. The process stays in the user
 * namespace of the jail, whose root has all rights over them. */
void user_namespace_add(int namespaces);

#endif
