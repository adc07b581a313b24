// SPDX-License-Identifier: Apache-2.0 OR BSD-2-Clause OR GPL-2.0-only
/* Defines programs that write the exit events of a family of system calls. */
#pragma once

#include "call.h"
#include "event.h"
#include "flags.h"
#include "path.h"
#include "task.h"

/* The parameters of a family's function. */
struct call_exit {
    const u64 *args; /* in the form of the machine's own interface */
    struct pt_regs *regs;
    struct task_struct *task;
    s64 result;
    u16 code;
    u16 sc;
};

/* A call whose description is lost, because another task's program took the scratch. */
static __always_inline void count_lost_call(void) {
    struct mark *mark = get_mark_quickly(current_task());
    if (mark) {
        count_loss(mark->simulation, EVENT_CODES, LOSS_BUSY);
    }
}

/* Defines the program exit_NAME, which the dispatcher calls. The body that follows writes the parameters of `event` for
 * the code in `call.code`. */
#define EXIT_FAMILY(name)                                                                                              \
    static __always_inline void name##_exit(struct event *event, struct call_exit call);                               \
    SEC("tp_btf/sys_exit")                                                                                             \
    int BPF_PROG(exit_##name) {                                                                                        \
        struct scratch *scratch = get_scratch();                                                                       \
        if (!scratch) {                                                                                                \
            return 0;                                                                                                  \
        }                                                                                                              \
        if (!is_own_scratch(scratch, USER_CALL_END)) {                                                                 \
            count_lost_call();                                                                                         \
            return 0;                                                                                                  \
        }                                                                                                              \
        struct event event;                                                                                            \
        struct task_struct *task = current_task();                                                                     \
        struct pt_regs *regs = call_registers(task, ctx);                                                              \
        struct call_exit call = {scratch->args, regs, task, RESULT(regs), scratch->code, scratch->sc};                 \
        start_event(&event, USER_CALL_END, scratch, task->pid);                                                        \
        event.result = call.result;                                                                                    \
        name##_exit(&event, call);                                                                                     \
        submit_event(&event);                                                                                          \
        return 0;                                                                                                      \
    }                                                                                                                  \
    static __always_inline void name##_exit(struct event *event, struct call_exit call)
