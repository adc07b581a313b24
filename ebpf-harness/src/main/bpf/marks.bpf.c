// SPDX-License-Identifier: Apache-2.0 OR BSD-2-Clause OR GPL-2.0-only
/* Which processes are recorded, and for which simulation. The leader of a thread group carries the mark, and forks
 * inherit it. A process is marked when it enters the cgroup of a watched container, or by Java. */

#include "lib/clone.h"
#include "lib/container.h"
#include "lib/mark.h"

/* Whether a task's parent moves it. A runtime does so with the future first process of a container. Any other process
 * that enters a container's cgroup is judged at once. */
static __always_inline bool is_moved_by_parent(struct task_struct *mover, struct task_struct *task) {
    u32 parent = BPF_CORE_READ(task, real_parent, tgid);
    return mover->tgid == parent && mover->tgid != task->tgid;
}

/* A daemon's runtime moves a container's first process: marks the runtime's parent, the shim, which starts later
 * processes. The shim has existed for a while, so a record of it replaces its clone event. */
static __always_inline struct mark *enter_by_daemon(struct task_struct *mover, struct task_struct *leader,
                                                    u32 simulation) {
    struct task_struct *shim = mover->real_parent;
    shim = shim ? shim->group_leader : NULL;
    if (shim && !mark_of(shim)) {
        struct mark *mark = set_mark(shim, simulation, MARK_OUTSIDE);
        if (mark) {
            submit_clone_of(shim, mark);
        }
    }
    return set_mark(leader, simulation, MARK_ENTERING);
}

static __always_inline void on_cgroup_attach_task(struct cgroup *cgroup, struct task_struct *task) {
    struct watched *watched = find_container(cgroup);
    if (!watched) {
        return;
    }
    __sync_fetch_and_add(&watched->entered, 1);
    struct task_struct *leader = task->group_leader;
    struct mark *mark = mark_of(leader);
    struct task_struct *mover = current_task();
    if (!mark && watched->by_daemon && is_moved_by_parent(mover, task)) {
        enter_by_daemon(mover, leader, watched->simulation);
    } else {
        enter_container(leader, watched->simulation, mark);
    }
}

SEC("tp_btf/cgroup_attach_task")
int BPF_PROG(cgroup_attach_task, struct cgroup *cgroup, const char *path, struct task_struct *task) {
    UNSTOPPED(on_cgroup_attach_task(cgroup, task));
    return 0;
}

static __always_inline void on_sched_process_fork(struct task_struct *parent, struct task_struct *child) {
    struct mark *mark = get_mark(parent);
    struct watched *entered = NULL;
    struct css_set *cgroups = BPF_CORE_READ(child, cgroups);
    if (cgroups != BPF_CORE_READ(parent, cgroups)) {
        entered = find_container(BPF_CORE_READ(cgroups, dfl_cgrp));
    }
    if (entered) {
        __sync_fetch_and_add(&entered->entered, 1);
    }
    if (entered && !mark && entered->by_daemon) {
        mark = enter_by_daemon(parent, child, entered->simulation);
    } else if (entered) {
        mark = enter_container(child, entered->simulation, mark);
    } else if (mark) {
        /* Threads too: a thread that calls execve becomes the leader and keeps its own mark. */
        mark = set_mark(child, mark->simulation, mark->state_only);
    }
    if (mark) {
        submit_child(parent, child, mark);
    }
}

/* Kernels that stop programs have these. */
extern struct task_struct *bpf_task_from_pid(s32 number) __ksym __weak;
extern void bpf_task_release(struct task_struct *task) __ksym __weak;

/* The child does not run yet, so it has not ended either. */
static __always_inline void on_fork_of_number(s32 number) {
    struct task_struct *parent = current_task();
    struct task_struct *child = bpf_task_from_pid(number);
    if (child) {
        on_sched_process_fork(parent, child);
        bpf_task_release(child);
        return;
    }
    struct mark *mark = get_mark(parent);
    if (mark) {
        count_loss(mark->simulation, EVENT_CODES, LOSS_MARK_FAILED);
    }
}

SEC("tp_btf/sched_process_fork")
int BPF_PROG(sched_process_fork) {
    if (stops_programs) {
        on_fork_of_number(((struct trace_event_raw_sched_process_fork *)ctx)->child_pid);
    } else {
        on_sched_process_fork(argument_at(ctx, 0), argument_at(ctx, 1));
    }
    return 0;
}
