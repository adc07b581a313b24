// SPDX-License-Identifier: Apache-2.0 OR BSD-2-Clause OR GPL-2.0-only
/* The end of a thread. */

#include "lib/family.h"
#include "lib/loop.h"

#define PROCEXIT_PARAMS 5
#define MAX_THREADS     64
#define MAX_ANCESTORS   64

/* include/linux/sched/signal.h */
#define SIGNAL_GROUP_EXIT 0x4

/* A search through a list or up a tree. */
struct search {
    u64 at;
    u64 end;
    u32 level; /* the pid namespace to stay in */
    int found;
};

static long try_thread(u32 round, void *context) {
    struct search *search = context;
    struct list_head *node = (void *)search->at;
    node = BPF_CORE_READ(node, next);
    if (!node || (u64)node == search->end) {
        search->found = 0;
        return 1;
    }
    struct task_struct *thread = (void *)((u64)node - bpf_core_field_offset(struct task_struct, thread_node));
    if (!(BPF_CORE_READ(thread, flags) & PF_EXITING)) {
        search->found = BPF_CORE_READ(thread, pid);
        return 1;
    }
    search->at = (u64)node;
    return 0;
}

/* The number of a thread of the group that is not ending; 0 if there is none, -1 if there are too many to search. */
__noinline int living_thread(u64 signal_address) {
    u64 head = signal_address + bpf_core_field_offset(struct signal_struct, thread_head);
    struct search search = {head, head, 0, -1};
    LOOP(MAX_THREADS, try_thread, &search);
    return search.found;
}

static long try_ancestor(u32 round, void *context) {
    struct search *search = context;
    struct task_struct *ancestor = (void *)search->at;
    struct task_struct *init = (void *)search->end;
    if (ancestor == init || BPF_CORE_READ(ancestor, thread_pid, level) != search->level) {
        search->found = BPF_CORE_READ(init, pid);
        return 1;
    }
    struct signal_struct *signal = BPF_CORE_READ(ancestor, signal);
    if (BPF_CORE_READ_BITFIELD_PROBED(signal, is_child_subreaper)) {
        int reaper = living_thread((u64)signal);
        if (reaper) {
            search->found = reaper;
            return 1;
        }
    }
    search->at = (u64)BPF_CORE_READ(ancestor, real_parent);
    return 0;
}

/*
 * The process that adopts the children of an ending task, by the kernel's rules: another thread of its process, the
 * nearest ancestor that is a subreaper, or the init of its pid namespace. 0 if there is none, -1 if it can't be
 * determined.
 */
static __always_inline int find_reaper(struct task_struct *task) {
    struct signal_struct *signal = BPF_CORE_READ(task, signal);
    /* When the whole process ends, none of its threads adopts, even if some have not started to end yet. */
    if (!(BPF_CORE_READ(signal, flags) & SIGNAL_GROUP_EXIT)) {
        int own = living_thread((u64)signal);
        if (own) {
            return own;
        }
    }
    struct pid *pid = BPF_CORE_READ(task, thread_pid);
    struct pid_namespace *namespace = pid_namespace(pid);
    struct task_struct *init = BPF_CORE_READ(namespace, child_reaper);
    if (init == task) {
        return 0;
    }
    if (!BPF_CORE_READ_BITFIELD_PROBED(signal, has_child_subreaper)) {
        return BPF_CORE_READ(init, pid);
    }
    struct search search = {(u64)BPF_CORE_READ(task, real_parent), (u64)init, BPF_CORE_READ(pid, level), -1};
    LOOP(MAX_ANCESTORS, try_ancestor, &search);
    return search.found;
}

static __always_inline void on_sched_process_exit(struct task_struct *task) {
    struct mark *mark = get_mark(task);
    struct scratch *scratch = get_scratch();
    if (!mark || !scratch) {
        return;
    }
    struct event event;
    begin_event(&event, scratch, mark, CODE_PROCEXIT, PROCEXIT_PARAMS, task->pid);
    s32 status = task->exit_code;
    u32 signal = status & 0x7f;
    /* 1: status */
    put_s64(&event, status);
    /* 2: ret */
    put_s64(&event, (status >> 8) & 0xff);
    /* 3: sig */
    put_u8(&event, signal == 0x7f ? 0 : signal);
    /* 4: core */
    put_u8(&event, (status & 0x80) != 0);
    /* 5: reaper_tid; 0 if there are no children to adopt */
    const struct list_head *children = &task->children;
    bool has_children = BPF_CORE_READ(children, next) != children;
    put_s64(&event, has_children ? find_reaper(task) : 0);
    submit_event(&event);
}

SEC("tp_btf/sched_process_exit")
int BPF_PROG(sched_process_exit) {
    on_sched_process_exit(current_task());
    return 0;
}
