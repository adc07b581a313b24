// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_SUITE_VALUE_H
#define KGUARD_SUITE_VALUE_H

#include <stddef.h>

/* Bytes that are written as hexadecimal digits, in memory of their own. */
void *value_bytes(const char *digits, size_t *length);

/*
 * An argument of a system call. Its first character says what it is: n a number, r the value of an earlier resource or
 * step, s a string, x bytes in hexadecimal digits, z so many bytes of 0, p the process of a number in a play, v its
 * victim.
 */
long value_of(char *word);

#endif
