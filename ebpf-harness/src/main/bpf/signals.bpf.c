// SPDX-License-Identifier: Apache-2.0 OR BSD-2-Clause OR GPL-2.0-only
/* The delivery of a signal, in the thread that receives it. */

#include "lib/family.h"

#define SIGNALDELIVER_PARAMS 3

#define SIGHUP   1
#define SIGINT   2
#define SIGQUIT  3
#define SIGKILL  9
#define SIGTERM  15
#define SIGCHLD  17
#define SIGTSTP  20
#define SIGRTMIN 32

/* The sender of a signal, if Falco reports it; else 0. A signal from the kernel itself has a positive code. */
static __always_inline s64 sender(int signal, struct kernel_siginfo *info) {
    bool by_user = BPF_CORE_READ(info, si_code) <= 0;
    bool told;
    switch (signal) {
    case SIGHUP:
    case SIGINT:
    case SIGQUIT:
    case SIGTERM:
    case SIGTSTP:
        told = by_user;
        break;
    default:
        told = signal == SIGKILL || signal == SIGCHLD || signal >= SIGRTMIN;
    }
    return told ? BPF_CORE_READ(info, _sifields._kill._pid) : 0;
}

static __always_inline void on_signal_deliver(int signal, struct kernel_siginfo *info) {
    struct task_struct *task = current_task();
    struct mark *mark = get_mark(task);
    struct scratch *scratch = get_scratch();
    if (!mark || !scratch || !is_selected(get_simulation(mark->simulation), CODE_SIGNALDELIVER)) {
        return;
    }
    struct event event;
    begin_event(&event, scratch, mark, CODE_SIGNALDELIVER, SIGNALDELIVER_PARAMS, task->pid);
    /* 1: spid */
    put_s64(&event, info ? sender(signal, info) : 0);
    /* 2: dpid */
    put_s64(&event, task->pid);
    /* 3: sig */
    put_u8(&event, signal);
    submit_event(&event);
}

SEC("tp_btf/signal_deliver")
int BPF_PROG(signal_deliver, int signal, struct kernel_siginfo *info) {
    UNSTOPPED(on_signal_deliver(signal, info));
    return 0;
}
