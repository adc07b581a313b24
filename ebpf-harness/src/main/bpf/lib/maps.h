// SPDX-License-Identifier: Apache-2.0 OR BSD-2-Clause OR GPL-2.0-only
#pragma once

#include "kernel.h"
#include "record.h"

/* The largest event and the largest parameter, in bytes. Both are powers of two for the verifier. */
#define EVENT_MAX 32768
#define PARAM_MAX 4096
#define PATH_MAX  4096

/* Set before the programs are loaded, and constant afterwards. */
const volatile struct settings settings SEC(".rodata.settings");

struct simulation simulations[MAX_SIMULATIONS] SEC(".data.simulations");

/* Where a processor builds an event. Values are written at `position`, of which the verifier only knows that it is
 * below EVENT_MAX. With twice that space any write of up to EVENT_MAX bytes is safe. */
struct scratch {
    u64 owner; /* which program of which task uses it: see own_scratch */
    u32 simulation;
    u16 code;
    u16 flags;
    u32 params;      /* how many parameters the event has */
    u32 unsignalled; /* bytes written since this processor last woke the reader */
    u32 position;    /* where the next value goes */
    u32 losses;      /* one bit per cause */
    u32 path_start;
    u16 sc; /* Falco's number of the system call */
    u16 reserved;
    s32 result;
    u32 form; /* the form of its arguments: FORM_... */
    u64 args[6];
    u32 taken;  /* whether its arguments were read at its start, and are compared */
    u32 texts;  /* how many of them are in the event so far */
    u64 walked; /* the cgroup node whose path was built last */
    u64 task;   /* the task of the event; the verifier treats a value from map memory as a number */
    u64 absent; /* what of an array's data was not in memory */
    u8 bytes[2 * EVENT_MAX];
    u8 path[2 * PATH_MAX]; /* paths are built from the end */
};

struct {
    __uint(type, BPF_MAP_TYPE_RINGBUF);
    __uint(max_entries, 4096);
} ring SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_TASK_STORAGE);
    __uint(map_flags, BPF_F_NO_PREALLOC);
    __type(key, int);
    __type(value, struct mark);
} marks SEC(".maps");

#define SOCKADDR_STORAGE 128

#define TAKEN_MAX 256 /* a power of two for the verifier */

/* An argument in memory as it was at the start of the call. */
struct taken_text {
    u32 length;
    u32 seen; /* SEEN_... */
    u64 pointer;
    u64 digest; /* of a string that is longer than what is kept of it */
    u8 bytes[TAKEN_MAX];
};

/* What is known of the kernel's own copy of a path. */
#define SEEN_SAME  1 /* it equals the value at the start */
#define SEEN_OTHER 2 /* it is in `kernel` */

#define DATA_SLOT    0
#define ADDRESS_SLOT 1

#define KERNEL_KEYS 32 /* powers of two for the verifier */
#define MESSAGES    16

/* What was seen of the starts of a thread's calls. One may be missing, because the thread was marked during that call
 * or a filter refused it. A call that succeeds has none only if it is the first. */
#define STARTS_SEEN    1
#define STARTS_MISSING 2

/* The arguments of a thread's call at its start. */
struct taken {
    u32 call;        /* its number, plus 1 */
    u32 starts;      /* STARTS_... */
    u32 unsure;      /* slots that could not be read, and that others can change; one bit each */
    u32 addresses;   /* whether there are socket addresses */
    u32 keys;        /* how many addresses the kernel was seen using */
    u32 alone;       /* whether no other task had the memory */
    u32 connects;    /* whether a connect() met a socket that takes no address any more */
    u32 of_messages; /* which of these addresses are of messages; one bit each */
    u32 shown;       /* which of them an event shows */
    u32 reserved;
    u64 waits; /* how often the task had waited */
    u64 base;
    u64 args[6];
    u64 kernel_keys[KERNEL_KEYS];
    u64 messages[MESSAGES]; /* digests */
    struct taken_text texts[TAKEN_SLOTS];
    struct taken_text kernel;
};

/* Whether the kernel's copies of paths are seen. Not so on a kernel that keeps them in another way. */
u32 sees_names SEC(".data.sees_names");

struct {
    __uint(type, BPF_MAP_TYPE_TASK_STORAGE);
    __uint(map_flags, BPF_F_NO_PREALLOC);
    __type(key, int);
    __type(value, struct taken);
} taken_arguments SEC(".maps");

#define SENT_FILES 64 /* a power of two for the verifier */

/* Open files that processes of a simulation sent each other in messages. */
struct sent {
    u32 simulation;
    u32 count;
    u64 files[SENT_FILES];
};

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, MAX_SIMULATIONS);
    __type(key, u32);
    __type(value, struct sent);
} sent_files SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_HASH);
    __uint(max_entries, 8192);
    __type(key, struct container_id);
    __type(value, struct watched);
} containers SEC(".maps");

/* One element per processor. (Elements of a per-processor map can't be this large.) */
struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, 1);
    __type(key, u32);
    __type(value, struct scratch);
} scratches SEC(".maps");

static __always_inline struct scratch *get_scratch(void) {
    u32 cpu = bpf_get_smp_processor_id();
    return bpf_map_lookup_elem(&scratches, &cpu);
}

/* Since Linux 7.0 the kernel may stop a program and run those of another task on the same processor. Each says whose
 * the scratch is before it writes to it. If it is another's at the end, the event is damaged, and is a loss. One task
 * is not stopped for itself, so that no owner comes back unseen. */
enum user {
    USER_CALL_START = 1,
    USER_ENTER_EVENT,
    USER_CALL_END,
    USER_EVENT, /* another event; below the alignment of a task */
};

static __always_inline u64 owner_of(enum user user) {
    return bpf_get_current_task() | user;
}

/* Whether the kernel stops programs. Only then may they call everything that they call while it is told not to. */
const volatile u32 stops_programs SEC(".rodata.stops_programs");

/* Kernels without these functions never stop a program. */
extern void bpf_preempt_disable(void) __ksym __weak;
extern void bpf_preempt_enable(void) __ksym __weak;

/* Runs a statement of a program that is seldom and long without being stopped. */
#define UNSTOPPED(statement)                                                                                           \
    do {                                                                                                               \
        if (stops_programs && bpf_ksym_exists(bpf_preempt_disable)) {                                                  \
            bpf_preempt_disable();                                                                                     \
        }                                                                                                              \
        statement;                                                                                                     \
        if (stops_programs && bpf_ksym_exists(bpf_preempt_disable)) {                                                  \
            bpf_preempt_enable();                                                                                      \
        }                                                                                                              \
    } while (0)

static __always_inline void own_scratch(struct scratch *scratch, enum user user) {
    *(volatile u64 *)&scratch->owner = owner_of(user);
}

static __always_inline bool is_own_scratch(const struct scratch *scratch, enum user user) {
    return *(const volatile u64 *)&scratch->owner == owner_of(user);
}

static __always_inline struct simulation *get_simulation(u32 id) {
    return &simulations[id & (MAX_SIMULATIONS - 1)];
}

static __always_inline bool has_code(const u64 *codes, u16 code) {
    return codes[code / 64 & (CODE_WORDS - 1)] >> (code % 64) & 1;
}

static __always_inline bool is_selected(const struct simulation *simulation, u16 code) {
    return has_code(simulation->selected_codes, code);
}

static __always_inline bool needs_data(const struct simulation *simulation, u16 code) {
    return has_code(simulation->data_codes, code);
}

static __always_inline bool is_live(const struct mark *mark) {
    return get_simulation(mark->simulation)->id == mark->simulation;
}

/* The valid mark of a process, by the leader of its threads, or null. */
static __always_inline struct mark *mark_of(struct task_struct *leader) {
    struct mark *mark = bpf_task_storage_get(&marks, leader, NULL, 0);
    return mark && is_live(mark) ? mark : NULL;
}

/* The mark of the process that a task belongs to. */
static __always_inline struct mark *get_mark(struct task_struct *task) {
    return mark_of(task->group_leader);
}

/* The same for the start and exit of every system call. Most processes have no storage at all, which is checked without
 * a look-up. */
static __always_inline struct mark *get_mark_quickly(struct task_struct *task) {
    struct task_struct *leader = task->group_leader;
    return leader->bpf_storage ? mark_of(leader) : NULL;
}

static __always_inline void count_loss(u32 simulation, u32 code, enum loss cause) {
    struct simulation *it = get_simulation(simulation);
    __sync_fetch_and_add(&it->losses[cause & (LOSS_CAUSES - 1)], 1);
    if (code < EVENT_CODES && cause != LOSS_ARGUMENTS_CUT) {
        u32 word = code / 64;
        barrier_var(word); /* else the compiler leaves out the bound that the verifier wants */
        __sync_fetch_and_or(&it->lost_codes[word & (CODE_WORDS - 1)], 1ULL << (code % 64));
    }
}
