// SPDX-License-Identifier: Apache-2.0 OR BSD-2-Clause OR GPL-2.0-only
/* Calls that open a file. */

#include "lib/blind.h"
#include "lib/compare.h"
#include "lib/container.h"
#include "lib/family.h"
#include "lib/inode.h"

#define FD_UPPER_LAYER 0x8000
#define FD_LOWER_LAYER 0x10000
#define F_CREATED      0x4000

/* Information about an open file, available after the call has succeeded. */
struct opened {
    struct file *file;
    u32 flags; /* Falco's bits for what the kernel did */
    u32 device;
    u64 inode;
    enum layer layer;
};

static __always_inline struct opened look_at(struct call_exit call) {
    struct opened it = {};
    struct file *file = call.result < 0 ? NULL : open_file(call.result);
    if (!file) {
        return it;
    }
    struct inode *inode = BPF_CORE_READ(file, f_inode);
    it.file = file;
    it.device = user_device(BPF_CORE_READ(inode, i_sb, s_dev));
    it.inode = BPF_CORE_READ(inode, i_ino);
    it.layer = overlay_layer(file);
    it.flags = BIT(BPF_CORE_READ(file, f_mode), FMODE_CREATED, F_CREATED) |
               (it.layer == LAYER_UPPER ? FD_UPPER_LAYER : 0) | (it.layer == LAYER_LOWER ? FD_LOWER_LAYER : 0);
    return it;
}

#define PROC_MAGIC  0x9fa0
#define FMODE_WRITE 2

/* Opening another process's memory for writing: that process may then act for the writer without anyone seeing it. */
static __always_inline void watch_memory(struct scratch *scratch, struct file *file) {
    struct task_struct *task = current_task();
    u32 name = 0;
    if (scratch->flags & RECORD_STATE_ONLY || !(BPF_CORE_READ(file, f_mode) & FMODE_WRITE) ||
        BPF_CORE_READ(file, f_inode, i_sb, s_magic) != PROC_MAGIC) {
        return;
    }
    bpf_probe_read_kernel(&name, sizeof(name), BPF_CORE_READ(file, f_path.dentry, d_name.name));
    struct mm_struct *memory = BPF_CORE_READ(file, private_data);
    if (name != 0x6d656d /* "mem" */ || !memory) {
        return;
    }
    get_simulation(scratch->simulation)->exposed |= EXPOSED_RUNNING;
    if (memory == BPF_CORE_READ(task, mm)) {
        return;
    }
    struct task_struct *owner = bpf_core_field_exists(memory->owner) ? BPF_CORE_READ(memory, owner) : NULL;
    if (!owner || !is_judged((u64)owner, scratch->simulation)) {
        note_blind_spot(scratch->simulation, BLIND_MEMORY_WRITTEN, 0, (u64)owner);
    }
}

/* How openat2 opened: as at the start of the call. */
static __always_inline void read_how(struct event *event, u64 pointer, struct open_how *how) {
    struct scratch *scratch = event->scratch;
    bool is_read = !bpf_probe_read_user(how, sizeof(*how), (void *)pointer);
    struct taken *taken = scratch->taken ? get_taken() : NULL;
    struct open_how *told = taken && taken->texts[1].length != ABSENT ? (void *)taken->texts[1].bytes : NULL;
    if (taken && !told) {
        note_unsure(scratch, taken, 1);
    }
    if (!is_read && !told) {
        note_fault(event, pointer);
    } else if (told && (how->flags != told->flags || how->mode != told->mode || how->resolve != told->resolve)) {
        note_change(scratch, NULL);
        *how = *told;
    }
}

EXIT_FAMILY(open) {
    struct opened opened = look_at(call);
    if (opened.file) {
        watch_memory(event->scratch, opened.file);
    }
    /* 1: fd */
    put_s64(event, call.result);
    switch (call.code) {
    case CODE_OPEN:
        /* 2: name */
        put_user_path(event, call.args[0]);
        /* 3: flags */
        put_u32(event, open_flags(call.args[1]) | opened.flags);
        /* 4: mode */
        put_u32(event, open_mode(call.args[1], call.args[2]));
        break;
    case CODE_OPENAT:
        /* 2: dirfd */
        put_dirfd(event, call.args[0]);
        /* 3: name */
        put_user_path(event, call.args[1]);
        /* 4: flags */
        put_u32(event, open_flags(call.args[2]) | opened.flags);
        /* 5: mode */
        put_u32(event, open_mode(call.args[2], call.args[3]));
        break;
    case CODE_OPENAT2: {
        struct open_how how = {};
        read_how(event, call.args[2], &how);
        /* 2: dirfd */
        put_dirfd(event, call.args[0]);
        /* 3: name */
        put_user_path(event, call.args[1]);
        /* 4: flags */
        put_u32(event, open_flags(how.flags) | opened.flags);
        /* 5: mode */
        put_u32(event, open_mode(how.flags, how.mode));
        /* 6: resolve */
        put_u32(event, openat2_resolve(how.resolve));
        break;
    }
    case CODE_CREAT:
        /* 2: name */
        put_user_path(event, call.args[0]);
        /* 3: mode */
        put_u32(event, open_mode(O_CREAT, call.args[1]));
        break;
    case CODE_OPEN_BY_HANDLE_AT:
        /* 2: mountfd */
        put_dirfd(event, call.args[0]);
        /* 3: flags */
        put_u32(event, open_flags(call.args[2]) | opened.flags);
        /* 4: path */
        if (opened.file) {
            put_path(event, (void *)opened.file + bpf_core_field_offset(struct file, f_path), NULL);
        } else {
            put_empty(event);
        }
        break;
    }
    /* the last two: dev, ino */
    put_u32(event, opened.device);
    put_u64(event, opened.inode);
    if (call.code == CODE_CREAT) {
        /* 6: creat_flags */
        put_u16(event, opened.layer);
    }
}
