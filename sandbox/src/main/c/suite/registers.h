// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_SUITE_REGISTERS_H
#define KGUARD_SUITE_REGISTERS_H

/* The values of resources and steps that later steps use. */
void registers_set(long index, long value);
long registers_get(long index);

#endif
