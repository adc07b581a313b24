// SPDX-License-Identifier: Apache-2.0
#include "heritage.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/personality.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "report.h"

#define LOGIN_FILE "/proc/self/loginuid"
#define NO_LOGIN   "4294967295"

/* The limits that services of systemd have, but for those that the machine's size decides. */
static const struct {
    int resource;
    rlim_t soft;
    rlim_t hard;
} LIMITS[] = {
    {RLIMIT_NOFILE, 1024, 524288},
    {RLIMIT_STACK, 8 << 20, RLIM_INFINITY},
    {RLIMIT_MEMLOCK, 8 << 20, 8 << 20},
    {RLIMIT_CPU, RLIM_INFINITY, RLIM_INFINITY},
    {RLIMIT_FSIZE, RLIM_INFINITY, RLIM_INFINITY},
    {RLIMIT_DATA, RLIM_INFINITY, RLIM_INFINITY},
    {RLIMIT_RSS, RLIM_INFINITY, RLIM_INFINITY},
    {RLIMIT_AS, RLIM_INFINITY, RLIM_INFINITY},
    {RLIMIT_LOCKS, RLIM_INFINITY, RLIM_INFINITY},
    {RLIMIT_MSGQUEUE, 819200, 819200},
    {RLIMIT_NICE, 0, 0},
    {RLIMIT_RTPRIO, 0, 0},
    {RLIMIT_RTTIME, RLIM_INFINITY, RLIM_INFINITY},
};

/* Rules see the login: user.loginuid. Only what has CAP_AUDIT_CONTROL may forget it. */
static void drop_login(void) {
    char login[16] = "";
    int fd = open(LOGIN_FILE, O_RDWR | O_CLOEXEC);
    if (fd < 0) {
        if (errno == ENOENT)
            return; /* a kernel without audit has none */
        die("%s", LOGIN_FILE);
    }
    if (read(fd, login, sizeof login - 1) < 0)
        die("%s", LOGIN_FILE);
    if (strcmp(login, NO_LOGIN) && pwrite(fd, NO_LOGIN, strlen(NO_LOGIN), 0) < 0)
        die("forget the login %s that started this build (a service has none, and rules would see it)", login);
    close(fd);
}

static void drop_signals(void) {
    for (int number = 1; number < NSIG; number++)
        if (number != SIGKILL && number != SIGSTOP)
            signal(number, SIG_DFL); /* refused for those that the C library keeps for itself */
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

static rlim_t least(rlim_t one, rlim_t other) {
    return one < other ? one : other;
}

void heritage_drop(void) {
    if (setsid() < 0 && errno != EPERM) /* it leads a process group already */
        die("leave the session");
    umask(022);
    drop_login();
    drop_signals();
    for (size_t i = 0; i < sizeof LIMITS / sizeof *LIMITS; i++) {
        struct rlimit limit = {LIMITS[i].soft, LIMITS[i].hard};
        struct rlimit inherited;
        if (!setrlimit(LIMITS[i].resource, &limit))
            continue;
        /* in a container it may be unable to raise one */
        if (errno != EPERM || getrlimit(LIMITS[i].resource, &inherited))
            die("set resource limit %d", LIMITS[i].resource);
        limit.rlim_max = least(limit.rlim_max, inherited.rlim_max);
        limit.rlim_cur = least(limit.rlim_cur, limit.rlim_max);
        if (setrlimit(LIMITS[i].resource, &limit))
            die("set resource limit %d", LIMITS[i].resource);
    }
    struct sched_param normal = {0};
    if (sched_setscheduler(0, SCHED_OTHER, &normal) || setpriority(PRIO_PROCESS, 0, 0))
        die("take the usual priority");
    personality(PER_LINUX);
}
