// SPDX-License-Identifier: Apache-2.0 OR BSD-2-Clause OR GPL-2.0-only
/* The start of system calls whose arguments are in memory that others can change. Attached when there is a simulation.
 * Before that nobody is marked, and it would only cost time. */

#include "lib/family.h"
#include "lib/taken.h"

SEC("tp_btf/sys_enter")
int BPF_PROG(take_arguments, struct pt_regs *regs, long number) {
    struct task_struct *task = current_task();
    struct mark *mark = get_mark_quickly(task);
    struct scratch *scratch = get_scratch();
    if (!mark || !scratch || mark->state_only != MARK_JUDGED) {
        return 0;
    }
    u32 index = read_call(scratch, task, regs);
    const volatile struct call *call = &settings.calls[index & (MAX_CALLS - 1)];
    if (index >= MAX_CALLS || !call->taken || !is_selected(get_simulation(mark->simulation), call->exit_code)) {
        return 0;
    }
    struct taken *taken = bpf_task_storage_get(&taken_arguments, task, NULL, BPF_LOCAL_STORAGE_GET_F_CREATE);
    if (!taken) {
        count_loss(mark->simulation, call->exit_code, LOSS_MARK_FAILED);
        return 0;
    }
    taken->call = index + 1;
    taken->unsure = 0;
    take_arguments_of(scratch, call->taken);
    return 0;
}
