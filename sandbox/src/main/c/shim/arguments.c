// SPDX-License-Identifier: Apache-2.0
#include "arguments.h"

#include <stddef.h>
#include <string.h>

const char *argument(int argc, char *argv[], const char *name) {
    for (int i = 1; i + 1 < argc; i++)
        if (!strcmp(argv[i], name))
            return argv[i + 1];
    return NULL;
}
