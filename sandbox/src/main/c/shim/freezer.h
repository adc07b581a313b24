// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_FREEZER_H
#define KGUARD_FREEZER_H

/* The freezer of cgroup version 1. A killed process that is frozen ends only when it is thawed. The JVM freezes
 * containers, and may be killed before it thaws them. */

/* Opens a cgroup's file for freezer_thaw_file. Returns -1 if it is not in the freezer's hierarchy. */
int freezer_open(const char *folder);

void freezer_thaw_file(int fd);

/* Thaws everything in a cgroup and below it. */
void freezer_thaw(const char *folder);

/*
 * Thaws all processes that /proc shows.
 *
 *   hierarchy    where the freezer's hierarchy is mounted
 */
void freezer_thaw_all(const char *hierarchy);

#endif
