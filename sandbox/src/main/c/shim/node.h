// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_NODE_H
#define KGUARD_NODE_H

#include <sys/types.h>

/* Starts the processes of a decoy node in a new pid namespace, with this folder, a mount point, as their root. A proc
 * file system is mounted in it. They end with the caller. Returns their init. */
pid_t node_start(const char *root);

/* Ends them and waits for the end. */
void node_end(pid_t init);

#endif
