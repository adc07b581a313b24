// SPDX-License-Identifier: Apache-2.0 OR BSD-2-Clause OR GPL-2.0-only
/* Builds paths of files and cgroups from names in the kernel. */
#pragma once

#include "event.h"
#include "loop.h"

#define MAX_COMPONENTS   48
#define MAX_CGROUP_DEPTH 24
#define NAME_MAX         255

/*
 * Both walks go from the last component to the first, so they write from the end of scratch->path to its start;
 * path_start is where the path begins. They are separate functions, verified once for all callers, which is why kernel
 * pointers are passed as numbers.
 */

/* Prepends a slash and a name. Returns whether they fitted. */
static __always_inline bool prepend(struct scratch *scratch, const void *name, u32 length) {
    if (length > NAME_MAX || length + 1 > scratch->path_start) {
        return false;
    }
    u32 start = scratch->path_start - length - 1;
    start &= PATH_MAX - 1;
    scratch->path[start] = '/';
    if (bpf_probe_read_kernel(scratch->path + start + 1, length & NAME_MAX, name)) {
        return false;
    }
    scratch->path_start = start;
    return true;
}

/* The state of a walk. */
struct walk {
    u64 at;    /* a dentry or a cgroup node */
    u64 mount; /* of the dentry */
    u64 root_dentry;
    u64 root_vfsmount;
    int result; /* 0 at the root, -1 before */
};

/* One step towards the root. */
static long walk_up(u32 round, void *context) {
    struct walk *walk = context;
    struct scratch *scratch = get_scratch();
    struct dentry *dentry = (void *)walk->at;
    struct mount *mount = (void *)walk->mount;
    u64 vfsmount = walk->mount + bpf_core_field_offset(struct mount, mnt);
    if (!scratch) {
        return 1;
    }
    if (((walk->at ^ walk->root_dentry) | (vfsmount ^ walk->root_vfsmount)) == 0) {
        walk->result = 0;
        return 1;
    }
    if (dentry == BPF_CORE_READ(mount, mnt.mnt_root)) {
        struct mount *above = BPF_CORE_READ(mount, mnt_parent);
        if (above == mount) {
            walk->result = 0;
            return 1;
        }
        walk->at = (u64)BPF_CORE_READ(mount, mnt_mountpoint);
        walk->mount = (u64)above;
        return 0;
    }
    struct dentry *parent = BPF_CORE_READ(dentry, d_parent);
    if (!prepend(scratch, BPF_CORE_READ(dentry, d_name.name), BPF_CORE_READ(dentry, d_name.len))) {
        return 1;
    }
    if (dentry == parent) {
        /* A file outside of any tree, such as memfd_create's: its name is the whole path. */
        scratch->path_start++;
        walk->result = 0;
        return 1;
    }
    walk->at = (u64)parent;
    return 0;
}

/* Builds a path as seen from a root directory (0: from the root of the mount namespace). Returns 0, or -1 if it has too
 * many components or bytes. */
__noinline int walk_path(u64 dentry, u64 vfsmount, u64 root_dentry, u64 root_vfsmount) {
    struct scratch *scratch = get_scratch();
    if (!scratch) {
        return -1;
    }
    struct walk walk = {dentry, vfsmount - bpf_core_field_offset(struct mount, mnt), root_dentry, root_vfsmount, -1};
    scratch->path_start = PATH_MAX - 1;
    scratch->path[PATH_MAX - 1] = 0;
    LOOP(MAX_COMPONENTS, walk_up, &walk);
    return walk.result;
}

static __always_inline struct kernfs_node *parent_node(struct kernfs_node *node) {
    if (bpf_core_field_exists(node->__parent)) {
        return BPF_CORE_READ(node, __parent);
    }
    struct kernfs_node___v6_14 *old = (void *)node;
    return BPF_CORE_READ(old, parent);
}

static long walk_up_cgroups(u32 round, void *context) {
    struct walk *walk = context;
    struct scratch *scratch = get_scratch();
    struct kernfs_node *node = (void *)walk->at;
    struct kernfs_node *parent = parent_node(node);
    if (!scratch) {
        return 1;
    }
    if (!parent) {
        walk->result = 0;
        return 1;
    }
    /* Its length is unknown: read the name after the path, then move it to the front. */
    const char *name = BPF_CORE_READ(node, name);
    long length = bpf_probe_read_kernel_str(scratch->path + PATH_MAX, NAME_MAX + 1, name);
    if (length < 1 || !prepend(scratch, scratch->path + PATH_MAX, length - 1)) {
        return 1;
    }
    walk->at = (u64)parent;
    return 0;
}

/* Builds the path of a cgroup from the root of its hierarchy. */
__noinline int walk_cgroup(u64 node) {
    struct scratch *scratch = get_scratch();
    if (!scratch) {
        return -1;
    }
    struct walk walk = {.at = node, .result = -1};
    scratch->path_start = PATH_MAX - 1;
    scratch->path[PATH_MAX - 1] = 0;
    LOOP(MAX_CGROUP_DEPTH, walk_up_cgroups, &walk);
    return walk.result;
}

/* Appends the path of a walk; "/" for the root itself. Returns its length, including the NUL. */
static __always_inline u32 append_walked_path(struct event *event) {
    struct scratch *scratch = event->scratch;
    u32 start = scratch->path_start & (PATH_MAX - 1);
    u32 length = PATH_MAX - start;
    if (length == 1) {
        append_u8(event, '/');
        append_u8(event, 0);
        return 2;
    }
    bpf_probe_read_kernel(scratch->bytes + AT(event), length & (PATH_MAX - 1), scratch->path + start);
    advance(event, length);
    return length;
}

/* A path parameter. If the path could not be followed, it is empty and counts as a loss. */
static __always_inline void put_path(struct event *event, struct path *path, struct path *root) {
    u64 dentry = (u64)BPF_CORE_READ(path, dentry);
    u64 vfsmount = (u64)BPF_CORE_READ(path, mnt);
    u64 root_dentry = root ? (u64)BPF_CORE_READ(root, dentry) : 0;
    u64 root_vfsmount = root ? (u64)BPF_CORE_READ(root, mnt) : 0;
    if (!dentry || walk_path(dentry, vfsmount, root_dentry, root_vfsmount)) {
        event->scratch->losses |= 1 << LOSS_UNREADABLE_PATH;
        put_empty(event);
        return;
    }
    put_length(event, append_walked_path(event));
}

/* The working directory as the process sees it. */
static __always_inline void put_working_directory(struct event *event, struct task_struct *task) {
    struct fs_struct *fs = BPF_CORE_READ(task, fs);
    if (!fs) {
        put_empty(event);
        return;
    }
    put_path(event, (void *)fs + bpf_core_field_offset(struct fs_struct, pwd),
             (void *)fs + bpf_core_field_offset(struct fs_struct, root));
}

static __always_inline struct cgroup *controller_cgroup(struct css_set *set, u32 controller) {
    struct cgroup_subsys_state *state = NULL;
    const void *states = (const void *)set + bpf_core_field_offset(struct css_set, subsys);
    bpf_probe_read_kernel(&state, sizeof(state), states + (controller & 15) * sizeof(state));
    return BPF_CORE_READ(state, cgroup);
}

static __always_inline struct kernfs_node *controller_node(struct css_set *set, u32 controller) {
    struct cgroup *cgroup = controller_cgroup(set, controller);
    return BPF_CORE_READ(cgroup, kn);
}

#define APPEND_CGROUP(event, set, name, key)                                                                           \
    if (bpf_core_enum_value_exists(enum cgroup_subsys_id, name##_cgrp_id)) {                                           \
        append_cgroup(event, controller_node(set, bpf_core_enum_value(enum cgroup_subsys_id, name##_cgrp_id)), key,    \
                      sizeof(key) - 1);                                                                                \
    }

/* The controllers of one hierarchy, which are all under cgroup v2, share a path. It is built once. */
static __always_inline void append_cgroup(struct event *event, struct kernfs_node *node, const char *key, u32 size) {
    if (!node || ((u64)node != event->scratch->walked && walk_cgroup((u64)node))) {
        event->scratch->losses |= 1 << LOSS_UNREADABLE_PATH;
        return;
    }
    event->scratch->walked = (u64)node;
    __builtin_memcpy(event->scratch->bytes + AT(event), key, size);
    advance(event, size);
    append_walked_path(event);
}

/* The cgroups of a task as "controller=path" strings: the controllers that Falco's driver writes, and the unified
 * hierarchy if it differs from all of them (a runtime on a hybrid machine may use only that). */
static __always_inline void put_cgroups(struct event *event, struct task_struct *task) {
    struct css_set *set = BPF_CORE_READ(task, cgroups);
    struct kernfs_node *unified = BPF_CORE_READ(set, dfl_cgrp, kn);
    u32 start = event->scratch->position;
    event->scratch->walked = 0;
    APPEND_CGROUP(event, set, cpuset, "cpuset=");
    APPEND_CGROUP(event, set, cpu, "cpu=");
    APPEND_CGROUP(event, set, cpuacct, "cpuacct=");
    APPEND_CGROUP(event, set, io, "io=");
    APPEND_CGROUP(event, set, memory, "memory=");
    if (parent_node(unified) &&
        unified != controller_node(set, bpf_core_enum_value(enum cgroup_subsys_id, memory_cgrp_id))) {
        append_cgroup(event, unified, "unified=", sizeof("unified=") - 1);
    }
    put_length(event, event->scratch->position - start);
}
