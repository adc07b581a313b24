// SPDX-License-Identifier: Apache-2.0 OR BSD-2-Clause OR GPL-2.0-only
/* The kernel's structures with only the fields that are read: libbpf relocates every access to the field's offset in
 * the running kernel. A name with three underscores is the same structure in another kernel version. */
#pragma once

#include <linux/bpf.h>
#include <linux/errno.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_tracing.h>

typedef __u8 u8;
typedef __u16 u16;
typedef __u32 u32;
typedef __u64 u64;
typedef __s32 s32;
typedef __s64 s64;
typedef _Bool bool;

#define true  1
#define false 0
#define NULL  ((void *)0)

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

#if defined(__TARGET_ARCH_x86)
struct pt_regs {
    unsigned long r15, r14, r13, r12, bp, bx, r11, r10, r9, r8, ax, cx, dx, si, di, orig_ax, ip, cs, flags, sp, ss;
};
#elif defined(__TARGET_ARCH_arm64)
struct user_pt_regs {
    u64 regs[31];
};
struct pt_regs {
    u64 regs[31];
    u64 orig_x0;
    s32 syscallno;
};
#endif

struct thread_info {
    u32 status;          /* x86 */
    unsigned long flags; /* arm64 */
};

typedef struct {
    u32 val;
} kid_t; /* the kernel's kuid_t and kgid_t */

typedef struct {
    s64 counter;
} counter_t; /* the kernel's atomic_long_t */

struct list_head {
    struct list_head *next;
};

struct hlist_node {
    struct hlist_node *next;
};

struct hlist_head {
    struct hlist_node *first;
};

struct super_block {
    u32 s_dev;
    unsigned long s_flags;
    unsigned long s_magic;
};

struct timespec64 {
    s64 tv_sec;
    long tv_nsec;
};

typedef struct {
    int counter;
} atomic_t;

struct neigh_table {
    int gc_thresh3;
    atomic_t gc_entries;
};

struct inode {
    u16 i_mode;
    kid_t i_uid;
    kid_t i_gid;
    u32 i_flags;
    struct super_block *i_sb;
    unsigned long i_ino;
    s64 i_ctime_sec, i_mtime_sec; /* since 6.11 */
    u32 i_ctime_nsec, i_mtime_nsec;
    void *i_private;
    atomic_t i_writecount;
    unsigned int i_nlink;
};
struct inode___v6_7 {
    struct timespec64 __i_ctime; /* 6.6 to 6.10 */
    struct timespec64 __i_mtime; /* 6.7 to 6.10 */
};
struct inode___v5 {
    struct timespec64 i_ctime;
    struct timespec64 i_mtime;
};

struct qstr {
    u32 len;
    const unsigned char *name;
};

struct dentry {
    struct dentry *d_parent;
    struct qstr d_name;
    struct inode *d_inode;
    struct super_block *d_sb;
};

struct vfsmount {
    struct dentry *mnt_root;
};

struct mount {
    struct mount *mnt_parent;
    struct dentry *mnt_mountpoint;
    struct vfsmount mnt;
};

struct path {
    struct vfsmount *mnt;
    struct dentry *dentry;
};

struct file {
    u32 f_mode;
    const void *f_op;
    struct inode *f_inode;
    struct path f_path;
    unsigned int f_flags;
    void *private_data;
};

struct fdtable {
    u32 max_fds;
    struct file **fd;
};

struct files_struct {
    struct fdtable *fdt;
};

struct fs_struct {
    int users;
    struct path root;
    struct path pwd;
};

struct kernfs_node {
    struct kernfs_node *__parent; /* since 6.15 */
    const char *name;
};
struct kernfs_node___v6_14 {
    struct kernfs_node *parent;
};

struct cgroup {
    struct kernfs_node *kn;
};

struct cgroup_subsys_state {
    struct cgroup *cgroup;
};

struct css_set {
    struct cgroup_subsys_state *subsys[16];
    struct cgroup *dfl_cgrp;
};

enum cgroup_subsys_id {
    cpuset_cgrp_id,
    cpu_cgrp_id,
    cpuacct_cgrp_id,
    io_cgrp_id,
    memory_cgrp_id,
    devices_cgrp_id,
    freezer_cgrp_id,
    pids_cgrp_id,
};

struct pid_namespace {
    struct task_struct *child_reaper;
    u32 level;
};

struct upid {
    int nr;
    struct pid_namespace *ns;
};

struct pid {
    u32 level;
    struct hlist_head tasks[4];
    struct upid numbers[1];
};

enum pid_type { PIDTYPE_PID, PIDTYPE_TGID, PIDTYPE_PGID, PIDTYPE_SID };

struct tty_driver {
    int major;
    int minor_start;
};

struct tty_struct {
    struct tty_driver *driver;
    int index;
};

struct rlimit {
    unsigned long rlim_cur;
};

struct signal_struct {
    int nr_threads;
    struct list_head thread_head;
    unsigned int flags;
    u32 is_child_subreaper : 1;
    u32 has_child_subreaper : 1;
    struct pid *pids[4];
    struct tty_struct *tty;
    struct rlimit rlim[16];
};

struct mm_rss_stat {
    counter_t count[4];
};
struct percpu_counter {
    s64 count;
};

struct vm_area_struct {
    unsigned long vm_flags;
    struct file *vm_file;
};

struct mm_struct {
    atomic_t mm_users;
    unsigned long total_vm;
    unsigned long arg_start, arg_end, env_start, env_end;
    struct file *exe_file;
    struct task_struct *owner;         /* if the kernel has memory cgroups */
    struct percpu_counter rss_stat[4]; /* since 6.2 */
};
struct mm_struct___v6_1 {
    struct mm_rss_stat rss_stat;
};

struct uid_gid_extent {
    u32 first;
    u32 lower_first;
    u32 count;
};

struct uid_gid_map {
    u32 nr_extents;
    struct uid_gid_extent extent[5];
};

struct user_namespace {
    struct uid_gid_map uid_map;
    struct uid_gid_map gid_map;
};

struct group_info {
    int ngroups;
    kid_t gid[1];
};

typedef struct {
    u64 val; /* two u32 before 6.3, in the same bytes */
} kernel_cap_t;

struct cred {
    kid_t uid, gid, suid, sgid, euid, egid, fsuid, fsgid;
    kernel_cap_t cap_inheritable, cap_permitted, cap_effective;
    struct user_namespace *user_ns;
    struct group_info *group_info;
};

struct mnt_namespace;

struct nsproxy {
    struct mnt_namespace *mnt_ns;
    struct pid_namespace *pid_ns_for_children;
};

struct bpf_local_storage;

struct task_struct {
    struct bpf_local_storage *bpf_storage;
    struct thread_info thread_info;
    u32 flags;
    struct mm_struct *mm;
    int exit_code;
    int pid;
    int tgid;
    struct task_struct *real_parent;
    struct list_head children;
    struct task_struct *group_leader;
    struct list_head ptraced;
    struct list_head ptrace_entry;
    struct pid *thread_pid;
    struct hlist_node pid_links[4];
    struct list_head thread_node;
    u64 start_time;
    unsigned long nvcsw;
    unsigned long min_flt;
    unsigned long maj_flt;
    const struct cred *cred;
    char comm[16];
    struct fs_struct *fs;
    struct files_struct *files;
    struct nsproxy *nsproxy;
    struct signal_struct *signal;
    kid_t loginuid;
    struct css_set *cgroups;
};

/* A path as the kernel has copied it from user memory. */
struct filename {
    const char *name;
    const char *uptr; /* where from; NULL if it comes from the kernel */
    const char iname[];
};

struct kmem_cache {
    u32 object_size;
};

struct maple_tree {
    u32 ma_flags; /* since 6.1 */
};

struct flowi_common {
    u8 flowic_proto;
};

union flowi_uli {
    struct {
        u16 dport;
    } ports;
};

struct flowi4 {
    struct flowi_common __fl_common;
    u32 daddr;
    union flowi_uli uli;
};

struct linux_binprm {
    const char *filename;
};

/* What programs of the type `tracepoint` get. */
struct trace_event_raw_sched_process_fork {
    s32 child_pid;
};

struct trace_event_raw_sched_process_exec {
    u32 __data_loc_filename; /* where the string is in the record, in the lower half */
    s32 old_pid;
};

struct in6_addr {
    u32 words[4];
};

struct flowi6 {
    struct flowi_common __fl_common;
    struct in6_addr daddr;
    union flowi_uli uli;
};

struct sock_common {
    u32 skc_daddr;
    u32 skc_rcv_saddr;
    u16 skc_dport;
    u16 skc_num;
    u16 skc_family;
    u8 skc_state;
    struct in6_addr skc_v6_daddr;
    struct in6_addr skc_v6_rcv_saddr;
};

struct sock {
    struct sock_common __sk_common;
    struct pid *sk_peer_pid;
    u16 sk_type;
    u16 sk_protocol;
    u32 sk_ack_backlog;
    u32 sk_max_ack_backlog;
};

struct ipv6_pinfo {
    struct in6_addr saddr;
};

struct inet_sock {
    struct ipv6_pinfo *pinet6;
    u32 inet_saddr;
    u16 inet_sport;
};

struct sockaddr_un {
    u16 sun_family;
    char sun_path[108];
};

struct unix_address {
    int len;
    struct sockaddr_un name[1];
};

struct unix_sock {
    struct unix_address *addr;
    struct sock *peer;
};

struct socket {
    struct sock *sk;
};

/* The sender of a signal comes first in each of the union's structures that has one. */
struct kernel_siginfo {
    int si_code;
    union {
        struct {
            s32 _pid;
        } _kill;
    } _sifields;
};

#pragma clang attribute pop

/* The registers at a system call. */
#if defined(__TARGET_ARCH_x86)
static __always_inline long call_number(struct pt_regs *regs) {
    return regs->orig_ax;
}
#define RESULT(registers) ((long)(registers)->ax)
#define ARG0(registers)   ((registers)->di)
#define ARG1(registers)   ((registers)->si)
#define ARG2(registers)   ((registers)->dx)
#define ARG3(registers)   ((registers)->r10)
#define ARG4(registers)   ((registers)->r8)
#define ARG5(registers)   ((registers)->r9)
#elif defined(__TARGET_ARCH_arm64)
static __always_inline long call_number(struct pt_regs *regs) {
    return regs->syscallno;
}
/* The result overwrites the first argument; the kernel keeps a copy. */
#define RESULT(registers) ((long)(registers)->regs[0])
#define ARG0(registers)   ((registers)->orig_x0)
#define ARG1(registers)   ((registers)->regs[1])
#define ARG2(registers)   ((registers)->regs[2])
#define ARG3(registers)   ((registers)->regs[3])
#define ARG4(registers)   ((registers)->regs[4])
#define ARG5(registers)   ((registers)->regs[5])
#endif

/* Whether the current system call uses the 32-bit interface. */
static __always_inline bool is_32bit_call(struct task_struct *task) {
#if defined(__TARGET_ARCH_x86)
    return task->thread_info.status & 2; /* TS_COMPAT */
#else
    return task->thread_info.flags & (1 << 22); /* TIF_32BIT */
#endif
}

static __always_inline struct task_struct *current_task(void) {
    return (struct task_struct *)bpf_get_current_task_btf();
}

/* An argument of a program of the type `tp_btf`. One of the type `tracepoint` has none, and may not even look. */
static __always_inline void *argument_at(unsigned long long *arguments, u32 number) {
    return (void *)*(volatile unsigned long long *)(arguments + number);
}

/* The registers of the current task's call, which are an argument only in programs of the type `tp_btf`. Before 5.15
 * there is no other way. */
static __always_inline struct pt_regs *call_registers(struct task_struct *task, unsigned long long *arguments) {
    if (bpf_core_enum_value_exists(enum bpf_func_id, BPF_FUNC_task_pt_regs)) {
        return (struct pt_regs *)bpf_task_pt_regs(task);
    }
    return argument_at(arguments, 0);
}

/* Reads a string of user memory, with its NUL. Returns the length, or a negative number if it can't be read. Of an
 * empty string older kernels (6.12 does) say 0 and write nothing. */
static __always_inline long read_user_string(void *to, u32 size, const void *from) {
    long length = bpf_probe_read_user_str(to, size, from);
    if (length == 0) {
        *(u8 *)to = 0;
        length = 1;
    }
    return length;
}
