// SPDX-License-Identifier: Apache-2.0 OR BSD-2-Clause OR GPL-2.0-only
/* Tells Java of a descriptor, with the path that the kernel has of it. */
#pragma once

#include "inode.h"
#include "maps.h"
#include "path.h"
#include "task.h"

#define AT_FDCWD -100

struct received_record {
    struct record_header header;
    struct received it;
};

static __always_inline void begin_path_record(struct received_record *record, u32 simulation, u32 flags, s32 fd) {
    struct task_struct *task = current_task();
    record->header.simulation = simulation;
    record->header.cpu = bpf_get_smp_processor_id();
    record->header.flags = flags;
    record->it.tid = BPF_CORE_READ(task, pid);
    record->it.fd = fd;
}

/* Builds a path as the process sees it. Returns where it starts, or 0 if it can't be built. */
__noinline u32 walk_from_root(u64 dentry, u64 mount) {
    struct scratch *scratch = get_scratch();
    struct task_struct *task = current_task();
    struct fs_struct *fs = BPF_CORE_READ(task, fs);
    if (!scratch || !dentry ||
        walk_path(dentry, mount, (u64)BPF_CORE_READ(fs, root.dentry), (u64)BPF_CORE_READ(fs, root.mnt))) {
        return 0;
    }
    u32 start = scratch->path_start;
    if (start == PATH_MAX - 1) { /* the root itself */
        start = PATH_MAX - 2;
        scratch->path[start] = '/';
    }
    return start;
}

/* Submits the record at the start of the scratch's bytes, and the path that was built. Returns whether it had one. */
__noinline int submit_path_record(u32 start) {
    struct scratch *scratch = get_scratch();
    if (!scratch) {
        return 0;
    }
    struct received_record *record = (void *)scratch->bytes;
    if (start <= sizeof(*record) || start >= PATH_MAX) {
        return 0;
    }
    record->it.length = PATH_MAX - start;
    u32 at = start - sizeof(*record);
    u32 size = PATH_MAX - at;
    barrier_var(at);
    barrier_var(size);
    at &= PATH_MAX - 1;
    size &= PATH_MAX - 1;
    bpf_probe_read_kernel(scratch->path + at, sizeof(*record), record);
    if (bpf_ringbuf_output(&ring, scratch->path + at, size, BPF_RB_NO_WAKEUP)) {
        count_loss(record->header.simulation, EVENT_CODES, LOSS_RING_FULL);
    }
    return 1;
}

/* Tells which folder the path of the next event is relative to, or leads to. If that can't be built, it is a loss. */
__noinline int tell_folder(s32 fd, u32 use) {
    struct scratch *scratch = get_scratch();
    struct task_struct *task = current_task();
    if (!scratch) {
        return 0;
    }
    u64 dentry;
    u64 mount;
    if (fd == AT_FDCWD) {
        dentry = (u64)BPF_CORE_READ(task, fs, pwd.dentry);
        mount = (u64)BPF_CORE_READ(task, fs, pwd.mnt);
    } else {
        struct file *file = open_file(fd);
        dentry = (u64)BPF_CORE_READ(file, f_path.dentry);
        mount = (u64)BPF_CORE_READ(file, f_path.mnt);
    }
    /* no event is written yet */
    struct received_record *record = (void *)scratch->bytes;
    begin_path_record(record, scratch->simulation, RECORD_FOLDER, fd);
    record->it.mode = use;
    record->it.flags = scratch->code;
    if (!submit_path_record(walk_from_root(dentry, mount))) {
        count_loss(scratch->simulation, scratch->code, LOSS_UNREADABLE_PATH);
    }
    return 0;
}
