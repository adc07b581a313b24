// SPDX-License-Identifier: Apache-2.0
/* Processes and threads, and their properties. */

#include "calls.h"

#include <linux/sched.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>

/* The parameters after res, exe and args in the event of a parent or a child, with any memory, faults and cgroups. */
#define CLONE_REST                                                                                                     \
    "tid=%ld pid=%ld ptid=%s cwd=<> fdlimit=* pgft_maj=* pgft_min=* vm_size=* vm_rss=* vm_swap=* comm=\"calls\" "      \
    "cgroups=* flags=%s uid=0 gid=0 vtid=%ld vpid=%ld pidns_init_start_ts=*"

static void expect_clone(const char *type, long child, const char *flags) {
    long self = getpid();
    char parent[20];
    snprintf(parent, sizeof(parent), "%ld", self);
    expect("%s res=0 exe=* args=* " CLONE_REST, type, child, child, parent, flags, child, child);
    /* The test's own parent is a thread of a JVM, whose id it can't know. */
    expect("%s res=%ld exe=* args=* " CLONE_REST, type, child, self, self, "*", flags, self, self);
}

static void forks(void) {
    long child;
#ifdef SYS_fork
    child = syscall(SYS_fork);
    if (child == 0) {
        syscall(SYS_exit_group, 3);
    }
    waitpid((pid_t)child, NULL, 0);
    expect_clone("fork", child, "0");
    expect("procexit status=%d ret=3 sig=0 core=0 reaper_tid=0", 3 << 8);
#endif
    child = syscall(SYS_clone, SIGCHLD | CLONE_FS, 0, 0, 0, 0);
    if (child == 0) {
        syscall(SYS_kill, syscall(SYS_getpid), SIGKILL);
    }
    waitpid((pid_t)child, NULL, 0);
    expect_clone("clone", child, "CLONE_FS");
    expect("procexit status=9 ret=0 sig=9 core=0 reaper_tid=0");
    struct clone_args arguments = {.flags = CLONE_FILES, .exit_signal = SIGCHLD};
    child = syscall(SYS_clone3, &arguments, sizeof(arguments));
    if (child == 0) {
        syscall(SYS_exit_group, 0);
    }
    waitpid((pid_t)child, NULL, 0);
    expect_clone("clone3", child, "CLONE_FILES");
    expect("procexit status=0 ret=0 sig=0 core=0 reaper_tid=0");
    child = vfork();
    if (child == 0) {
        _exit(4);
    }
    waitpid((pid_t)child, NULL, 0);
#ifdef SYS_vfork
    expect_clone("vfork", child, "0");
#else
    expect_clone("clone", child, "CLONE_VFORK|CLONE_VM");
#endif
    expect("procexit status=%d ret=4 sig=0 core=0 reaper_tid=0", 4 << 8);
    call(SYS_clone3, NULL, 0);
    expect("clone3 res=%d exe=<> args=<> tid=%ld pid=%ld ptid=* cwd=<> fdlimit=* pgft_maj=* pgft_min=* vm_size=* "
           "vm_rss=* vm_swap=* comm=\"calls\" cgroups=* flags=0 uid=0 gid=0 vtid=%ld vpid=%ld pidns_init_start_ts=*",
           -EINVAL, (long)getpid(), (long)getpid(), (long)getpid(), (long)getpid());
}

/* The rest of execve's parameters if the program can't know them: ProcComparisonTest compares those with /proc. */
#define EXEC_REST                                                                                                      \
    "tid=%ld pid=%ld ptid=%ld cwd=%s fdlimit=* pgft_maj=* pgft_min=* vm_size=* vm_rss=* vm_swap=* comm=* cgroups=* "   \
    "env=%s tty=* vpgid=* loginuid=* flags=* cap_inheritable=* cap_permitted=* cap_effective=* exe_ino=* "             \
    "exe_ino_ctime=* exe_ino_mtime=* uid=0 trusted_exepath=%s pgid=* gid=0"

static char *const environment[] = {"A=1", "EMPTY=", "B=two words", NULL};
static const char environment_bytes[] = "A=1\0EMPTY=\0B=two words";

static long run(void (*start)(void)) {
    long child = syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
    if (child == 0) {
        start();
        syscall(SYS_exit_group, 0);
    }
    waitpid((pid_t)child, NULL, 0);
    return child;
}

static char *const true_arguments[] = {"yes", "-x", "", "two words", NULL};

static void start_true(void) {
    syscall(SYS_execve, "/bin/absent", NULL, environment);
    syscall(SYS_execve, "/bin/absent", true_arguments, environment);
    syscall(SYS_execve, "/bin/true", true_arguments, environment);
}

static void start_true_at(void) {
    int dir = open("/bin", O_PATH | O_DIRECTORY);
    syscall(SYS_execveat, dir, "absent", true_arguments, environment, 0);
    syscall(SYS_execveat, dir, "true", true_arguments, environment, 0);
}

static char real_true[4096];

static void executes(void) {
    realpath("/bin/true", real_true);
    char self[4096] = {0};
    readlink("/proc/self/exe", self, sizeof(self) - 1);
    const char *args = hex("-x\0\0two words", 14);
    const char *env = hex(environment_bytes, sizeof(environment_bytes));
    long child = run(start_true);
    expect("execve res=%d exe=\"\" args=<> " EXEC_REST " filename=\"/bin/absent\"", -ENOENT, child, child,
           (long)getpid(), quoted(directory), env, quoted(self));
    expect("execve res=%d exe=\"yes\" args=%s " EXEC_REST " filename=\"/bin/absent\"", -ENOENT, args, child, child,
           (long)getpid(), quoted(directory), env, quoted(self));
    expect("execve res=0 exe=\"yes\" args=%s " EXEC_REST " filename=\"/bin/true\"", args, child, child, (long)getpid(),
           quoted(directory), env, quoted(real_true));
    child = run(start_true_at);
    expect("execveat res=%d exe=\"yes\" args=%s " EXEC_REST, -ENOENT, args, child, child, (long)getpid(),
           quoted(directory), env, quoted(self));
    /* As in Falco, a successful execveat is an execve event. */
    expect("execve res=0 exe=\"yes\" args=%s " EXEC_REST " filename=*", args, child, child, (long)getpid(),
           quoted(directory), env, quoted(real_true));
}

static char long_argument[5000];

static void start_long(void) {
    char *arguments[] = {"yes", long_argument, "lost", NULL};
    syscall(SYS_execve, "/bin/true", arguments, environment);
}

static void long_arguments(void) {
    realpath("/bin/true", real_true);
    memset(long_argument, 'a', sizeof(long_argument) - 1);
    char kept[4092];
    memset(kept, 'a', sizeof(kept));
    kept[4091] = 0;
    long child = run(start_long);
    expect("execve res=0 exe=\"yes\" args=%s " EXEC_REST " filename=\"/bin/true\"", hex(kept, sizeof(kept)), child,
           child, (long)getpid(), quoted(directory), hex(environment_bytes, sizeof(environment_bytes)),
           quoted(real_true));
}

static int in_thread(void *unused) {
    (void)unused;
    syscall(SYS_execve, "/bin/true", true_arguments, environment);
    return 0;
}

static void start_from_thread(void) {
    static char stack[65536] __attribute__((aligned(16)));
    clone(in_thread, stack + sizeof(stack),
          CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM, NULL);
    for (;;) {
        pause();
    }
}

/* The thread that calls execve becomes the leader of its group: it must stay marked. */
static void thread_executes(void) {
    realpath("/bin/true", real_true);
    long child = run(start_from_thread);
    expect("execve res=0 exe=\"yes\" args=* " EXEC_REST " filename=\"/bin/true\"", child, child, (long)getpid(),
           quoted(directory), hex(environment_bytes, sizeof(environment_bytes)), quoted(real_true));
    expect("procexit status=0 ret=0 sig=0 core=0 reaper_tid=*");
}

static void identities(void) {
    long r = call(SYS_setsid);
    expect("setsid res=%ld", r);
    r = call(SYS_setpgid, 0, 0);
    expect("setpgid res=%ld pid=0 pgid=0", r);
    r = call(SYS_prctl, PR_SET_NAME, "renamed", 0, 0, 0);
    expect("prctl res=%ld option=PR_SET_NAME arg2_str=\"renamed\" arg2_int=0", r);
    r = call(SYS_prctl, PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
    expect("prctl res=%ld option=PR_SET_CHILD_SUBREAPER arg2_str=<> arg2_int=1", r);
    int reaper;
    r = call(SYS_prctl, PR_GET_CHILD_SUBREAPER, &reaper, 0, 0, 0);
    expect("prctl res=%ld option=PR_GET_CHILD_SUBREAPER arg2_str=<> arg2_int=1", r);
    struct rlimit limit = {100, 200}, old;
    r = call(SYS_setrlimit, RLIMIT_NOFILE, &limit);
    expect("setrlimit res=%ld cur=100 max=200 resource=RLIMIT_NOFILE", r);
    r = call(SYS_getrlimit, RLIMIT_NOFILE, &old);
    expect("getrlimit res=%ld cur=100 max=200 resource=RLIMIT_NOFILE", r);
    limit.rlim_cur = 50;
    r = call(SYS_prlimit64, 0, RLIMIT_NOFILE, &limit, &old);
    expect("prlimit res=%ld newcur=50 newmax=200 oldcur=100 oldmax=200 pid=0 resource=RLIMIT_NOFILE", r);
    r = call(SYS_setgid, 5);
    expect("setgid res=%ld gid=5", r);
    r = call(SYS_setregid, -1, 6);
    expect("setregid res=%ld rgid=%u egid=6", r, -1U);
    r = call(SYS_setresgid, 7, 7, 7);
    expect("setresgid res=%ld rgid=7 egid=7 sgid=7", r);
    r = call(SYS_setresuid, -1, 8, -1);
    expect("setresuid res=%ld ruid=%u euid=8 suid=%u", r, -1U, -1U);
    r = call(SYS_geteuid);
    expect("geteuid euid=8");
    r = call(SYS_setreuid, -1, 0);
    expect("setreuid res=%ld ruid=%u euid=0", r, -1U);
    r = call(SYS_setuid, 9);
    expect("setuid res=%ld uid=9", r);
    r = call(SYS_setuid, 0);
    expect("setuid res=%d uid=0", -EPERM);
    unsigned ids[3];
    r = call(SYS_getuid);
    expect("getuid uid=9");
    r = call(SYS_getgid);
    expect("getgid gid=7");
    r = call(SYS_getegid);
    expect("getegid egid=7");
    r = call(SYS_getresgid, ids, ids + 1, ids + 2);
    expect("getresgid res=%ld rgid=7 egid=7 sgid=7", r);
    r = call(SYS_getresuid, ids, ids + 1, ids + 2);
    expect("getresuid res=%ld ruid=9 euid=9 suid=9", r);
    r = call(SYS_unshare, CLONE_NEWPID);
    expect("unshare res=%d flags=CLONE_NEWPID", -EPERM);
    r = call(SYS_setns, 99, CLONE_NEWNET);
    expect("setns res=%d fd=99 nstype=CLONE_NEWNET", -EBADF);
}

/* A page that the kernel has not read yet may be absent from a new process's memory. */
static void touch(char *const *strings) {
    volatile size_t length = 0;
    for (; *strings; strings++) {
        length += strlen(*strings);
    }
}

static void namespaces(void) {
    int own = open("/proc/self/ns/uts", O_RDONLY);
    long r = call(SYS_unshare, CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWNS | CLONE_FS | CLONE_FILES);
    expect("unshare res=%ld flags=CLONE_NEWUTS|CLONE_NEWIPC|CLONE_NEWNS|CLONE_FS|CLONE_FILES", r);
    r = call(SYS_setns, own, 0);
    expect("setns res=%ld fd=%d nstype=0", r, own);
    r = call(SYS_setns, own, CLONE_NEWUTS);
    expect("setns res=%ld fd=%d nstype=CLONE_NEWUTS", r, own);
    r = call(SYS_prctl, PR_SET_DUMPABLE, 1, 0, 0, 0);
    expect("prctl res=%ld option=PR_SET_DUMPABLE arg2_str=<> arg2_int=1", r);
    r = call(SYS_prctl, PR_SET_NAME, (char *)1, 0, 0, 0);
    expect("prctl res=%d option=PR_SET_NAME arg2_str=<> arg2_int=0", -EFAULT);
    long child = call(SYS_clone, SIGCHLD | CLONE_NEWPID | CLONE_NEWUTS, 0, 0, 0, 0);
    if (child == 0) {
        syscall(SYS_exit_group, 0);
    }
    waitpid((pid_t)child, NULL, 0);
    expect("clone res=0 exe=* args=* tid=%ld pid=%ld ptid=%ld cwd=<> fdlimit=* pgft_maj=* pgft_min=* vm_size=* "
           "vm_rss=* vm_swap=* comm=\"calls\" cgroups=* flags=CLONE_NEWPID|CLONE_NEWUTS|536870912 uid=0 "
           "gid=0 vtid=1 vpid=1 pidns_init_start_ts=*",
           child, child, (long)getpid());
}

/* An empty path with a descriptor, an invalid descriptor, and an invalid path pointer. */
static void start_from_descriptor(void) {
    touch(true_arguments);
    touch(environment);
    int program = open("/bin/true", O_RDONLY | O_CLOEXEC);
    syscall(SYS_execveat, 99, "", true_arguments, environment, AT_EMPTY_PATH);
    syscall(SYS_execveat, program, "", true_arguments, environment, 0);
    syscall(SYS_execveat, program, "", true_arguments, environment, AT_EMPTY_PATH);
}

static void executes_descriptors(void) {
    realpath("/bin/true", real_true);
    char self[4096] = {0};
    readlink("/proc/self/exe", self, sizeof(self) - 1);
    const char *args = hex("-x\0\0two words", 14);
    const char *env = hex(environment_bytes, sizeof(environment_bytes));
    long child = run(start_from_descriptor);
    expect("execveat res=%d exe=\"yes\" args=%s " EXEC_REST, -EBADF, args, child, child, (long)getpid(),
           quoted(directory), env, quoted(self));
    expect("execveat res=%d exe=\"yes\" args=%s " EXEC_REST, -ENOENT, args, child, child, (long)getpid(),
           quoted(directory), env, quoted(self));
    expect("execve res=0 exe=\"yes\" args=%s " EXEC_REST " filename=*", args, child, child, (long)getpid(),
           quoted(directory), env, quoted(real_true));
}

/* A set of capabilities is two words, of 32 each. */
static void capability_sets(void) {
    struct {
        unsigned version;
        int pid;
    } header = {0x20080522, 0};
    struct {
        unsigned effective, permitted, inheritable;
    } sets[2] = {{1 << 5, 1 << 5 | 1 << 0, 1 << 0}, {1 << (39 - 32), 1 << (39 - 32), 0}};
    long r = call(SYS_capset, &header, sets);
    expect("capset res=%ld cap_inheritable=1 cap_permitted=%lu cap_effective=%lu", r, 1UL << 39 | 1 << 5 | 1,
           1UL << 39 | 1 << 5);
    sets[0].permitted = sets[1].permitted = -1U;
    r = call(SYS_capset, &header, sets);
    expect("capset res=%d cap_inheritable=1 cap_permitted=%lu cap_effective=%lu", -EPERM, 1UL << 39 | 1 << 5 | 1,
           1UL << 39 | 1 << 5);
}

static void start_nothing(void) {
    touch(true_arguments);
    touch(environment);
    syscall(SYS_execve, (char *)1, true_arguments, environment);
    syscall(SYS_execve, "/bin/true", (char **)8, environment);
}

static void bad_pointers(void) {
    char self[4096] = {0};
    readlink("/proc/self/exe", self, sizeof(self) - 1);
    long child = run(start_nothing);
    expect("execve res=%d exe=\"yes\" args=%s " EXEC_REST " filename=<>", -EFAULT, hex("-x\0\0two words", 14), child,
           child, (long)getpid(), quoted(directory), hex(environment_bytes, sizeof(environment_bytes)), quoted(self));
    expect("execve res=%d exe=<> args=<> " EXEC_REST " filename=\"/bin/true\"", -EFAULT, child, child, (long)getpid(),
           quoted(directory), hex(environment_bytes, sizeof(environment_bytes)), quoted(self));
}

static void traces(void) {
    long child = fork();
    if (child == 0) {
        for (;;) {
            pause();
        }
    }
    long r = call(SYS_ptrace, PTRACE_ATTACH, child, 0, 0);
    unsigned char zero[9] = {0};
    expect("ptrace res=%ld addr=%s data=%s request=PTRACE_ATTACH pid=%ld", r, hex(zero, 9), hex(zero, 9), child);
    waitpid((pid_t)child, NULL, 0);
    r = call(SYS_ptrace, PTRACE_DETACH, child, 0, SIGKILL);
    unsigned char signal[2] = {1, SIGKILL};
    expect("ptrace res=%ld addr=%s data=%s request=PTRACE_DETACH pid=%ld", r, hex(zero, 9), hex(signal, 2), child);
    waitpid((pid_t)child, NULL, 0);
    r = call(SYS_ptrace, PTRACE_SEIZE, child, 0, 0);
    expect("ptrace res=%d addr=%s data=%s request=PTRACE_SEIZE pid=%ld", -ESRCH, hex(zero, 9), hex(zero, 9), child);
}

const struct test_case process_cases[] = {
    {"forks", forks},
    {"executes", executes},
    {"long-arguments", long_arguments},
    {"thread-executes", thread_executes},
    {"bad-pointers", bad_pointers},
    {"identities", identities},
    {"capability-sets", capability_sets},
    {"traces", traces},
    {"namespaces", namespaces},
    {"executes-descriptors", executes_descriptors},
    {0},
};
