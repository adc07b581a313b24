// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_HERITAGE_H
#define KGUARD_HERITAGE_H

/*
 * Drops what a process inherits from whoever started the build, and what events of a container would show: its session
 * and terminal, its login, ignored signals, limits, file mode mask, priority and personality. What is left is what a
 * service of a node has.
 */
void heritage_drop(void);

#endif
