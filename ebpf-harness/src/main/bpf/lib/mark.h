// SPDX-License-Identifier: Apache-2.0 OR BSD-2-Clause OR GPL-2.0-only
/* Marks of tasks. */
#pragma once

#include "maps.h"

/* Marks a task. A mark that can't be set is a loss of everything that the task does. */
static __always_inline struct mark *set_mark(struct task_struct *task, u32 simulation, u32 state_only) {
    struct mark fresh = {simulation, state_only};
    struct mark *mark = bpf_task_storage_get(&marks, task, &fresh, BPF_LOCAL_STORAGE_GET_F_CREATE);
    if (mark) {
        *mark = fresh;
    } else {
        count_loss(simulation, EVENT_CODES, LOSS_MARK_FAILED);
    }
    return mark;
}

/* Marks a task that is in a container's cgroup now. Until it executes the container's program it still belongs to the
 * runtime: some of its acts come before the move and some after, depending on timing. */
static __always_inline struct mark *enter_container(struct task_struct *task, u32 simulation,
                                                    const struct mark *before) {
    return set_mark(task, simulation, before && before->state_only ? MARK_ENTERING : MARK_JUDGED);
}
