// SPDX-License-Identifier: Apache-2.0 OR BSD-2-Clause OR GPL-2.0-only
/* The exit of every system call. For unmarked tasks it returns at once; otherwise it calls the program for the call. */

#include "lib/blind.h"
#include "lib/family.h"
#include "lib/taken.h"
#include "lib/watch.h"

struct {
    __uint(type, BPF_MAP_TYPE_PROG_ARRAY);
    __uint(max_entries, FAMILIES);
    __type(key, u32);
    __type(value, u32);
} exit_programs SEC(".maps");

/* Describes the event of a call in the scratch. Returns the family whose program writes it; FAMILIES if there is none.
 */
static __always_inline u32 describe_call(struct scratch *scratch, struct task_struct *task, struct mark *mark,
                                         struct pt_regs *regs, long result) {
    struct simulation *simulation = get_simulation(mark->simulation);
    bool is_judged = mark->state_only == MARK_JUDGED;
    u32 number = read_call(scratch, task, regs);
    if (number >= MAX_CALLS) {
        if (is_judged && scratch->form == FORM_DIFFERS && result != -ENOSYS) {
            note_blind_spot(mark->simulation, BLIND_FOREIGN_CALL, call_number(regs), 0);
        }
        return FAMILIES;
    }
    const volatile struct call *call = &settings.calls[number];
    if (call->watch && is_judged) {
        watch_call(simulation, call->watch, scratch->args, result);
    }
    if (!call->exit_code || !is_selected(simulation, call->exit_code) ||
        (call->flags & CALL_ZERO_ELSEWHERE && result == 0) ||
        (!is_judged && is_idle_fcntl(call->exit_code, scratch->args))) {
        return FAMILIES;
    }
    if (scratch->form == FORM_DIFFERS) {
        if (is_judged) {
            note_blind_spot(mark->simulation, BLIND_FOREIGN_CALL, call_number(regs), 0);
        }
        return FAMILIES;
    }
    describe_event(scratch, mark, call->exit_code, call->params);
    scratch->sc = call->sc;
    scratch->texts = 0;
    scratch->result = result;
    if ((call->taken[0] | call->taken[1] | call->base) && is_judged) {
        struct taken *taken = bpf_task_storage_get(&taken_arguments, task, NULL, BPF_LOCAL_STORAGE_GET_F_CREATE);
        if (taken && taken->call == number + 1) {
            taken->call = 0;
            scratch->taken = 1;
            compare_call(number);
        } else if (taken && !(taken->starts & (result < 0 ? STARTS_MISSING : STARTS_SEEN | STARTS_MISSING))) {
            taken->starts |= STARTS_MISSING;
        } else {
            count_loss(mark->simulation, call->exit_code, LOSS_START_UNSEEN);
        }
    }
    return call->family;
}

SEC("tp_btf/sys_exit")
int BPF_PROG(sys_exit) {
    struct task_struct *task = current_task();
    struct mark *mark = get_mark_quickly(task);
    struct scratch *scratch;
    if (!mark || !(scratch = get_scratch())) {
        return 0;
    }
    own_scratch(scratch, USER_CALL_END);
    struct pt_regs *regs = call_registers(task, ctx);
    u32 family = describe_call(scratch, task, mark, regs, RESULT(regs));
    if (family >= FAMILIES && is_own_scratch(scratch, USER_CALL_END)) {
        return 0;
    }
    bpf_tail_call(ctx, &exit_programs, family);
    bool is_own = is_own_scratch(scratch, USER_CALL_END);
    count_loss(mark->simulation, is_own ? scratch->code : EVENT_CODES, LOSS_BUSY);
    return 0;
}

EXIT_FAMILY(generic) {
    /* 1: ID */
    put_u16(event, call.sc);
    /* 2: nativeID */
    put_u16(event, call_number(call.regs));
}
