// SPDX-License-Identifier: Apache-2.0 OR BSD-2-Clause OR GPL-2.0-only
/*
 * Loops over what the kernel or a process keeps in lists and trees. The verifier goes through every round of an
 * ordinary loop; bpf_loop, since Linux 5.17, shows it the step once, which is most of the time that loading takes.
 */
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
