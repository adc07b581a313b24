// SPDX-License-Identifier: Apache-2.0 OR BSD-2-Clause OR GPL-2.0-only
/* Calls that change the address space. */

#include "lib/family.h"

/* Falco uses other bits for MAP_...; the last ones exist on no architecture. */
static __always_inline u32 map_flags(u32 flags) {
    return BIT(flags, 0x1, 1 << 0) | BIT(flags, 0x2, 1 << 1) | BIT(flags, 0x10, 1 << 2) | BIT(flags, 0x20, 1 << 3) |
#if defined(__TARGET_ARCH_x86)
           BIT(flags, 0x40, 1 << 4) |
#endif
           BIT(flags, 0x4000, 1 << 6) | BIT(flags, 0x8000, 1 << 7) | BIT(flags, 0x10000, 1 << 8) |
           BIT(flags, 0x100, 1 << 9) | BIT(flags, 0x800, 1 << 10) | BIT(flags, 0x1000, 1 << 11) |
           BIT(flags, 0x2000, 1 << 14);
}

static __always_inline u32 protection(u32 flags) {
    return (flags & 0xf) | BIT(flags, 0x01000000, 1 << 4) | BIT(flags, 0x02000000, 1 << 5);
}

EXIT_FAMILY(memory) {
    const u64 *args = call.args;
    /* 1: res */
    put_s64(event, call.result);
    switch (call.code) {
    /* 2: vm_size; 3: vm_rss; 4: vm_swap; 5: addr */
    case CODE_BRK:
        put_memory(event, call.task);
        put_u64(event, args[0]);
        break;
    /* ...; 5: addr; 6: length; 7: prot; 8: flags; 9: fd; 10: offset */
    case CODE_MMAP:
        put_memory(event, call.task);
        put_u64(event, args[0]);
        put_u64(event, args[1]);
        put_u32(event, protection(args[2]));
        put_u32(event, map_flags(args[3]));
        put_fd(event, args[4]);
        put_u64(event, args[5]);
        break;
    /* ...; 5: addr; 6: length */
    case CODE_MUNMAP:
        put_memory(event, call.task);
        put_u64(event, args[0]);
        put_u64(event, args[1]);
        break;
    /* 2: addr; 3: length; 4: prot */
    case CODE_MPROTECT:
        put_u64(event, args[0]);
        put_u64(event, args[1]);
        put_u32(event, protection(args[2]));
        break;
    /* 2: addr; 3: len; 4: flags */
    case CODE_MLOCK:
    case CODE_MUNLOCK:
        put_u64(event, args[0]);
        put_u64(event, args[1]);
        break;
    case CODE_MLOCK2:
        put_u64(event, args[0]);
        put_u64(event, args[1]);
        put_u32(event, args[2] & 1);
        break;
    /* 2: flags */
    case CODE_MLOCKALL:
        put_u32(event, args[0] & 7);
        break;
    case CODE_MUNLOCKALL:
        break;
    }
}
