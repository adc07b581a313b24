// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_SETTINGS_H
#define KGUARD_SETTINGS_H

/*
 * Refuses the processes of a cgroup, and of those below it, to write settings below /proc/sys that are not of their own
 * namespaces. The kernel refuses most by their owner. It forgets those that are in each network namespace, and whose
 * switch is the machine's. This holds wherever /proc is mounted. Lasts as long as the cgroup, which must be in the
 * hierarchy of version 2. Ends the process on failure.
 */
void settings_protect(const char *cgroup);

#endif
