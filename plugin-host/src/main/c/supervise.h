// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_SUPERVISE_H
#define KGUARD_SUPERVISE_H

/*
 * Returns in a new process, whose frames are at REQUESTS and REPLIES, and whose own output goes to the process before
 * it. That one stays and runs nothing of the plugin. It ends the new process when whoever started it is gone, and
 * itself when the new process has ended; then it says on its standard error how, and the end of what the plugin wrote.
 */
void supervise(void);

#endif
