// SPDX-License-Identifier: Apache-2.0
/* Opens /etc/shadow relative to a folder, in ways that events tell of, and in others. */
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define KNOWN 50

static int tree(const char *path) {
    return (int)syscall(SYS_open_tree, AT_FDCWD, path, 0);
}

static int folder(const char *path) {
    return open(path, O_RDONLY | O_DIRECTORY);
}

static int open_shadow(int from) {
    return openat(from, "shadow", O_RDONLY) < 0;
}

static int shadow_of_cwd(void) {
    return open_shadow(AT_FDCWD);
}

static int of_folder(void) {
    return open_shadow(folder("/etc"));
}

static int of_closed(void) {
    return open_shadow(77);
}

static int of_tree(void) {
    return open_shadow(tree("/etc"));
}

static int of_copied_tree(void) {
    dup2(folder("/tmp"), KNOWN);
    dup2(tree("/etc"), KNOWN);
    return open_shadow(KNOWN);
}

static int in_tree(void) {
    return chdir("/tmp") || fchdir(tree("/etc")) || shadow_of_cwd();
}

/* Its number was that of a folder before, of which no event tells that it was closed. */
static int of_tree_with_old_number(void) {
    int old = folder("/tmp");
    syscall(SYS_close_range, old, old, 0);
    return open_shadow(tree("/etc"));
}

/* From now on, the kernel does not make a call, and says that it succeeded. */
static void skip(unsigned call) {
    struct sock_filter filter[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, call, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {sizeof filter / sizeof *filter, filter};
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

static int with_skipped_chdir(void) {
    if (chdir("/etc"))
        return 1;
    skip(SYS_chdir);
    return chdir("/tmp") || shadow_of_cwd();
}

static int with_skipped_copy(void) {
    int other = folder("/tmp");
    dup3(folder("/etc"), KNOWN, 0);
    skip(SYS_dup3);
    dup3(other, KNOWN, 0);
    return open_shadow(KNOWN);
}

/* Which is refused, as by the filters of honest programs */
static int with_refused_chdir(void) {
    return chdir("/etc") || !chdir("/nowhere") || shadow_of_cwd();
}

static int go_to_tmp(void *unused) {
    (void)unused;
    syscall(SYS_chdir, "/tmp");
    syscall(SYS_exit, 0);
    return 0;
}

static int beside_thread_with_own_folder(void) {
    static char stack[1 << 16];
    static volatile int runs = 1; /* the kernel clears it */
    if (chdir("/etc"))
        return 1;
    clone(go_to_tmp, stack + sizeof stack - 64,
          CLONE_VM | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_CHILD_CLEARTID, NULL, NULL, NULL, &runs);
    while (runs)
        sched_yield();
    return shadow_of_cwd();
}

static int in_moved_folder(void) {
    return mkdir("/tmp/before", 0700) || chdir("/tmp/before") || close(open("shadow", O_CREAT | O_WRONLY, 0600)) ||
           rename("/tmp/before", "/tmp/after") || shadow_of_cwd();
}

static int in_linked_folder(void) {
    return symlink("/etc", "/tmp/link") || chdir("/tmp/link") || shadow_of_cwd();
}

static int of_linked_folder(void) {
    return symlink("/etc", "/tmp/link2") || open_shadow(folder("/tmp/link2"));
}

static int deeper(void) {
    return chdir("/") || chdir("etc") || chdir("../etc/.") || shadow_of_cwd();
}

/* Where the kernel is to put descriptors is within the header that says where. */
static int of_received(void) {
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair))
        return 1;
    dup2(folder("/tmp"), KNOWN);
    int sent = folder("/etc");
    char byte = 0;
    struct iovec data = {&byte, 1};
    _Alignas(8) char control[CMSG_SPACE(sizeof sent)] = {0};
    struct msghdr message = {
        .msg_iov = &data, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    *header = (struct cmsghdr){CMSG_LEN(sizeof sent), SOL_SOCKET, SCM_RIGHTS};
    memcpy(CMSG_DATA(header), &sent, sizeof sent);
    sendmsg(pair[0], &message, 0);
    close(sent);
    _Alignas(16) static char room[256];
    struct msghdr *received = (void *)room;
    *received = (struct msghdr){.msg_iov = &data, .msg_iovlen = 1, .msg_control = room + 24, .msg_controllen = 24};
    syscall(SYS_recvmsg, pair[1], received, 0);
    dup2(sent, KNOWN); /* the lowest free number is that of what was closed */
    return open_shadow(KNOWN);
}

static const struct {
    const char *name;
    int (*opens)(void);
} WAYS[] = {
    {"folder", of_folder},
    {"closed", of_closed},
    {"tree", of_tree},
    {"copied-tree", of_copied_tree},
    {"in-tree", in_tree},
    {"old-number", of_tree_with_old_number},
    {"skipped-chdir", with_skipped_chdir},
    {"skipped-copy", with_skipped_copy},
    {"refused-chdir", with_refused_chdir},
    {"own-folder", beside_thread_with_own_folder},
    {"moved", in_moved_folder},
    {"link", in_linked_folder},
    {"of-link", of_linked_folder},
    {"deeper", deeper},
    {"received", of_received},
};

int main(int argc, char *argv[]) {
    for (size_t i = 0; argc > 1 && i < sizeof WAYS / sizeof *WAYS; i++) {
        if (!strcmp(argv[1], WAYS[i].name)) {
            printf("%s\n", WAYS[i].opens() ? "failed" : "opened");
            return 0;
        }
    }
    return 1;
}
