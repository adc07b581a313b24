// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_CGROUP_H
#define KGUARD_CGROUP_H

/*
 * Kills what is in a cgroup and in those below it, until nothing is. Gives up after ten seconds. In the hierarchy of
 * the freezer what is frozen ends as well.
 */
void cgroup_kill(const char *folder);

#endif
