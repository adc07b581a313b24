// SPDX-License-Identifier: Apache-2.0 OR BSD-2-Clause OR GPL-2.0-only
/* A processor switches from one thread to another. The event belongs to the first one. Since Linux 7.0 that may be in
 * the middle of another program, which uses the processor's scratch, so the event is built on the stack. */

#include "lib/family.h"

#define SWITCH_PARAMS 6

struct __attribute__((packed)) switch_record {
    struct record_header record;
    struct event_header event;
    u16 lengths[SWITCH_PARAMS];
    s64 next;
    u64 major_faults;
    u64 minor_faults;
    u32 size;
    u32 resident;
    u32 swapped;
};

SEC("tp_btf/sched_switch")
int BPF_PROG(sched_switch, bool preempted, struct task_struct *task, struct task_struct *next) {
    struct mark *mark = get_mark_quickly(task);
    if (!mark || !is_selected(get_simulation(mark->simulation), CODE_SWITCH)) {
        return 0;
    }
    struct memory memory = memory_of(task);
    struct switch_record it = {
        .record = {mark->simulation, bpf_get_smp_processor_id(), record_flags(mark)},
        .event = {settings.boot_time + bpf_ktime_get_boot_ns(), task->pid, sizeof(it) - sizeof(it.record), CODE_SWITCH,
                  SWITCH_PARAMS},
        .lengths = {sizeof(it.next), sizeof(it.major_faults), sizeof(it.minor_faults), sizeof(it.size),
                    sizeof(it.resident), sizeof(it.swapped)},
        /* 1: next; 2: pgft_maj; 3: pgft_min; 4: vm_size; 5: vm_rss; 6: vm_swap */
        .next = next->pid,
        .major_faults = task->maj_flt,
        .minor_faults = task->min_flt,
        .size = memory.size,
        .resident = memory.resident,
        .swapped = memory.swapped,
    };
    if (bpf_ringbuf_output(&ring, &it, sizeof(it), BPF_RB_NO_WAKEUP)) {
        count_loss(mark->simulation, CODE_SWITCH, LOSS_RING_FULL);
    }
    return 0;
}
