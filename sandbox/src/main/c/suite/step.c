// SPDX-License-Identifier: Apache-2.0
#include "step.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "fail.h"
#include "registers.h"
#include "value.h"

#define MAX_ARGUMENTS 6

static const struct {
    const char *name;
    long number;
} calls[] = {
#ifdef SYS_chmod
    {"chmod", SYS_chmod},
#endif
#ifdef SYS_chown
    {"chown", SYS_chown},
#endif
#ifdef SYS_creat
    {"creat", SYS_creat},
#endif
#ifdef SYS_dup2
    {"dup2", SYS_dup2},
#endif
#ifdef SYS_epoll_create
    {"epoll_create", SYS_epoll_create},
#endif
#ifdef SYS_eventfd
    {"eventfd", SYS_eventfd},
#endif
#ifdef SYS_inotify_init
    {"inotify_init", SYS_inotify_init},
#endif
#ifdef SYS_lchown
    {"lchown", SYS_lchown},
#endif
#ifdef SYS_link
    {"link", SYS_link},
#endif
#ifdef SYS_mkdir
    {"mkdir", SYS_mkdir},
#endif
#ifdef SYS_mknod
    {"mknod", SYS_mknod},
#endif
#ifdef SYS_open
    {"open", SYS_open},
#endif
#ifdef SYS_pipe
    {"pipe", SYS_pipe},
#endif
#ifdef SYS_rename
    {"rename", SYS_rename},
#endif
#ifdef SYS_rmdir
    {"rmdir", SYS_rmdir},
#endif
#ifdef SYS_signalfd
    {"signalfd", SYS_signalfd},
#endif
#ifdef SYS_symlink
    {"symlink", SYS_symlink},
#endif
#ifdef SYS_unlink
    {"unlink", SYS_unlink},
#endif
    {"accept", SYS_accept},
    {"accept4", SYS_accept4},
    {"bind", SYS_bind},
    {"bpf", SYS_bpf},
    {"capset", SYS_capset},
    {"chdir", SYS_chdir},
    {"chroot", SYS_chroot},
    {"close", SYS_close},
    {"connect", SYS_connect},
    {"copy_file_range", SYS_copy_file_range},
    {"delete_module", SYS_delete_module},
    {"dup", SYS_dup},
    {"dup3", SYS_dup3},
    {"epoll_create1", SYS_epoll_create1},
    {"eventfd2", SYS_eventfd2},
    {"fadvise64", SYS_fadvise64},
    {"fchdir", SYS_fchdir},
    {"fchmod", SYS_fchmod},
    {"fchmodat", SYS_fchmodat},
    {"fchown", SYS_fchown},
    {"fchownat", SYS_fchownat},
    {"fcntl", SYS_fcntl},
    {"finit_module", SYS_finit_module},
    {"flock", SYS_flock},
    {"fsconfig", SYS_fsconfig},
    {"fsmount", SYS_fsmount},
    {"fsopen", SYS_fsopen},
    {"getcwd", SYS_getcwd},
    {"getegid", SYS_getegid},
    {"geteuid", SYS_geteuid},
    {"getgid", SYS_getgid},
    {"getrlimit", SYS_getrlimit},
    {"getsockname", SYS_getsockname},
    {"getsockopt", SYS_getsockopt},
    {"getuid", SYS_getuid},
    {"init_module", SYS_init_module},
    {"inotify_init1", SYS_inotify_init1},
    {"io_uring_register", SYS_io_uring_register},
    {"io_uring_setup", SYS_io_uring_setup},
    {"ioctl", SYS_ioctl},
    {"kill", SYS_kill},
    {"linkat", SYS_linkat},
    {"listen", SYS_listen},
    {"lseek", SYS_lseek},
    {"memfd_create", SYS_memfd_create},
    {"mkdirat", SYS_mkdirat},
    {"mknodat", SYS_mknodat},
    {"mlock", SYS_mlock},
    {"mlockall", SYS_mlockall},
    {"mmap", SYS_mmap},
    {"mount", SYS_mount},
    {"move_mount", SYS_move_mount},
    {"mprotect", SYS_mprotect},
    {"munlock", SYS_munlock},
    {"munlockall", SYS_munlockall},
    {"munmap", SYS_munmap},
    {"name_to_handle_at", SYS_name_to_handle_at},
    {"nanosleep", SYS_nanosleep},
    {"open_by_handle_at", SYS_open_by_handle_at},
    {"open_tree", SYS_open_tree},
    {"openat", SYS_openat},
    {"openat2", SYS_openat2},
    {"perf_event_open", SYS_perf_event_open},
    {"pidfd_getfd", SYS_pidfd_getfd},
    {"pidfd_open", SYS_pidfd_open},
    {"pipe2", SYS_pipe2},
    {"pivot_root", SYS_pivot_root},
    {"ppoll", SYS_ppoll},
    {"prctl", SYS_prctl},
    {"pread64", SYS_pread64},
    {"prlimit64", SYS_prlimit64},
    {"process_vm_readv", SYS_process_vm_readv},
    {"process_vm_writev", SYS_process_vm_writev},
    {"ptrace", SYS_ptrace},
    {"pwrite64", SYS_pwrite64},
    {"quotactl", SYS_quotactl},
    {"read", SYS_read},
    {"recvfrom", SYS_recvfrom},
    {"renameat", SYS_renameat},
    {"renameat2", SYS_renameat2},
    {"seccomp", SYS_seccomp},
    {"semctl", SYS_semctl},
    {"semget", SYS_semget},
    {"sendfile", SYS_sendfile},
    {"sendto", SYS_sendto},
    {"setgid", SYS_setgid},
    {"setns", SYS_setns},
    {"setpgid", SYS_setpgid},
    {"setregid", SYS_setregid},
    {"setresgid", SYS_setresgid},
    {"setresuid", SYS_setresuid},
    {"setreuid", SYS_setreuid},
    {"setrlimit", SYS_setrlimit},
    {"setsid", SYS_setsid},
    {"setsockopt", SYS_setsockopt},
    {"setuid", SYS_setuid},
    {"shutdown", SYS_shutdown},
    {"signalfd4", SYS_signalfd4},
    {"socket", SYS_socket},
    {"socketpair", SYS_socketpair},
    {"splice", SYS_splice},
    {"symlinkat", SYS_symlinkat},
    {"sync", SYS_sync},
    {"tgkill", SYS_tgkill},
    {"timerfd_create", SYS_timerfd_create},
    {"tkill", SYS_tkill},
    {"umount2", SYS_umount2},
    {"unlinkat", SYS_unlinkat},
    {"unshare", SYS_unshare},
    {"userfaultfd", SYS_userfaultfd},
    {"utimensat", SYS_utimensat},
    {"write", SYS_write},
};

static long number_of(const char *name) {
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
        if (!strcmp(name, calls[i].name))
            return calls[i].number;
    return -1;
}

bool step_call(const char *what, const char *call, long at, char **words, long error) {
    long values[MAX_ARGUMENTS] = {0};
    for (size_t i = 0; words[i]; i++) {
        if (i == MAX_ARGUMENTS)
            die("the plan has a call with too many arguments");
        values[i] = value_of(words[i]);
        registers_set(at + 1 + (long)i, values[i]);
    }
    long number = number_of(call);
    errno = 0;
    if (number < 0)
        return fail("%s: this kind of machine has no system call %s", what, call);
    long result = syscall(number, values[0], values[1], values[2], values[3], values[4], values[5]);
    if (result < 0 && errno != error)
        return fail("%s: %s", what, call);
    if (result >= 0 && error) {
        errno = 0;
        return fail("%s: %s returned %ld, and should have failed with: %s", what, call, result, strerror((int)error));
    }
    registers_set(at, result);
    return true;
}

bool step_run(struct plan *plan) {
    char what[128];
    const char *step = plan_word(plan);
    const char *call = plan_word(plan);
    long at = plan_number(plan);
    snprintf(what, sizeof what, "step %s", step);
    return step_call(what, call, at, plan_words(plan), 0);
}
