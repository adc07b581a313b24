// SPDX-License-Identifier: Apache-2.0 OR BSD-2-Clause OR GPL-2.0-only
/* The system call that a task is in, through any interface. As in Falco, calls of x86's 32-bit interface count as the
 * machine's own call with the same name. */
#pragma once

#include "maps.h"

enum form {
    FORM_NATIVE,
    FORM_32BIT,   /* pointers and lengths in memory have 32 bits */
    FORM_DIFFERS, /* its arguments can't be interpreted */
};

#if defined(__TARGET_ARCH_x86)

#define X32_BIT       0x40000000
#define NR_MMAP2      192
#define NR_SOCKETCALL 102
#define PAGE_SHIFT    12

/* The arguments of socketcall are in memory. They become those of the call that it stands for. */
static __always_inline u32 read_socket_call(struct scratch *scratch) {
    u32 words[6] = {};
    u64 which = scratch->args[0];
    if (which >= SOCKET_CALLS) {
        return 0;
    }
    bpf_probe_read_user(words, sizeof(words), (void *)scratch->args[1]);
    for (int i = 0; i < 6; i++) {
        scratch->args[i] = words[i];
    }
    return settings.socket_calls[which];
}

static __always_inline u32 read_32bit_call(struct scratch *scratch, struct pt_regs *regs) {
    u64 number = regs->orig_ax;
    scratch->args[0] = (u32)regs->bx;
    scratch->args[1] = (u32)regs->cx;
    scratch->args[2] = (u32)regs->dx;
    scratch->args[3] = (u32)regs->si;
    scratch->args[4] = (u32)regs->di;
    scratch->args[5] = (u32)regs->bp;
    if (number >= MAX_CALLS) {
        return MAX_CALLS;
    }
    u32 same = settings.calls_32bit[number];
    if (number == NR_MMAP2) {
        scratch->args[5] <<= PAGE_SHIFT;
    }
    if (number == NR_SOCKETCALL) {
        same = read_socket_call(scratch);
    }
    scratch->form = same & CALL_DIFFERS ? FORM_DIFFERS : FORM_32BIT;
    return (same & (CALL_DIFFERS - 1)) - 1; /* an unknown call is 0, which becomes an invalid number */
}

#endif

/* The call's number in the machine's own interface, with the arguments in the scratch. MAX_CALLS or above if no native
 * call matches. */
static __always_inline u32 read_call(struct scratch *scratch, struct task_struct *task, struct pt_regs *regs) {
    u64 number = call_number(regs);
    scratch->form = FORM_NATIVE;
#if defined(__TARGET_ARCH_x86)
    if (is_32bit_call(task)) {
        return read_32bit_call(scratch, regs);
    }
    if (number >> 30 == 1) {
        number &= ~X32_BIT; /* calls up to 511 are the same */
        scratch->form = number < MAX_CALLS ? FORM_NATIVE : FORM_DIFFERS;
    }
#else
    if (is_32bit_call(task)) {
        scratch->form = FORM_DIFFERS;
        return MAX_CALLS;
    }
#endif
    scratch->args[0] = ARG0(regs);
    scratch->args[1] = ARG1(regs);
    scratch->args[2] = ARG2(regs);
    scratch->args[3] = ARG3(regs);
    scratch->args[4] = ARG4(regs);
    scratch->args[5] = ARG5(regs);
    return number < MAX_CALLS ? number : MAX_CALLS;
}
