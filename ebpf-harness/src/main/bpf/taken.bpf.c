// SPDX-License-Identifier: Apache-2.0 OR BSD-2-Clause OR GPL-2.0-only
/* The arguments of system calls that are in memory that others can change: at the start of a call, and where the kernel
 * shows what it took. Attached when there is a simulation. Before that nobody is marked, and it would only cost time.
 */

#include "lib/call.h"
#include "lib/proof.h"
#include "lib/taken.h"
#include "lib/watch.h"

SEC("tp_btf/sys_enter")
int BPF_PROG(take_arguments) {
    struct task_struct *task = current_task();
    struct mark *mark = get_mark_quickly(task);
    struct scratch *scratch = get_scratch();
    if (!mark || !scratch || mark->state_only != MARK_JUDGED) {
        return 0;
    }
    own_scratch(scratch, USER_CALL_START);
    u32 index = read_call(scratch, task, call_registers(task, ctx));
    const volatile struct call *call = &settings.calls[index & (MAX_CALLS - 1)];
    struct simulation *simulation = get_simulation(mark->simulation);
    if (index >= MAX_CALLS) {
        return 0;
    }
    if (call->watch == WATCH_MEMORY) {
        simulation->exposed |= EXPOSED_RUNNING;
    } else if (call->watch == WATCH_TRACE && is_trace_write(scratch->args[0])) {
        simulation->exposed |= EXPOSED_STOPPED;
    }
    if (!(call->taken[0] | call->taken[1] | call->base) || scratch->form == FORM_DIFFERS ||
        !is_selected(simulation, call->exit_code)) {
        return 0;
    }
    struct taken *taken = bpf_task_storage_get(&taken_arguments, task, NULL, BPF_LOCAL_STORAGE_GET_F_CREATE);
    if (!taken) {
        count_loss(mark->simulation, call->exit_code, LOSS_MARK_FAILED);
        return 0;
    }
    scratch->simulation = mark->simulation;
    taken->call = index + 1;
    taken->starts |= STARTS_SEEN;
    taken->unsure = 0;
    taken->addresses = 0;
    taken->keys = 0;
    taken->of_messages = 0;
    taken->shown = 0;
    taken->alone = BPF_CORE_READ(task, mm, mm_users.counter) == 1;
    taken->waits = BPF_CORE_READ(task, nvcsw);
    taken->connects = call->exit_code == CODE_CONNECT && takes_no_address(sock_of(scratch->args[0]));
    __builtin_memcpy(taken->args, scratch->args, sizeof(taken->args));
    taken->base = call->base ? base_of(call->base) : 0;
    for (u32 slot = 0; slot < TAKEN_SLOTS; slot++) {
        take_argument(slot, call->taken[slot]);
    }
    if (!is_own_scratch(scratch, USER_CALL_START)) {
        count_loss(mark->simulation, call->exit_code, LOSS_BUSY);
    }
    return 0;
}

/* The arguments of the current task's call, if it is judged and its start was seen. */
static __always_inline struct taken *running_call(void) {
    struct task_struct *task = current_task();
    struct mark *mark = get_mark_quickly(task);
    struct taken *taken = mark && mark->state_only == MARK_JUDGED ? get_taken() : NULL;
    return taken && taken->call ? taken : NULL;
}

/* Compares the kernel's copy of a path with the one at the start of the call. */
__noinline int see_text(u32 slot, u64 name) {
    struct scratch *scratch = get_scratch();
    struct taken *taken = get_taken();
    if (!scratch || !taken || slot >= TAKEN_SLOTS) {
        return 0;
    }
    struct taken_text *text = &taken->texts[slot];
    if (text->length == ABSENT) {
        keep_text(scratch, text, name, false);
        text->seen |= SEEN_SAME;
        return 0;
    }
    struct taken_text *kernel = &taken->kernel;
    long length = bpf_probe_read_kernel_str(scratch->bytes, PATH_MAX, (void *)name);
    if (length > 0 && is_same(scratch, 0, length, text)) {
        text->seen |= SEEN_SAME;
        sees_names = 1;
    } else if (length > 0) {
        keep_text(scratch, kernel, name, false);
        text->seen |= SEEN_OTHER;
    }
    return 0;
}

/* The path of a socket's address: it comes from the kernel's copy of the address. */
__noinline int see_path(u64 name) {
    struct scratch *scratch = get_scratch();
    if (scratch) {
        long length = bpf_probe_read_kernel_str(scratch->bytes, MAX_UNIX_PATH, (void *)name);
        add_key(length > 1 ? digest(0, length) | 1 : 0, false);
    }
    return 0;
}

/* Copies of paths begin with a header, which is followed by the path unless that is very long. */
static __always_inline int see_name(struct taken *taken, const u64 *argument) {
    const struct filename *it = NULL;
    bpf_probe_read_kernel(&it, sizeof(it), argument);
    u64 name = (u64)BPF_CORE_READ(it, name);
    u64 pointer = (u64)BPF_CORE_READ(it, uptr);
    bool has_header = name == (u64)it + bpf_core_field_offset(struct filename, iname);
    for (u32 slot = 0; slot < TAKEN_SLOTS; slot++) {
        struct taken_text *text = &taken->texts[slot];
        if (text->seen & SEEN_EXPECTED && has_header && text->pointer == pointer) {
            see_text(slot, name);
        }
    }
    if (has_header && !pointer && taken->addresses) {
        see_path(name);
    }
    return 0;
}

/* Kernels free the copy of a path when the call ends. Before 6.1 this tracepoint does not show the object's kind, and
 * since 7.0 a copy does not tell where it comes from. Before 6.15 programs may not load an argument of type const void
 * *, so that the object is read as memory. */
SEC("tp_btf/kmem_cache_free")
int BPF_PROG(name_freed, unsigned long site, const void *object, const struct kmem_cache *cache) {
    if (!bpf_core_type_exists(struct maple_tree) || !bpf_core_field_exists(struct filename, uptr) ||
        cache->object_size != PATH_MAX) {
        return 0;
    }
    struct taken *taken = running_call();
    return taken ? see_name(taken, (const u64 *)ctx + 1) : 0;
}

/* Whether a route is looked up for a message, and not for an answer to its sender. */
static __always_inline bool is_of_message(const struct taken *taken, u16 protocol, u16 port) {
    struct inet_sock *sender = (void *)sock_of(taken->args[0]);
    return protocol == PROTOCOL_UDP && port != BPF_CORE_READ(sender, inet_sport);
}

/* A message to an address causes the look-up of a route to it. Others may be looked up meanwhile, too. */
SEC("tp_btf/fib_table_lookup")
int BPF_PROG(route_found, u32 table, const struct flowi4 *flow) {
    struct taken *taken = running_call();
    if (taken && taken->addresses) {
        bool has_ports = flow->__fl_common.flowic_proto == PROTOCOL_UDP;
        add_key(key_of_v4(flow->daddr, has_ports ? flow->uli.ports.dport : 0),
                is_of_message(taken, flow->__fl_common.flowic_proto, flow->uli.ports.dport));
    }
    return 0;
}

SEC("tp_btf/fib6_table_lookup")
int BPF_PROG(route6_found, const void *net, const void *result, const void *table, const struct flowi6 *flow) {
    struct taken *taken = running_call();
    struct scratch *scratch = get_scratch();
    if (taken && scratch && taken->addresses) {
        bool has_ports = flow->__fl_common.flowic_proto == PROTOCOL_UDP;
        struct in6_addr to = flow->daddr;
        add_key(key_of_v6(scratch, 0, &to, has_ports ? flow->uli.ports.dport : 0),
                is_of_message(taken, flow->__fl_common.flowic_proto, flow->uli.ports.dport));
    }
    return 0;
}
