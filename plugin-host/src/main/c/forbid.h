// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_FORBID_H
#define KGUARD_FORBID_H

/* Installs the filter of system calls for this process and what it loads. */
int forbid(void);

#endif
