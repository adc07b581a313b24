// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_ARGUMENTS_H
#define KGUARD_ARGUMENTS_H

/* The value after an option, or NULL. */
const char *argument(int argc, char *argv[], const char *name);

#endif
