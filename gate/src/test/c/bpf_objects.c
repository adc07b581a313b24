// SPDX-License-Identifier: Apache-2.0
/*
 * Checks which BPF objects the kernel still has: reads lines such as "prog 12", with prog, map or link, and prints
 * those of objects that exist. It opens none: if a map of programs is opened while its last owner closes it, it may
 * stay for ever.
 */
#include <errno.h>
#include <linux/bpf.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static const struct {
    const char *name;
    enum bpf_cmd next;
} kinds[] = {
    {"prog", BPF_PROG_GET_NEXT_ID},
    {"map", BPF_MAP_GET_NEXT_ID},
    {"link", BPF_LINK_GET_NEXT_ID},
};

/* 1 if it exists, 0 if not, -1 if that is unknown. */
static int exists(const char *kind, unsigned id) {
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(kinds[i].name, kind))
            continue;
        union bpf_attr attributes;
        memset(&attributes, 0, sizeof attributes);
        attributes.start_id = id - 1;
        if (!syscall(SYS_bpf, kinds[i].next, &attributes, sizeof attributes))
            return attributes.next_id == id;
        return errno == ENOENT ? 0 : -1;
    }
    errno = EINVAL;
    return -1;
}

int main(void) {
    char kind[16];
    unsigned id;
    int fields;
    while ((fields = scanf("%15s %u", kind, &id)) == 2) {
        int answer = exists(kind, id);
        if (answer < 0) {
            perror(kind);
            return 1;
        }
        if (answer)
            printf("%s %u\n", kind, id);
    }
    return fields == EOF ? 0 : 1;
}
