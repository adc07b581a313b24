// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_CGROUP_H
#define KGUARD_CGROUP_H

/* Kills everything in a cgroup and below it, until nothing is left. Gives up after ten seconds. In the freezer's
 * hierarchy, frozen processes are thawed so that they end too. */
void cgroup_kill(const char *folder);

#endif
