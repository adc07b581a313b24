// SPDX-License-Identifier: Apache-2.0 OR BSD-2-Clause OR GPL-2.0-only
/* A processor switches from one thread to another. The event belongs to the first one. */

#include "lib/family.h"

#define SWITCH_PARAMS 6

SEC("tp_btf/sched_switch")
int BPF_PROG(sched_switch, bool preempted, struct task_struct *task, struct task_struct *next) {
    struct mark *mark = get_mark_quickly(task);
    struct scratch *scratch = get_scratch();
    if (!mark || !scratch || !is_selected(get_simulation(mark->simulation), CODE_SWITCH)) {
        return 0;
    }
    struct event event;
    begin_event(&event, scratch, mark, CODE_SWITCH, SWITCH_PARAMS, task->pid);
    /* 1: next */
    put_s64(&event, next->pid);
    /* 2: pgft_maj */
    put_u64(&event, task->maj_flt);
    /* 3: pgft_min */
    put_u64(&event, task->min_flt);
    /* 4: vm_size; 5: vm_rss; 6: vm_swap */
    put_memory(&event, task);
    submit_event(&event);
    return 0;
}
