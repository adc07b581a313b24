// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_CONFINE_H
#define KGUARD_CONFINE_H

/*
 * Gives up what a plugin must not have: privileges, programs, sockets, files to write, and all files to read but those
 * that a library needs and those named. Works for any user; root becomes one who owns nothing. It uses no newer version
 * of Landlock than this one. Sends a reply and returns -1 if the kernel can't do it; then no plugin may be loaded.
 */
int confine(const char *const *readable, unsigned count, unsigned landlock);

#endif
