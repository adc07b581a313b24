// SPDX-License-Identifier: Apache-2.0 OR BSD-2-Clause OR GPL-2.0-only
/* Calls that send and receive messages. */

#include "lib/address.h"
#include "lib/blind.h"
#include "lib/data.h"
#include "lib/family.h"
#include "lib/late.h"
#include "lib/message.h"

static __always_inline void put_control(struct event *event, struct message *message) {
    u64 length = message->control_length;
    put_user_bytes(event, message->control, length <= 0xffff ? length : 0);
}

EXIT_FAMILY(messages) {
    const u64 *args = call.args;
    struct message message = {};
    /* 1: res */
    put_s64(event, call.result);
    switch (call.code) {
    /* 2: data; 3: fd; 4: size; 5: tuple */
    case CODE_SENDTO:
        put_written(event, args[1], args[2]);
        put_fd(event, args[0]);
        put_u32(event, args[2]);
        if (call.result >= 0) {
            put_tuple(event, args[0], OUTBOUND, args[4], args[5]);
        } else {
            put_empty(event);
        }
        break;
    /* 2: data; 3: tuple; 4: fd; 5: size */
    case CODE_RECVFROM:
        put_read(event, args[1]);
        if (call.result >= 0) {
            put_tuple(event, args[0], INBOUND, args[4], SOCKADDR_STORAGE);
        } else {
            put_empty(event);
        }
        put_fd(event, args[0]);
        put_u32(event, args[2]);
        break;
    /* 2: data; 3: fd; 4: size; 5: tuple */
    case CODE_SENDMSG:
        bpf_probe_read_user(&message, sizeof(message), (void *)args[1]);
        put_vector_data(event, message.vectors, message.vector_count, data_room(call.result));
        put_fd(event, args[0]);
        put_u32(event, vector_size(message.vectors, message.vector_count));
        if (call.result >= 0) {
            put_tuple(event, args[0], OUTBOUND, message.name, message.name_length);
        } else {
            put_empty(event);
        }
        break;
    /* 2: size; 3: data; 4: tuple; 5: msgcontrol; 6: fd */
    case CODE_RECVMSG:
        if (call.result >= 0) {
            bpf_probe_read_user(&message, sizeof(message), (void *)args[1]);
            put_u32(event, call.result);
            put_vector_data(event, message.vectors, call.result ? message.vector_count : 0, data_room(call.result));
            put_tuple(event, args[0], INBOUND, message.name, message.name_length);
            put_control(event, &message);
        } else {
            put_u32(event, 0);
            put_empty(event);
            put_empty(event);
            put_empty(event);
        }
        put_fd(event, args[0]);
        break;
    }
}

/* Writes the event of one message. A separate function, so that it is verified once. */
__noinline int submit_message(u64 address, s32 fd) {
    struct scratch *scratch = get_scratch();
    if (!scratch) {
        return 0;
    }
    struct event event;
    struct task_struct *task = current_task();
    struct counted_message it = {};
    bool sent = scratch->code == CODE_SENDMMSG;
    bpf_probe_read_user(&it, sizeof(it), (void *)address);
    start_event(&event, USER_CALL_END, scratch, task->pid);
    event.result = it.length;
    /* 1: res */
    put_s64(&event, it.length);
    /* 2: fd */
    put_s64(&event, fd);
    /* 3: size */
    put_u32(&event, sent ? vector_size(it.message.vectors, it.message.vector_count) : it.length);
    /* 4: data */
    put_vector_data(&event, it.message.vectors, it.message.vector_count, data_room(it.length));
    /* 5: tuple */
    put_tuple(&event, fd, sent ? OUTBOUND : INBOUND, it.message.name, it.message.name_length);
    if (!sent) {
        /* 6: msgcontrol */
        put_control(&event, &it.message);
    }
    submit_event(&event);
    return 0;
}

/* sendmmsg counts a message when it is sent. If it can't write how long it was, it ends without counting it. */
static __always_inline void watch_uncounted(struct scratch *scratch, long result) {
    u32 length;
    u64 next = result > 0 ? result : 0;
    u64 address = scratch->args[1] + next * sizeof(struct counted_message);
    address += __builtin_offsetof(struct counted_message, length);
    bool could_end = result == -EFAULT || (result > 0 && next < scratch->args[2]);
    if (could_end && (bpf_probe_read_user(&length, sizeof(length), (void *)address) || is_read_only(address))) {
        note_blind_spot(scratch->simulation, BLIND_MESSAGES, UNCOUNTED | scratch->code, 0);
    }
}

/* Whether the kernel sent a message to an address that no event shows. */
static __always_inline void watch_addresses(struct scratch *scratch) {
    struct taken *taken = scratch->taken ? get_taken() : NULL;
    if (taken && taken->of_messages & ~taken->shown) {
        note_change(scratch, NULL);
    }
}

/* sendmmsg and recvmmsg: one event per message, or one if there was none. */
SEC("tp_btf/sys_exit")
int BPF_PROG(exit_mmsg) {
    struct scratch *scratch = get_scratch();
    if (!scratch) {
        return 0;
    }
    if (!is_own_scratch(scratch, USER_CALL_END)) {
        count_lost_call();
        return 0;
    }
    const u64 *args = scratch->args;
    struct task_struct *task = current_task();
    long result = RESULT(call_registers(task, ctx));
    bool is_judged = !(scratch->flags & RECORD_STATE_ONLY);
    if (is_judged && scratch->code == CODE_SENDMMSG) {
        watch_uncounted(scratch, result);
    }
    if (result <= 0) {
        struct event event;
        start_event(&event, USER_CALL_END, scratch, task->pid);
        /* 1: res; 2: fd; 3: size; 4: data; 5: tuple; 6: msgcontrol */
        put_s64(&event, result);
        put_fd(&event, args[0]);
        put_u32(&event, 0);
        put_empty(&event);
        put_empty(&event);
        if (scratch->code == CODE_RECVMMSG) {
            put_empty(&event);
        }
        submit_event(&event);
        return 0;
    }
    u64 array = args[1];
    s32 fd = args[0];
    for (int i = 0; i < MAX_MESSAGES && i < result; i++) {
        submit_message(array + i * sizeof(struct counted_message), fd);
    }
    if (is_judged && result > MAX_MESSAGES) {
        note_blind_spot(scratch->simulation, BLIND_MESSAGES, scratch->code, 0);
    } else if (is_judged && scratch->code == CODE_SENDMMSG) {
        watch_addresses(scratch);
    }
    return 0;
}
