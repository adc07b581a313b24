// SPDX-License-Identifier: Apache-2.0 OR BSD-2-Clause OR GPL-2.0-only
/* execve and execveat. A success is recorded when the new program is in place, a failure at the exit of the call. */

#include "lib/blind.h"
#include "lib/container.h"
#include "lib/family.h"
#include "lib/inode.h"
#include "lib/loop.h"
#include "lib/mark.h"

#define EXECVE_PARAMS 31

#define EXE_WRITABLE    1
#define EXE_UPPER_LAYER 2
#define EXE_FROM_MEMFD  4
#define EXE_LOWER_LAYER 8

/* The size of an element of an array of pointers. */
static __always_inline u32 pointer_size(const struct scratch *scratch) {
    return scratch->form == FORM_32BIT ? 4 : 8;
}

/* exe of a failed call: the first string that an array of pointers points to. As in Falco, "" if there is no array. */
static __always_inline void put_user_arguments(struct event *event, u64 array) {
    u64 pointer = 0;
    u32 exe = 0;
    if (!array) {
        append_u8(event, 0);
        exe = 1;
    } else if (!bpf_probe_read_user(&pointer, pointer_size(event->scratch), (void *)array)) {
        exe = append_user_string(event, pointer, PARAM_MAX);
    }
    put_length(event, exe);
}

#define MAX_STRINGS 32

struct strings {
    u64 array; /* of pointers */
    u32 start; /* where the first string is in the event */
    u32 room;
    int result;
};

static long append_user_string_of(u32 round, void *context) {
    struct strings *strings = context;
    struct scratch *scratch = get_scratch();
    u64 pointer = 0;
    if (!scratch || bpf_probe_read_user(&pointer, pointer_size(scratch), (void *)strings->array) || !pointer) {
        return 1;
    }
    u32 at = scratch->position & (EVENT_MAX - 1);
    long length = read_user_string(scratch->bytes + at, PARAM_MAX, (void *)pointer);
    if (length < 0) {
        strings->result = -1;
        return 1;
    }
    scratch->position += length;
    strings->array += pointer_size(scratch);
    if (scratch->position - strings->start >= strings->room) {
        scratch->position = strings->start + strings->room;
        scratch->bytes[(scratch->position - 1) & (EVENT_MAX - 1)] = 0;
        return 1;
    }
    return 0;
}

/* Appends the strings of an array of pointers, from an index on, and cuts them off after `room` bytes. Returns 0, or -1
 * if one could not be read. */
__noinline int append_user_strings(u64 array, u32 first, u32 room) {
    struct scratch *scratch = get_scratch();
    if (!scratch) {
        return 0;
    }
    struct strings strings = {array + first * pointer_size(scratch), scratch->position, room, 0};
    LOOP(MAX_STRINGS, append_user_string_of, &strings);
    return strings.result;
}

static __always_inline void put_user_strings(struct event *event, u64 array, u32 first, u32 room) {
    u32 start = event->scratch->position;
    if (array && room && append_user_strings(array, first, room)) {
        note_fault(event, array);
    }
    put_length(event, event->scratch->position - start);
}

/* Writes parameters 4 to 15. A separate function like the next one, so that it is verified once. */
__noinline int write_process(void) {
    struct scratch *scratch = get_scratch();
    if (!scratch) {
        return 0;
    }
    struct event it = {scratch, 3};
    struct event *event = &it;
    struct task_struct *task = current_task();
    /* 4: tid */
    put_s64(event, task->pid);
    /* 5: pid */
    put_s64(event, task->tgid);
    /* 6: ptid */
    put_s64(event, BPF_CORE_READ(task, real_parent, pid));
    /* 7: cwd */
    put_working_directory(event, task);
    /* 8: fdlimit */
    put_u64(event, BPF_CORE_READ(task, signal, rlim[7].rlim_cur));
    /* 9: pgft_maj */
    put_u64(event, task->maj_flt);
    /* 10: pgft_min */
    put_u64(event, task->min_flt);
    /* 11: vm_size; 12: vm_rss; 13: vm_swap */
    put_memory(event, task);
    /* 14: comm */
    put_kernel_string(event, task->comm, sizeof(task->comm));
    /* 15: cgroups */
    put_cgroups(event, task);
    return 0;
}

static __always_inline void put_process(struct event *event) {
    write_process();
    event->params = 15;
}

/* Writes parameters 17 to 30. */
__noinline int write_program(void) {
    struct scratch *scratch = get_scratch();
    if (!scratch) {
        return 0;
    }
    struct event it = {scratch, 16};
    struct event *event = &it;
    struct task_struct *task = current_task();
    struct file *file = BPF_CORE_READ(task, mm, exe_file);
    struct inode *inode = BPF_CORE_READ(file, f_inode);
    const struct cred *cred = BPF_CORE_READ(task, cred);
    struct pid *group = BPF_CORE_READ(task, signal, pids[PIDTYPE_PGID]);
    /* 17: tty */
    put_u32(event, terminal(task));
    /* 18: vpgid */
    put_s64(event, pid_number(group, true));
    /* 19: loginuid */
    put_u32(event, login_uid(task));
    /* 20: flags */
    enum layer layer = overlay_layer(file);
    put_u32(event, (is_writable(inode, cred) ? EXE_WRITABLE : 0) | (layer == LAYER_UPPER ? EXE_UPPER_LAYER : 0) |
                       (layer == LAYER_LOWER ? EXE_LOWER_LAYER : 0) | (is_memfd(file) ? EXE_FROM_MEMFD : 0));
    /* 21: cap_inheritable */
    put_u64(event, CAPABILITIES(cred, cap_inheritable));
    /* 22: cap_permitted */
    put_u64(event, CAPABILITIES(cred, cap_permitted));
    /* 23: cap_effective */
    put_u64(event, CAPABILITIES(cred, cap_effective));
    /* 24: exe_ino */
    put_u64(event, BPF_CORE_READ(inode, i_ino));
    /* 25: exe_ino_ctime */
    put_u64(event, change_time(inode));
    /* 26: exe_ino_mtime */
    put_u64(event, modification_time(inode));
    /* 27: uid */
    put_u32(event, effective_uid(task));
    /* 28: trusted_exepath */
    put_path(event, (void *)file + bpf_core_field_offset(struct file, f_path), NULL);
    /* 29: pgid */
    put_s64(event, pid_number(group, false));
    /* 30: gid */
    put_u32(event, effective_gid(task));
    return 0;
}

static __always_inline void put_program(struct event *event) {
    write_program();
    event->params = 30;
}

EXIT_FAMILY(exec) {
    /* 1: res */
    put_s64(event, call.result);
    u64 argv = call.code == CODE_EXECVE ? call.args[1] : call.args[2];
    u64 envp = call.code == CODE_EXECVE ? call.args[2] : call.args[3];
    u32 start = event->scratch->position;
    /* 2: exe */
    put_user_arguments(event, argv);
    /* 3: args */
    u32 exe = event->scratch->position - start;
    put_user_strings(event, exe ? argv : 0, 1, exe < PARAM_MAX ? PARAM_MAX - exe : 0);
    put_process(event);
    /* 16: env */
    put_user_strings(event, envp, 0, PARAM_MAX);
    put_program(event);
    if (call.code == CODE_EXECVE) {
        /* 31: filename */
        put_user_path(event, call.args[0]);
    }
}

/* A thread that called execve has become the leader. The mark that it got as a thread may be older than its process's.
 */
static __always_inline struct mark *mark_after_exec(struct task_struct *task, u32 old_pid) {
    struct mark *mark = mark_of(task);
    if (old_pid == task->pid) {
        return mark;
    }
    struct watched *entered = container_of_task(task);
    if (entered) {
        return enter_container(task, entered->simulation, mark);
    }
    return mark;
}

/* Whether a task has left the mount namespace that it was started in. A runtime does so just before it executes the
 * container's program, but not yet when it executes itself again. */
static __always_inline bool has_own_mounts(struct task_struct *task) {
    struct mnt_namespace *outside = BPF_CORE_READ(task, real_parent, nsproxy, mnt_ns);
    return BPF_CORE_READ(task, nsproxy, mnt_ns) != outside;
}

#define PF_KTHREAD 0x200000

/* A program that the kernel starts for itself, such as the handler of core dumps. It has no parent in a simulation, but
 * a container may have triggered it. Java knows the programs that the machine was configured with. */
static __always_inline void watch_helper(struct task_struct *task, const char *filename) {
    if (!(BPF_CORE_READ(task, real_parent, flags) & PF_KTHREAD)) {
        return;
    }
    struct blind_record *record = start_blind_spot(0, BLIND_KERNEL_HELPER, 0);
    if (record) {
        bpf_probe_read_kernel_str(record->it.comm, COMM, task->comm);
        bpf_probe_read_kernel_str(record->it.text, BLIND_TEXT, filename);
        submit_blind_spot(record);
    }
}

static __always_inline void on_sched_process_exec(struct task_struct *task, u32 old_pid, const char *filename) {
    struct mark *mark = mark_after_exec(task, old_pid);
    struct scratch *scratch = get_scratch();
    if (!mark) {
        watch_helper(task, filename);
        return;
    }
    if (!scratch) {
        return;
    }
    if (mark->state_only == MARK_ENTERING && has_own_mounts(task)) {
        mark->state_only = MARK_JUDGED;
    }
    /* As in Falco, a success of execveat is an execve event too. */
    struct event event;
    begin_event(&event, scratch, mark, CODE_EXECVE, EXECVE_PARAMS, task->pid);
    /* The arguments have been in the new program's memory for some time. */
    if (mark->state_only == MARK_JUDGED && get_simulation(mark->simulation)->exposed & EXPOSED_RUNNING) {
        count_loss(mark->simulation, CODE_EXECVE, LOSS_START_UNSEEN);
    }
    /* 1: res */
    put_s64(&event, 0);
    /* 2: exe; 3: args */
    put_arguments(&event, task);
    put_process(&event);
    /* 16: env */
    put_environment(&event, task);
    put_program(&event);
    /* 31: filename */
    put_kernel_string(&event, filename, PATH_MAX);
    submit_event(&event);
}

SEC("tp_btf/sched_process_exec")
int BPF_PROG(sched_process_exec) {
    if (stops_programs) {
        struct trace_event_raw_sched_process_exec *record = (void *)ctx;
        const char *filename = (void *)ctx + (record->__data_loc_filename & 0xffff);
        on_sched_process_exec(current_task(), record->old_pid, filename);
    } else {
        struct linux_binprm *bprm = argument_at(ctx, 2);
        on_sched_process_exec(argument_at(ctx, 0), (u64)argument_at(ctx, 1), bprm->filename);
    }
    return 0;
}
