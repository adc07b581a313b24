// SPDX-License-Identifier: Apache-2.0
#include "value.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "play.h"
#include "registers.h"

void *value_bytes(const char *digits, size_t *length) {
    *length = strlen(digits) / 2;
    unsigned char *bytes = calloc(*length + 1, 1);
    if (!bytes)
        die("memory for an argument");
    for (size_t i = 0; i < *length; i++) {
        unsigned int byte;
        if (sscanf(digits + 2 * i, "%2x", &byte) != 1)
            die("the plan has malformed bytes");
        bytes[i] = (unsigned char)byte;
    }
    return bytes;
}

long value_of(char *word) {
    size_t length;
    switch (*word) {
    case 'n':
        return strtol(word + 1, NULL, 10);
    case 'r':
        return registers_get(strtol(word + 1, NULL, 10));
    case 'p':
        return play_pid(strtol(word + 1, NULL, 10));
    case 'v':
        return play_victim();
    case 's':
        return (long)(word + 1);
    case 'x':
        return (long)value_bytes(word + 1, &length);
    case 'z': {
        char *space = calloc(strtoul(word + 1, NULL, 10) + 1, 1);
        if (!space)
            die("memory for an argument");
        return (long)space;
    }
    default:
        errno = 0;
        die("the plan has the unknown value \"%s\"", word);
    }
}
