// SPDX-License-Identifier: Apache-2.0
#include "confine.h"

#include <errno.h>
#include <grp.h>
#include <linux/keyctl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "report.h"
#include "syscalls.h"

#define NOBODY 65534

/*
 * Leaves what belongs to the machine and is not separated by namespaces. These are the keyring of the machine's user
 * session, and the machine's program for core dumps, which the kernel would start as root. A limit of 1 disables dumps,
 * even to a program, and the jail can't raise it.
 */
static void leave_session(void) {
    struct rlimit none = {.rlim_cur = 1, .rlim_max = 1};
    if (setrlimit(RLIMIT_CORE, &none))
        die("forbid core dumps");
    /* what the session's user may do is no matter of pods */
    struct rlimit nothing = {0, 0};
    if (setrlimit(RLIMIT_RTPRIO, &nothing) || setrlimit(RLIMIT_NICE, &nothing))
        die("forbid real-time priorities");
    if (syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, NULL) < 0 && errno != ENOSYS)
        die("leave the keys of the session; in a container, start it with --security-opt seccomp=unconfined");
    syscalls_confine();
}

void confine_as_root(void) {
    if (setgroups(0, NULL) || setresgid(0, 0, 0) || setresuid(0, 0, 0))
        die("become root of the jail");
    if (prctl(PR_SET_DUMPABLE, 1))
        die("own what /proc says of the jail");
    leave_session();
}

void confine_as_nobody(void) {
    if (setgroups(0, NULL) || setresgid(NOBODY, NOBODY, NOBODY) || setresuid(NOBODY, NOBODY, NOBODY))
        die("drop privileges");
}

void confine_to_parent(void) {
    if (prctl(PR_SET_PDEATHSIG, SIGKILL))
        die("tie the jail to its holder");
}
