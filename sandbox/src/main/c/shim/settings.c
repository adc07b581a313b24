// SPDX-License-Identifier: Apache-2.0
#include "settings.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "report.h"

#define MAX_PROGRAM 1024
#define NAME_BYTES  64 /* of a setting; longer names are cut, which their beginning survives */
#define REFUSED     0
#define ALLOWED     1

/* The folders and files of settings that belong to namespaces, by the beginning of their names. */
static const char *const of_namespaces[] = {
    "net/core/",      "net/ipv4/",          "net/ipv6/",  "net/mptcp/",        "net/netfilter/", "net/unix/",
    "fs/mqueue/",     "kernel/auto_msgmni", "kernel/msg", "kernel/sem",        "kernel/shm",     "kernel/hostname",
    "kernel/pid_max", "kernel/ns_last_pid", "user/",      "kernel/domainname",
};

/* Those among them that are the machine's nevertheless. This one can't even be set back. */
static const char *const of_machine[] = {"net/netfilter/nf_hooks_lwtunnel"};

/* A struct bpf_insn, whose registers are fields of four bits. */
struct instruction {
    uint8_t code;
    uint8_t registers;
    int16_t offset;
    int32_t value;
};
_Static_assert(sizeof(struct instruction) == sizeof(struct bpf_insn), "they have the same size");

static struct instruction program[MAX_PROGRAM];
static uint32_t length;

static void emit(uint8_t code, uint8_t target, uint8_t source, int16_t offset, int32_t value) {
    errno = 0;
    if (length == MAX_PROGRAM)
        die("the program that protects settings is too long");
    program[length++] = (struct instruction){code, (uint8_t)(target | source << 4), offset, value};
}

static void answer(int verdict) {
    emit(BPF_ALU64 | BPF_MOV | BPF_K, BPF_REG_0, 0, 0, verdict);
    emit(BPF_JMP | BPF_EXIT, 0, 0, 0, 0);
}

/* Answers if the name on the stack begins with these bytes. */
static void answer_for(const char *name, size_t count, int verdict) {
    for (size_t i = 0; i < count; i++) {
        int16_t left = (int16_t)(2 * (count - i - 1) + 2);
        emit(BPF_LDX | BPF_MEM | BPF_B, BPF_REG_1, BPF_REG_10, (int16_t)((int)i - NAME_BYTES), 0);
        emit(BPF_JMP | BPF_JNE | BPF_K, BPF_REG_1, 0, left, name[i]);
    }
    answer(verdict);
}

static void write_program(void) {
    length = 0;
    emit(BPF_LDX | BPF_MEM | BPF_W, BPF_REG_2, BPF_REG_1, offsetof(struct bpf_sysctl, write), 0);
    emit(BPF_JMP | BPF_JNE | BPF_K, BPF_REG_2, 0, 2, 0);
    answer(ALLOWED);
    /* before Linux 6.4 the verifier takes no room for the name that has not been written to */
    for (int16_t at = -NAME_BYTES; at < 0; at += 8)
        emit(BPF_ST | BPF_MEM | BPF_DW, BPF_REG_10, 0, at, 0);
    emit(BPF_ALU64 | BPF_MOV | BPF_X, BPF_REG_2, BPF_REG_10, 0, 0);
    emit(BPF_ALU64 | BPF_ADD | BPF_K, BPF_REG_2, 0, 0, -NAME_BYTES);
    emit(BPF_ALU64 | BPF_MOV | BPF_K, BPF_REG_3, 0, 0, NAME_BYTES);
    emit(BPF_ALU64 | BPF_MOV | BPF_K, BPF_REG_4, 0, 0, 0);
    emit(BPF_JMP | BPF_CALL, 0, 0, 0, BPF_FUNC_sysctl_get_name);
    for (size_t i = 0; i < sizeof of_machine / sizeof *of_machine; i++)
        answer_for(of_machine[i], strlen(of_machine[i]) + 1, REFUSED);
    for (size_t i = 0; i < sizeof of_namespaces / sizeof *of_namespaces; i++)
        answer_for(of_namespaces[i], strlen(of_namespaces[i]), ALLOWED);
    answer(REFUSED);
}

static int load_program(void) {
    write_program();
    union bpf_attr load = {
        .prog_type = BPF_PROG_TYPE_CGROUP_SYSCTL,
        .expected_attach_type = BPF_CGROUP_SYSCTL,
        .insns = (uintptr_t)program,
        .insn_cnt = length,
        .license = (uintptr_t)"Apache-2.0",
        .prog_name = "kguard_settings",
    };
    return (int)syscall(SYS_bpf, BPF_PROG_LOAD, &load, sizeof load);
}

void settings_protect(const char *cgroup) {
    int folder = open(cgroup, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        die("open the cgroup %s", cgroup);
    int loaded = load_program();
    if (loaded < 0)
        die("load the program that protects the machine's settings; the kernel needs CONFIG_CGROUP_BPF");
    union bpf_attr attach = {
        .target_fd = (uint32_t)folder,
        .attach_bpf_fd = (uint32_t)loaded,
        .attach_type = BPF_CGROUP_SYSCTL,
        .attach_flags = BPF_F_ALLOW_MULTI,
    };
    if (syscall(SYS_bpf, BPF_PROG_ATTACH, &attach, sizeof attach))
        die("protect the machine's settings from the cgroup %s", cgroup);
    close(loaded);
    close(folder);
}
