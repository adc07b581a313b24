// SPDX-License-Identifier: Apache-2.0
/* A system call through the 32-bit interface of x86-64. */
#pragma once

#include <stdint.h>

/* An address that 32 bits hold: programs without position-independent code have their variables there. */
#define low(pointer) ((unsigned)(uintptr_t)(pointer))

static inline long int80(long number, unsigned a, unsigned b, unsigned c, unsigned d, unsigned e, unsigned f) {
    int result;
    /* The sixth argument is in a register that compilers keep for themselves. */
    __asm__ volatile("push %%rbp; mov %7, %%ebp; int $0x80; pop %%rbp"
                     : "=a"(result)
                     : "a"(number), "b"(a), "c"(b), "d"(c), "S"(d), "D"(e), "r"(f)
                     : "memory", "r9", "r10", "r11");
    return result;
}
