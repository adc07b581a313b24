// SPDX-License-Identifier: Apache-2.0 OR BSD-2-Clause OR GPL-2.0-only
/* Loops over lists and trees of the kernel or a process. The verifier checks every round of an ordinary loop. With
 * bpf_loop, since Linux 5.17, it checks the step once. Such checks take most of the loading time. */
#pragma once

#include "kernel.h"

/* Calls `step(round, context)` at most `rounds` times, until it returns 1. */
#define LOOP(rounds, step, context)                                                                                    \
    do {                                                                                                               \
        if (bpf_core_enum_value_exists(enum bpf_func_id, BPF_FUNC_loop)) {                                             \
            bpf_loop(rounds, step, context, 0);                                                                        \
        } else {                                                                                                       \
            for (u32 round = 0; round < (rounds); round++) {                                                           \
                if (step(round, context)) {                                                                            \
                    break;                                                                                             \
                }                                                                                                      \
            }                                                                                                          \
        }                                                                                                              \
    } while (0)
