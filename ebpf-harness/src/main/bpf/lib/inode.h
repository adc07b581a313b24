// SPDX-License-Identifier: Apache-2.0 OR BSD-2-Clause OR GPL-2.0-only
/* The kernel's information about a file. */
#pragma once

#include "kernel.h"
#include "loop.h"
#include "task.h"

#define OVERLAYFS_MAGIC 0x794c7630

enum layer { LAYER_NONE, LAYER_UPPER, LAYER_LOWER };

/* The layer of an overlay that a file is in. In memory, an overlayfs inode is followed by the dentry of the upper
 * layer, if any. */
static __always_inline enum layer overlay_layer(struct file *file) {
    struct dentry *dentry = BPF_CORE_READ(file, f_path.dentry);
    if (BPF_CORE_READ(dentry, d_sb, s_magic) != OVERLAYFS_MAGIC) {
        return LAYER_NONE;
    }
    struct dentry *upper = NULL;
    const void *inode = BPF_CORE_READ(dentry, d_inode);
    bpf_probe_read_kernel(&upper, sizeof(upper), inode + bpf_core_type_size(struct inode));
    return upper && BPF_CORE_READ(upper, d_inode, i_ino) ? LAYER_UPPER : LAYER_LOWER;
}

/* Whether memfd_create created a file: it has no parent, and its name says so. */
static __always_inline bool is_memfd(struct file *file) {
    struct dentry *dentry = BPF_CORE_READ(file, f_path.dentry);
    char name[8] = {};
    if (BPF_CORE_READ(dentry, d_parent) != dentry) {
        return false;
    }
    bpf_probe_read_kernel(name, 6, BPF_CORE_READ(dentry, d_name.name));
    return *(u64 *)name == 0x3a64666d656dULL; /* "memfd:" */
}

static __always_inline u64 nanoseconds(s64 seconds, u32 rest) {
    return seconds < 0 ? 0 : seconds * 1000000000ULL + rest;
}

static __always_inline u64 change_time(struct inode *inode) {
    struct inode___v6_7 *v6_7 = (void *)inode;
    struct inode___v5 *v5 = (void *)inode;
    if (bpf_core_field_exists(inode->i_ctime_sec)) {
        /* Since 6.13 the highest bit says whether the time was queried. */
        return nanoseconds(BPF_CORE_READ(inode, i_ctime_sec), BPF_CORE_READ(inode, i_ctime_nsec) & 0x7fffffff);
    }
    if (bpf_core_field_exists(v6_7->__i_ctime)) {
        return nanoseconds(BPF_CORE_READ(v6_7, __i_ctime.tv_sec), BPF_CORE_READ(v6_7, __i_ctime.tv_nsec));
    }
    return nanoseconds(BPF_CORE_READ(v5, i_ctime.tv_sec), BPF_CORE_READ(v5, i_ctime.tv_nsec));
}

static __always_inline u64 modification_time(struct inode *inode) {
    struct inode___v6_7 *v6_7 = (void *)inode;
    struct inode___v5 *v5 = (void *)inode;
    if (bpf_core_field_exists(inode->i_mtime_sec)) {
        return nanoseconds(BPF_CORE_READ(inode, i_mtime_sec), BPF_CORE_READ(inode, i_mtime_nsec));
    }
    if (bpf_core_field_exists(v6_7->__i_mtime)) {
        return nanoseconds(BPF_CORE_READ(v6_7, __i_mtime.tv_sec), BPF_CORE_READ(v6_7, __i_mtime.tv_nsec));
    }
    return nanoseconds(BPF_CORE_READ(v5, i_mtime.tv_sec), BPF_CORE_READ(v5, i_mtime.tv_nsec));
}

#define MAX_GROUP_STEPS 17 /* a process is in at most 65536 groups */

struct group_search {
    u64 groups; /* the sorted array */
    u32 group;
    u32 left;
    u32 right;
    int found;
};

static long halve(u32 round, void *context) {
    struct group_search *search = context;
    if (search->left >= search->right) {
        return 1;
    }
    u32 middle = (search->left + search->right) / 2;
    u32 group = 0;
    bpf_probe_read_kernel(&group, sizeof(group), (void *)(search->groups + middle * sizeof(group)));
    if (group == search->group) {
        search->found = 1;
        return 1;
    }
    if (group < search->group) {
        search->left = middle + 1;
    } else {
        search->right = middle;
    }
    return 0;
}

/* Whether a list of groups, which the kernel keeps sorted, contains a group. */
__noinline int has_group(u64 groups_address, u32 group) {
    struct group_info *groups = (void *)groups_address;
    struct group_search search = {groups_address + bpf_core_field_offset(struct group_info, gid), group, 0,
                                  BPF_CORE_READ(groups, ngroups), 0};
    LOOP(MAX_GROUP_STEPS, halve, &search);
    return search.found;
}

/* The kernel's id of a node's group, if the process is in a jail: the map of its user namespace begins in the range of
 * the jail. */
static __always_inline u32 shifted_group(const struct cred *cred, u32 gid) {
    u32 first = BPF_CORE_READ(cred, user_ns, gid_map.extent[0].lower_first);
    if (gid >= OWN_IDS) {
        return gid < SHIFTED_IDS ? gid + HIGH_IDS : gid;
    }
    return first - SHIFTED_IDS < SHIFTED_IDS ? (first & ~(OWN_IDS - 1)) + gid : gid;
}

#define MAX_EXTENTS 5

/* Whether a node's id exists in a user namespace. Maps with more than five extents count as containing it. */
__noinline int is_mapped(u64 map_address, u32 id) {
    struct uid_gid_map *map = (void *)map_address;
    u32 extents = BPF_CORE_READ(map, nr_extents);
    if (extents > MAX_EXTENTS) {
        return 1;
    }
    const void *extent = (const void *)map + bpf_core_field_offset(struct uid_gid_map, extent);
    for (u32 i = 0; i < MAX_EXTENTS && i < extents; i++) {
        struct uid_gid_extent it;
        bpf_probe_read_kernel(&it, sizeof(it), extent + i * sizeof(it));
        if (id - node_id(it.lower_first) < it.count) {
            return 1;
        }
    }
    return 0;
}

#define S_IFMT   0170000
#define S_IFSOCK 0140000
#define S_IFREG  0100000
#define S_IFDIR  0040000
#define S_IFIFO  0010000

#define CAP_DAC_OVERRIDE 1
#define CAP_FOWNER       3
#define SB_RDONLY        1
#define S_IMMUTABLE      8

/*
 * Whether a user may write to a file or make it writable, by Falco's version of the kernel's rules: mode, owner, groups
 * and capabilities, without access control lists. Ids are compared as the node has them: in an id-mapped mount the
 * inode keeps the ids on the disk.
 */
static __always_inline bool is_writable(struct inode *inode, const struct cred *cred) {
    u32 mode = BPF_CORE_READ(inode, i_mode);
    u32 uid = node_id(BPF_CORE_READ(inode, i_uid.val));
    u32 gid = node_id(BPF_CORE_READ(inode, i_gid.val));
    if (BPF_CORE_READ(inode, i_sb, s_flags) & SB_RDONLY || BPF_CORE_READ(inode, i_flags) & S_IMMUTABLE ||
        uid == (u32)-1 || gid == (u32)-1) {
        return false;
    }
    if (node_id(BPF_CORE_READ(cred, fsuid.val)) == uid) {
        return true;
    }
    u64 groups = (u64)BPF_CORE_READ(cred, group_info);
    if (gid == node_id(BPF_CORE_READ(cred, fsgid.val)) || has_group(groups, gid) ||
        has_group(groups, shifted_group(cred, gid))) {
        mode >>= 3;
    }
    if (mode & 2) {
        return true;
    }
    struct user_namespace *namespace = BPF_CORE_READ(cred, user_ns);
    u64 effective = CAPABILITIES(cred, cap_effective);
    if (!is_mapped((u64) namespace + bpf_core_field_offset(struct user_namespace, uid_map), uid)) {
        return false;
    }
    return effective & (1 << CAP_FOWNER) ||
           (effective & (1 << CAP_DAC_OVERRIDE) &&
            is_mapped((u64) namespace + bpf_core_field_offset(struct user_namespace, gid_map), gid));
}

__noinline u64 find_open_file(s32 fd) {
    struct file *file = NULL;
    struct task_struct *task = current_task();
    struct fdtable *table = BPF_CORE_READ(task, files, fdt);
    if (fd < 0 || (u32)fd >= BPF_CORE_READ(table, max_fds)) {
        return 0;
    }
    bpf_probe_read_kernel(&file, sizeof(file), BPF_CORE_READ(table, fd) + fd);
    return (u64)file;
}

/* The open file of a descriptor of the current task, or null. */
static __always_inline struct file *open_file(s32 fd) {
    return (struct file *)find_open_file(fd);
}
