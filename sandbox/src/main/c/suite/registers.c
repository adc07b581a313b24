// SPDX-License-Identifier: Apache-2.0
#include "registers.h"

#include <errno.h>

#include "fail.h"

#define COUNT 2048

static long values[COUNT];

static void check(long index) {
    errno = 0;
    if (index < 0 || index >= COUNT)
        die("the plan has no value %ld", index);
}

void registers_set(long index, long value) {
    check(index);
    values[index] = value;
}

long registers_get(long index) {
    check(index);
    return values[index];
}
