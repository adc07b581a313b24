// SPDX-License-Identifier: Apache-2.0
#include "spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "sealed.h"

static void close_pair(int pair[2]) {
    if (pair[0] >= 0)
        close(pair[0]);
    if (pair[1] >= 0)
        close(pair[1]);
}

static void run(char *const argv[], int in, int out, int err) {
    int null = open("/dev/null", O_RDWR);
    dup2(in >= 0 ? in : null, 0);
    dup2(out >= 0 ? out : null, 1);
    dup2(err >= 0 ? err : null, 2);
    if (null > 2)
        close(null);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    signal(SIGPIPE, SIG_DFL);
    execv(sealed_path(argv[0]), argv);
    _exit(127);
}

pid_t spawn(char *const argv[], bool pipes, bool input, struct stdio *stdio) {
    int in[2] = {-1, -1};
    int out[2] = {-1, -1};
    int err[2] = {-1, -1};
    pid_t pid = -1;
    if ((pipes && input && pipe2(in, O_CLOEXEC)) || (pipes && pipe2(out, O_CLOEXEC)) ||
        (pipes && pipe2(err, O_CLOEXEC)))
        goto failed;
    pid = fork();
    if (pid < 0)
        goto failed;
    if (!pid)
        run(argv, in[0], out[1], err[1]);
    if (pipes && input)
        close(in[0]);
    if (pipes) {
        close(out[1]);
        close(err[1]);
    }
    *stdio = (struct stdio){.in = in[1], .out = out[0], .err = err[0]};
    if (stdio->in >= 0)
        fcntl(stdio->in, F_SETFL, O_NONBLOCK);
    if (stdio->out >= 0)
        fcntl(stdio->out, F_SETFL, O_NONBLOCK);
    if (stdio->err >= 0)
        fcntl(stdio->err, F_SETFL, O_NONBLOCK);
    return pid;

failed:;
    int error = errno;
    close_pair(in);
    close_pair(out);
    close_pair(err);
    errno = error;
    return -1;
}
