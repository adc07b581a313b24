// SPDX-License-Identifier: Apache-2.0 OR BSD-2-Clause OR GPL-2.0-only
/* Calls that change the address space. */

#include "lib/family.h"

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
