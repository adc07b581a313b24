// SPDX-License-Identifier: Apache-2.0 OR BSD-2-Clause OR GPL-2.0-only
/* The events of clone, clone3, fork and vfork: the parent's and the child's. */
#pragma once

#include "call.h"
#include "codes.h"
#include "compare.h"
#include "event.h"
#include "flags.h"
#include "path.h"
#include "task.h"

#define CLONE_PARAMS 21

/* Writes parameters 2 to 21, for the parent or the child. A separate function, so that it is verified once. */
__noinline int write_clone(u64 kernel_flags, u32 is_child, s64 result) {
    struct scratch *scratch = get_scratch();
    if (!scratch) {
        return 0;
    }
    struct event it = {scratch, 1, result};
    struct event *event = &it;
    struct task_struct *task = (void *)scratch->task;
    struct pid *pid = BPF_CORE_READ(task, thread_pid);
    /* 2: exe; 3: args. As in Falco, a failed call has none. */
    if (event->result < 0) {
        put_empty(event);
        put_empty(event);
    } else {
        put_arguments(event, task);
    }
    /* 4: tid */
    put_s64(event, BPF_CORE_READ(task, pid));
    /* 5: pid */
    put_s64(event, BPF_CORE_READ(task, tgid));
    /* 6: ptid */
    put_s64(event, BPF_CORE_READ(task, real_parent, pid));
    /* 7: cwd; empty, as in Falco */
    put_empty(event);
    /* 8: fdlimit */
    put_u64(event, BPF_CORE_READ(task, signal, rlim[7].rlim_cur));
    /* 9: pgft_maj */
    put_u64(event, BPF_CORE_READ(task, maj_flt));
    /* 10: pgft_min */
    put_u64(event, BPF_CORE_READ(task, min_flt));
    /* 11: vm_size; 12: vm_rss; 13: vm_swap */
    put_memory(event, task);
    /* 14: comm */
    put_kernel_string(event, task->comm, sizeof(task->comm));
    /* 15: cgroups */
    put_cgroups(event, task);
    /* 16: flags */
    u32 flags = clone_flags(kernel_flags);
    u32 level = BPF_CORE_READ(pid, level);
    if (level || (!is_child && BPF_CORE_READ(task, nsproxy, pid_ns_for_children) != pid_namespace(pid))) {
        flags |= FALCO_CHILD_IN_PIDNS;
    }
    put_u32(event, flags);
    /* 17: uid */
    put_u32(event, effective_uid(task));
    /* 18: gid */
    put_u32(event, effective_gid(task));
    /* 19: vtid */
    put_s64(event, pid_number(pid, true));
    /* 20: vpid */
    put_s64(event, pid_number(BPF_CORE_READ(task, signal, pids[PIDTYPE_TGID]), true));
    /* 21: pidns_init_start_ts */
    u64 start = 0;
    if (is_child) {
        struct pid_namespace *namespace = pid_namespace(pid);
        start = BPF_CORE_READ(namespace, child_reaper, start_time);
    }
    put_u64(event, start);
    return 0;
}

static __always_inline void put_clone(struct event *event, struct task_struct *task, u64 kernel_flags, bool is_child) {
    event->scratch->task = (u64)task;
    write_clone(kernel_flags, is_child, event->result);
    event->params = CLONE_PARAMS;
}

/* The flags of a call of the clone family. */
static __always_inline u64 flags_of_call(const u64 *args, u16 code) {
    u64 flags = 0;
    switch (code) {
    case CODE_CLONE:
        return args[0];
    case CODE_CLONE3:
        bpf_probe_read_user(&flags, sizeof(flags), (void *)args[0]); /* the first member of struct clone_args */
        return compare_flags(flags);
    default:
        return 0; /* as in Falco, fork and vfork have no flags */
    }
}

/* Writes the child's event. The code is that of the parent's call, which is still running. */
static __always_inline void submit_child(struct task_struct *parent, struct task_struct *child, struct mark *mark) {
    struct scratch *scratch = get_scratch();
    if (!scratch) {
        return;
    }
    bool is_told = bpf_core_enum_value_exists(enum bpf_func_id, BPF_FUNC_task_pt_regs);
    u16 code = 0;
    if (is_told) {
        u32 number = read_call(scratch, parent, (struct pt_regs *)bpf_task_pt_regs(parent));
        code = number < MAX_CALLS ? settings.calls[number].exit_code : 0;
    }
    if (code != CODE_CLONE && code != CODE_CLONE3 && code != CODE_FORK && code != CODE_VFORK) {
        code = CODE_CLONE; /* Linux 5.14 does not report it, and threads that the kernel itself creates have no call */
        is_told = false;
    }
    struct event event;
    begin_event(&event, scratch, mark, code, CLONE_PARAMS, child->pid);
    /* 1: res */
    put_s64(&event, 0);
    u64 flags = is_told ? flags_of_call(scratch->args, code) : child->tgid != child->pid ? CLONE_THREAD : 0;
    put_clone(&event, child, flags, true);
    submit_event(&event);
    bool shares = BPF_CORE_READ(parent, files) == BPF_CORE_READ(child, files) ||
                  BPF_CORE_READ(parent, fs) == BPF_CORE_READ(child, fs);
    if (shares && mark->state_only == MARK_JUDGED && BPF_CORE_READ(parent, tgid) != BPF_CORE_READ(child, tgid)) {
        note_blind_spot(mark->simulation, BLIND_SHARED, 0, 0);
    }
}

/* Writes a child's event for a process that has existed for a while. Its memory can't be read from here, so the event
 * has no arguments. */
static __always_inline void submit_clone_of(struct task_struct *task, struct mark *mark) {
    struct scratch *scratch = get_scratch();
    if (!scratch) {
        return;
    }
    struct event event;
    begin_event(&event, scratch, mark, CODE_CLONE, CLONE_PARAMS, task->pid);
    /* 1: res */
    put_s64(&event, 0);
    event.result = -1;
    put_clone(&event, task, 0, true);
    submit_event(&event);
}
