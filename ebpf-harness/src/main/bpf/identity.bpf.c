/* Calls that ask for or change what a process is: its ids, groups, limits, capabilities. */

#include "lib/family.h"

struct limit {
    s64 current;
    s64 max;
};

static __always_inline void put_limit(struct event *event, u64 pointer, s64 otherwise) {
    struct limit limit = {otherwise, otherwise};
    if (pointer) {
        bpf_probe_read_user(&limit, sizeof(limit), (void *)pointer);
    }
    put_s64(event, limit.current);
    put_s64(event, limit.max);
}

static __always_inline u8 resource(u32 number) {
    return number <= 15 ? number : 0xff;
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
    u32 option = ARG0(call.regs);
    s64 value = ARG1(call.regs);
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
    struct pt_regs *regs = call.regs;
    struct task_struct *task = call.task;
    const struct cred *cred = BPF_CORE_READ(task, cred);
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
    /* 2: an id, and 3, 4: more of them */
    case CODE_SETUID:
    case CODE_SETGID:
        put_u32(event, ARG0(regs));
        break;
    case CODE_SETREUID:
    case CODE_SETREGID:
        put_u32(event, ARG0(regs));
        put_u32(event, ARG1(regs));
        break;
    case CODE_SETRESUID:
    case CODE_SETRESGID:
        put_u32(event, ARG0(regs));
        put_u32(event, ARG1(regs));
        put_u32(event, ARG2(regs));
        break;
    case CODE_GETRESUID:
    case CODE_GETRESGID:
        put_user_id(event, ARG0(regs));
        put_user_id(event, ARG1(regs));
        put_user_id(event, ARG2(regs));
        break;
    /* 2: pid; 3: pgid */
    case CODE_SETPGID:
        put_s64(event, (s32)ARG0(regs));
        put_s64(event, (s32)ARG1(regs));
        break;
    /* 2: cap_inheritable; 3: cap_permitted; 4: cap_effective */
    case CODE_CAPSET:
        put_u64(event, CAPABILITIES(cred, cap_inheritable));
        put_u64(event, CAPABILITIES(cred, cap_permitted));
        put_u64(event, CAPABILITIES(cred, cap_effective));
        break;
    /* 2: cur; 3: max; 4: resource */
    case CODE_GETRLIMIT:
        put_limit(event, call.result == 0 ? ARG1(regs) : 0, -1);
        put_u8(event, resource(ARG0(regs)));
        break;
    case CODE_SETRLIMIT:
        put_limit(event, ARG1(regs), 0);
        put_u8(event, resource(ARG0(regs)));
        break;
    /* 2: newcur; 3: newmax; 4: oldcur; 5: oldmax; 6: pid; 7: resource */
    case CODE_PRLIMIT:
        if (call.result == 0) {
            put_limit(event, ARG2(regs), 0);
            put_limit(event, ARG3(regs), 0);
        } else {
            put_limit(event, ARG2(regs), 0);
            put_limit(event, 0, -1);
        }
        put_s64(event, (s32)ARG0(regs));
        put_u8(event, resource(ARG1(regs)));
        break;
    case CODE_PRCTL:
        put_process_option(event, call);
        break;
    /* 2: flags */
    case CODE_UNSHARE:
        put_u32(event, clone_flags((u32)ARG0(regs)));
        break;
    }
}
