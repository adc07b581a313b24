// SPDX-License-Identifier: Apache-2.0 OR BSD-2-Clause OR GPL-2.0-only
/* Calls that query or change properties of a process: ids, groups, limits, capabilities. */

#include "lib/family.h"

struct limit {
    s64 current;
    s64 max;
};

static __always_inline void put_limit(struct event *event, u64 pointer, s64 otherwise, bool is_wide) {
    struct limit limit = {otherwise, otherwise};
    u32 words[2] = {};
    if (pointer && !is_wide) {
        bpf_probe_read_user(words, sizeof(words), (void *)pointer);
        limit = (struct limit){(s32)words[0] == -1 ? -1 : words[0], (s32)words[1] == -1 ? -1 : words[1]};
    } else if (pointer) {
        bpf_probe_read_user(&limit, sizeof(limit), (void *)pointer);
    }
    put_s64(event, limit.current);
    put_s64(event, limit.max);
}

static __always_inline void put_user_id(struct event *event, u64 pointer) {
    u32 id = 0;
    bpf_probe_read_user(&id, sizeof(id), (void *)pointer);
    put_u32(event, id);
}

#define PR_SET_NAME            15
#define PR_GET_NAME            16
#define PR_GET_CHILD_SUBREAPER 37

static __always_inline void put_process_option(struct event *event, struct call_exit call) {
    u32 option = call.args[0];
    s64 value = call.args[1];
    /* 2: option */
    put_u32(event, option);
    /* 3: arg2_str; 4: arg2_int */
    if (option == PR_SET_NAME || option == PR_GET_NAME) {
        put_user_path(event, value);
        put_s64(event, 0);
        return;
    }
    put_empty(event);
    if (option == PR_GET_CHILD_SUBREAPER) {
        s32 reaper = 0;
        bpf_probe_read_user(&reaper, sizeof(reaper), (void *)value);
        value = reaper;
    }
    put_s64(event, value);
}

EXIT_FAMILY(identity) {
    const u64 *args = call.args;
    struct task_struct *task = call.task;
    const struct cred *cred = BPF_CORE_READ(task, cred);
    bool is_wide =
        event->scratch->form != FORM_32BIT; /* the 64-bit limits of prlimit64 are the same in both interfaces */
    switch (call.code) {
    /* 1: the id */
    case CODE_GETUID:
    case CODE_GETEUID:
    case CODE_GETGID:
    case CODE_GETEGID:
        put_u32(event, call.result);
        return;
    }
    /* 1: res */
    put_s64(event, call.result);
    switch (call.code) {
    case CODE_SETSID:
        break;
    /* 2: an id; 3, 4: more ids */
    case CODE_SETUID:
    case CODE_SETGID:
        put_u32(event, args[0]);
        break;
    case CODE_SETREUID:
    case CODE_SETREGID:
        put_u32(event, args[0]);
        put_u32(event, args[1]);
        break;
    case CODE_SETRESUID:
    case CODE_SETRESGID:
        put_u32(event, args[0]);
        put_u32(event, args[1]);
        put_u32(event, args[2]);
        break;
    case CODE_GETRESUID:
    case CODE_GETRESGID:
        put_user_id(event, args[0]);
        put_user_id(event, args[1]);
        put_user_id(event, args[2]);
        break;
    /* 2: pid; 3: pgid */
    case CODE_SETPGID:
        put_s64(event, (s32)args[0]);
        put_s64(event, (s32)args[1]);
        break;
    /* 2: cap_inheritable; 3: cap_permitted; 4: cap_effective */
    case CODE_CAPSET:
        put_u64(event, CAPABILITIES(cred, cap_inheritable));
        put_u64(event, CAPABILITIES(cred, cap_permitted));
        put_u64(event, CAPABILITIES(cred, cap_effective));
        break;
    /* 2: cur; 3: max; 4: resource */
    case CODE_GETRLIMIT:
        put_limit(event, call.result == 0 ? args[1] : 0, -1, is_wide);
        put_u8(event, resource(args[0]));
        break;
    case CODE_SETRLIMIT:
        put_limit(event, args[1], 0, is_wide);
        put_u8(event, resource(args[0]));
        break;
    /* 2: newcur; 3: newmax; 4: oldcur; 5: oldmax; 6: pid; 7: resource */
    case CODE_PRLIMIT:
        if (call.result == 0) {
            put_limit(event, args[2], 0, true);
            put_limit(event, args[3], 0, true);
        } else {
            put_limit(event, args[2], 0, true);
            put_limit(event, 0, -1, true);
        }
        put_s64(event, (s32)args[0]);
        put_u8(event, resource(args[1]));
        break;
    case CODE_PRCTL:
        put_process_option(event, call);
        break;
    /* 2: flags */
    case CODE_UNSHARE:
        put_u32(event, clone_flags((u32)args[0]));
        break;
    }
}
