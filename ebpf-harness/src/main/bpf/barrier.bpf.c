// SPDX-License-Identifier: Apache-2.0 OR BSD-2-Clause OR GPL-2.0-only
/* The barrier: Java runs this program, and waits until its marker comes out of the ring buffer. */

#include "lib/maps.h"

struct barrier_record {
    struct record_header header;
    u64 number;
};

SEC("syscall")
int put_barrier(u64 *number) {
    struct barrier_record it = {{0, 0, RECORD_BARRIER}, *number};
    return bpf_ringbuf_output(&ring, &it, sizeof(it), BPF_RB_FORCE_WAKEUP);
}
