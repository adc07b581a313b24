// SPDX-License-Identifier: Apache-2.0 OR BSD-2-Clause OR GPL-2.0-only
/* The message arguments of calls that send and receive. */
#pragma once

#include "kernel.h"

struct message {
    u64 name;
    u32 name_length;
    u32 reserved;
    u64 vectors;
    u64 vector_count;
    u64 control;
    u64 control_length;
    u64 flags;
};

/* An element of sendmmsg's and recvmmsg's array. */
struct counted_message {
    struct message message;
    u32 length;
    u32 reserved;
};

/* As in Falco, messages after the sixteenth of a call have no event. */
#define MAX_MESSAGES 16
