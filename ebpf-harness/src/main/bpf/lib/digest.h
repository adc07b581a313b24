// SPDX-License-Identifier: Apache-2.0 OR BSD-2-Clause OR GPL-2.0-only
/* A digest of bytes in the processor's scratch. */
#pragma once

#include "loop.h"
#include "maps.h"

struct digestion {
    u32 start; /* in the processor's scratch */
    u32 length;
    u64 state[2];
};

static __always_inline u64 rotate(u64 value, u32 bits) {
    return value << bits | value >> (64 - bits);
}

static long digest_word(u32 round, void *context) {
    struct digestion *it = context;
    struct scratch *scratch = get_scratch();
    u32 at = round * 8;
    if (!scratch || at >= it->length) {
        return 1;
    }
    u64 word = *(const u64 *)(scratch->bytes + ((it->start + at) & (EVENT_MAX - 1)));
    if (it->length - at < 8) {
        word &= (1ULL << (it->length - at) * 8) - 1; /* the machine is little-endian */
    }
    it->state[0] ^= word;
    for (int i = 0; i < 2; i++) {
        it->state[0] += it->state[1];
        it->state[1] = rotate(it->state[1], 13) ^ it->state[0];
        it->state[0] = rotate(it->state[0], 32) + it->state[1];
        it->state[1] = rotate(it->state[1], 17) ^ it->state[0];
    }
    it->state[1] ^= word;
    return 0;
}

/* A digest of a string in the scratch, under a secret key, so that nobody can make two strings with the same digest. */
__noinline u64 digest(u32 start, u32 length) {
    struct digestion it = {start, length, {settings.key[0], settings.key[1]}};
    LOOP(PATH_MAX / 8, digest_word, &it);
    return it.state[0] ^ it.state[1];
}
