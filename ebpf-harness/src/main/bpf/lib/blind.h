// SPDX-License-Identifier: Apache-2.0 OR BSD-2-Clause OR GPL-2.0-only
/* Records what a process did that no event shows, for Java to report. */
#pragma once

#include "maps.h"

struct blind_record {
    struct record_header header;
    struct blind_spot it;
};

/* A record in the processor's scratch, where paths are built: it does not fit on the stack. */
static __always_inline struct blind_record *start_blind_spot(u32 simulation, u32 cause, u32 detail) {
    struct scratch *scratch = get_scratch();
    if (!scratch) {
        return NULL;
    }
    struct blind_record *record = (void *)scratch->path;
    __builtin_memset(record, 0, sizeof(*record));
    record->header.simulation = simulation;
    record->header.cpu = bpf_get_smp_processor_id();
    record->header.flags = RECORD_BLIND_SPOT;
    record->it.cause = cause;
    record->it.detail = detail;
    record->it.pid = current_task()->tgid;
    return record;
}

static __always_inline void submit_blind_spot(struct blind_record *record) {
    if (bpf_ringbuf_output(&ring, record, sizeof(*record), BPF_RB_NO_WAKEUP)) {
        count_loss(record->header.simulation, EVENT_CODES, LOSS_RING_FULL);
    }
}

/* Records an act of the current process; `target` is the affected process, if any. A separate function, so that it is
 * verified once. */
__noinline int note_blind_spot(u32 simulation, u32 cause, u32 detail, u64 target_address) {
    struct task_struct *task = current_task();
    struct task_struct *target = (void *)target_address;
    struct blind_record *record = start_blind_spot(simulation, cause, detail);
    if (record) {
        record->it.target = BPF_CORE_READ(target, tgid);
        bpf_probe_read_kernel_str(record->it.comm, COMM, BPF_CORE_READ(task, group_leader)->comm);
        bpf_probe_read_kernel_str(record->it.target_comm, COMM, target->comm);
        submit_blind_spot(record);
    }
    return 0;
}
