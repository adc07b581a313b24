// SPDX-License-Identifier: Apache-2.0
/* Attaches an empty program to the exit of every system call until stdin ends: the minimum cost of any sensor. Prints a
 * line when it is attached. */
#include <stdio.h>
#include <unistd.h>

#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <bpf/libbpf.h>

int main(void) {
    const struct bpf_insn nothing[] = {
        {.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_0},
        {.code = BPF_JMP | BPF_EXIT},
    };
    LIBBPF_OPTS(bpf_prog_load_opts, options, .expected_attach_type = BPF_TRACE_RAW_TP);
    int type = libbpf_find_vmlinux_btf_id("sys_exit", BPF_TRACE_RAW_TP);
    if (type < 0) {
        fprintf(stderr, "the kernel has no type information of sys_exit: %d\n", type);
        return 1;
    }
    options.attach_btf_id = (__u32)type;
    int program = bpf_prog_load(BPF_PROG_TYPE_TRACING, "nothing", "GPL", nothing, 2, &options);
    int link = program < 0 ? program : bpf_raw_tracepoint_open(NULL, program);
    if (link < 0) {
        fprintf(stderr, "the empty program can't be attached: %d\n", link);
        return 1;
    }
    puts("attached");
    fflush(stdout);
    char end;
    return read(0, &end, 1) != 0;
}
