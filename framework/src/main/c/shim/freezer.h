// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_FREEZER_H
#define KGUARD_FREEZER_H

/*
 * The freezer of cgroup version 1: who is frozen by it does not end when killed, but only when thawed. The JVM freezes
 * containers, and may be killed before it thaws them.
 */

/* A cgroup's file for freezer_thaw_file, or -1 if its hierarchy is not that of the freezer. */
int freezer_open(const char *folder);

void freezer_thaw_file(int fd);

/* Thaws what is in a cgroup and in those below it. */
void freezer_thaw(const char *folder);

/*
 * Thaws all processes that /proc shows.
 *
 *   hierarchy    where the hierarchy of the freezer is mounted
 */
void freezer_thaw_all(const char *hierarchy);

#endif
