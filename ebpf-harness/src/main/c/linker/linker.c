// SPDX-License-Identifier: Apache-2.0
// linker FROM TO: copies a BPF object without debug information beyond BTF, as libbpf's static linker does.
#include <bpf/libbpf.h>
#include <stdio.h>

int main(int count, char **arguments) {
    if (count != 3) {
        fprintf(stderr, "usage: linker FROM TO\n");
        return 2;
    }
    struct bpf_linker *linker = bpf_linker__new(arguments[2], NULL);
    if (linker == NULL) {
        perror(arguments[2]);
        return 1;
    }
    int failed = bpf_linker__add_file(linker, arguments[1], NULL);
    if (failed == 0)
        failed = bpf_linker__finalize(linker);
    bpf_linker__free(linker);
    if (failed != 0) {
        fprintf(stderr, "libbpf can't copy %s: error %d\n", arguments[1], failed);
        return 1;
    }
    return 0;
}
