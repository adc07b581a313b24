// SPDX-License-Identifier: Apache-2.0 OR BSD-2-Clause OR GPL-2.0-only
/*
 * The kernel's information about a task, in the form of Falco's events.
 *
 * Where speed does not matter, pointers are followed by BPF_CORE_READ. For every typed pointer that a program follows
 * directly, the verifier searches all types of the kernel, which would take most of the loading time.
 */
#pragma once

#include "kernel.h"
#include "event.h"
#include "record.h"

#define PF_EXITING 0x4

/* A user or group id as the node has it. */
static __always_inline u32 node_id(u32 kernel_id) {
    if (kernel_id - SHIFTED_IDS < SHIFTED_IDS) {
        return kernel_id & (OWN_IDS - 1);
    }
    return kernel_id - HIGH_IDS - OWN_IDS < SHIFTED_IDS - OWN_IDS ? kernel_id - HIGH_IDS : kernel_id;
}

static __always_inline u32 effective_uid(struct task_struct *task) {
    return node_id(BPF_CORE_READ(task, cred, euid.val));
}

static __always_inline u32 effective_gid(struct task_struct *task) {
    return node_id(BPF_CORE_READ(task, cred, egid.val));
}

#define CAPABILITIES(cred, set) capabilities((const void *)(cred) + bpf_core_field_offset(struct cred, set))

static __always_inline u64 capabilities(const void *set) {
    u64 value = 0;
    bpf_probe_read_kernel(&value, sizeof(value), set);
    return value & ((1ULL << 41) - 1);
}

static __always_inline u32 login_uid(struct task_struct *task) {
    return bpf_core_field_exists(task->loginuid) ? node_id(task->loginuid.val) : (u32)-1;
}

/* A device number as stat() returns it. */
static __always_inline u32 user_device(u32 device) {
    u32 major = device >> 20;
    u32 minor = device & ((1 << 20) - 1);
    return (minor & 0xff) | major << 8 | (minor & ~0xff) << 12;
}

static __always_inline u32 terminal(struct task_struct *task) {
    struct tty_struct *tty = BPF_CORE_READ(task, signal, tty);
    if (!tty) {
        return 0;
    }
    u32 major = BPF_CORE_READ(tty, driver, major);
    u32 minor = BPF_CORE_READ(tty, driver, minor_start);
    return user_device((major << 20) + minor + BPF_CORE_READ(tty, index));
}

/* A pid's number in the initial namespace, or in the one it was created in. */
static __always_inline s64 pid_number(struct pid *pid, bool in_own_namespace) {
    s32 number = 0;
    u32 level = 0;
    if (!pid) {
        return 0;
    }
    if (in_own_namespace) {
        level = BPF_CORE_READ(pid, level);
    }
    const void *numbers = (const void *)pid + bpf_core_field_offset(struct pid, numbers);
    numbers += (level & 63) * bpf_core_type_size(struct upid) + bpf_core_field_offset(struct upid, nr);
    bpf_probe_read_kernel(&number, sizeof(number), numbers);
    return number;
}

static __always_inline struct pid_namespace *pid_namespace(struct pid *pid) {
    struct pid_namespace *namespace = NULL;
    u32 level = BPF_CORE_READ(pid, level);
    const void *numbers = (const void *)pid + bpf_core_field_offset(struct pid, numbers);
    numbers += (level & 63) * bpf_core_type_size(struct upid) + bpf_core_field_offset(struct upid, ns);
    bpf_probe_read_kernel(&namespace, sizeof(namespace), numbers);
    return namespace;
}

static __always_inline u32 kilobytes(u64 pages) {
    return pages << 2;
}

/* A process's pages in memory; kinds: 0 files, 1 anonymous, 2 swapped out, 3 shared memory. */
static __always_inline u64 resident_pages(struct mm_struct *mm, u32 kind) {
    s64 pages = 0;
    const void *counters = mm;
    if (bpf_core_type_exists(struct mm_rss_stat)) {
        counters += bpf_core_field_offset(struct mm_struct___v6_1, rss_stat.count) + kind * sizeof(counter_t);
    } else {
        counters += bpf_core_field_offset(struct mm_struct, rss_stat) +
                    bpf_core_field_offset(struct percpu_counter, count) +
                    kind * bpf_core_type_size(struct percpu_counter);
    }
    bpf_probe_read_kernel(&pages, sizeof(pages), counters);
    return pages < 0 ? 0 : pages;
}

/* vm_size, vm_rss and vm_swap: three consecutive parameters of many events. */
struct memory {
    u32 size;
    u32 resident;
    u32 swapped;
};

static __always_inline struct memory memory_of(struct task_struct *task) {
    struct mm_struct *mm = BPF_CORE_READ(task, mm);
    return (struct memory){kilobytes(BPF_CORE_READ(mm, total_vm)),
                           kilobytes(resident_pages(mm, 0) + resident_pages(mm, 1) + resident_pages(mm, 3)),
                           kilobytes(resident_pages(mm, 2))};
}

static __always_inline void put_memory(struct event *event, struct task_struct *task) {
    struct memory memory = memory_of(task);
    put_u32(event, memory.size);
    put_u32(event, memory.resident);
    put_u32(event, memory.swapped);
}

/* exe and args from the process's memory; at most 4096 bytes for both. */
static __always_inline void put_arguments(struct event *event, struct task_struct *task) {
    u64 start = BPF_CORE_READ(task, mm, arg_start);
    u64 end = BPF_CORE_READ(task, mm, arg_end);
    u32 total = end > start && end - start < (1 << 30) ? end - start : 0;
    if (total > PARAM_MAX) {
        total = PARAM_MAX;
        event->scratch->losses |= 1 << LOSS_ARGUMENTS_CUT;
    }
    u32 exe = 0;
    if (total) {
        exe = append_user_string(event, start, PARAM_MAX);
    }
    put_length(event, exe);
    u32 args = 0;
    if (exe < total) {
        args = append_user_bytes(event, start + exe, total - exe);
        if (args) {
            event->scratch->bytes[(event->scratch->position - 1) & (EVENT_MAX - 1)] = 0;
        }
    }
    put_length(event, args);
}

static __always_inline void put_environment(struct event *event, struct task_struct *task) {
    u64 start = BPF_CORE_READ(task, mm, env_start);
    u64 end = BPF_CORE_READ(task, mm, env_end);
    u32 size = end > start && end - start < (1 << 30) ? end - start : 0;
    if (size > PARAM_MAX) {
        size = PARAM_MAX;
        event->scratch->losses |= 1 << LOSS_ARGUMENTS_CUT;
    }
    size = append_user_bytes(event, start, size);
    if (size) {
        event->scratch->bytes[(event->scratch->position - 1) & (EVENT_MAX - 1)] = 0;
    }
    put_length(event, size);
}
