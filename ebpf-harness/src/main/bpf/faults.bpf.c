// SPDX-License-Identifier: Apache-2.0 OR BSD-2-Clause OR GPL-2.0-only
/* Page faults; as in Falco, only on x86. A fault may happen while another program reads user memory and uses the
 * processor's scratch, so its event is built on the stack. */

#include "lib/family.h"

#if defined(__TARGET_ARCH_x86)

#define PAGE_FAULT_PARAMS 3

struct __attribute__((packed)) fault_record {
    struct record_header record;
    struct event_header event;
    u16 lengths[PAGE_FAULT_PARAMS];
    u64 address;
    u64 instruction;
    u32 error;
};

/* The processor's bits. Falco also has names for the absence of three of them. */
static __always_inline u32 fault_flags(u64 error) {
    return (error & 1 ? 1 : 2) | (error & 2 ? 4 : 8) | (error & 4 ? 16 : 32) | BIT(error, 8, 64) | BIT(error, 16, 128);
}

static __always_inline int submit_fault(u64 address, struct pt_regs *regs, u64 error) {
    struct task_struct *task = current_task();
    struct mark *mark = get_mark_quickly(task);
    if (!mark || !is_selected(get_simulation(mark->simulation), CODE_PAGE_FAULT)) {
        return 0;
    }
    struct fault_record it = {
        .record = {mark->simulation, bpf_get_smp_processor_id(), record_flags(mark)},
        .event = {settings.boot_time + bpf_ktime_get_boot_ns(), task->pid, sizeof(it) - sizeof(it.record),
                  CODE_PAGE_FAULT, PAGE_FAULT_PARAMS},
        .lengths = {sizeof(it.address), sizeof(it.instruction), sizeof(it.error)},
        /* 1: addr; 2: ip; 3: error */
        .address = address,
        .instruction = regs->ip,
        .error = fault_flags(error),
    };
    if (bpf_ringbuf_output(&ring, &it, sizeof(it), BPF_RB_NO_WAKEUP)) {
        count_loss(mark->simulation, CODE_PAGE_FAULT, LOSS_RING_FULL);
    }
    return 0;
}

SEC("tp_btf/page_fault_user")
int BPF_PROG(page_fault_user, unsigned long address, struct pt_regs *regs, unsigned long error) {
    return submit_fault(address, regs, error);
}

SEC("tp_btf/page_fault_kernel")
int BPF_PROG(page_fault_kernel, unsigned long address, struct pt_regs *regs, unsigned long error) {
    return submit_fault(address, regs, error);
}

#endif
