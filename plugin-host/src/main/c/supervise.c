// SPDX-License-Identifier: Apache-2.0
#include "supervise.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "wire.h"

/* The end of what the plugin wrote. */
static char tail[2048];
static size_t tail_length;

static void keep(const char *data, size_t length) {
    if (length > sizeof tail) {
        data += length - sizeof tail;
        length = sizeof tail;
    }
    size_t kept = tail_length + length > sizeof tail ? sizeof tail - length : tail_length;
    memmove(tail, tail + tail_length - kept, kept);
    memcpy(tail + kept, data, length);
    tail_length = kept + length;
}

/* Reads what there is of the plugin's output. Returns false at its end. */
static int drain(int output) {
    char data[4096];
    ssize_t n = read(output, data, sizeof data);
    if (n > 0)
        keep(data, (size_t)n);
    return n > 0 || (n < 0 && (errno == EINTR || errno == EAGAIN));
}

static void reuse(int from, int to) {
    if (dup2(from, to) < 0)
        die("can't move a descriptor: %s", strerror(errno));
}

/* What the plugin's process is made of: no terminal, no descriptors but its own, and an end when the supervisor ends.
 */
static void become_host(pid_t supervisor, int output) {
    int null = open("/dev/null", O_RDWR);
    if (null < 0)
        die("can't open /dev/null: %s", strerror(errno));
    /* above those that are overwritten */
    int requests = fcntl(0, F_DUPFD, 16);
    int replies = fcntl(1, F_DUPFD, 16);
    output = fcntl(output, F_DUPFD, 16);
    null = fcntl(null, F_DUPFD, 16);
    reuse(requests, REQUESTS);
    reuse(replies, REPLIES);
    reuse(null, 0);
    reuse(output, 1);
    reuse(output, 2);
    if (syscall(SYS_close_range, REPLIES + 1, ~0U, 0))
        die("can't close descriptors: %s", strerror(errno));
    setvbuf(stdout, NULL, _IONBF, 0);
    if (setsid() < 0 || prctl(PR_SET_PDEATHSIG, SIGKILL) || prctl(PR_SET_NAME, "kguard-plugin"))
        die("can't leave the terminal: %s", strerror(errno));
    if (getppid() != supervisor)
        _exit(3);
}

/* The process that a signal to this one ends. */
static volatile pid_t watched;

static void end_watched(int signal) {
    (void)signal;
    if (watched > 0)
        kill(watched, SIGKILL);
}

/*
 * What the plugin's process may hold of memory, in KiB, and how often that is looked at. Its limits alone don't count
 * what lies in a mapping that it may not write any more.
 */
#define MOST_MEMORY (1UL << 20)
#define LOOK_MILLIS 50

/* The first number in a line; strtoul would need the newest C library. */
static unsigned long number_in(const char *line) {
    unsigned long number = 0;
    line += strcspn(line, "0123456789");
    while (*line >= '0' && *line <= '9')
        number = number * 10 + (unsigned long)(*line++ - '0');
    return number;
}

/* What the process holds of memory that is in no file, in KiB; 0 if it has ended. */
static unsigned long memory(const char *status) {
    static const char *const of[] = {"RssAnon:", "RssShmem:", "VmSwap:"};
    FILE *file = fopen(status, "re");
    if (!file)
        return 0;
    char line[256];
    unsigned long sum = 0;
    while (fgets(line, sizeof line, file))
        for (size_t i = 0; i < sizeof of / sizeof *of; i++)
            if (strncmp(line, of[i], strlen(of[i])) == 0)
                sum += number_in(line);
    fclose(file);
    return sum;
}

static void report(int status, int greedy) {
    if (greedy)
        fprintf(stderr, "memory\n");
    else if (WIFSIGNALED(status))
        fprintf(stderr, "signal %d\n", WTERMSIG(status));
    else
        fprintf(stderr, "exit %d\n", WEXITSTATUS(status));
    fwrite(tail, 1, tail_length, stderr);
    fflush(stderr);
}

static void __attribute__((noreturn)) watch(pid_t host, int output) {
    watched = host;
    int ended = (int)syscall(SYS_pidfd_open, host, 0);
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (signal(SIGTERM, end_watched) == SIG_ERR || ended < 0 || null < 0 || fcntl(output, F_SETFL, O_NONBLOCK))
        die("can't watch the plugin: %s", strerror(errno));
    /* so that the end of the replies is the end of the plugin's process; kguard may then send the signal */
    reuse(null, 1);
    struct pollfd polled[] = {
        {.fd = 0, .events = 0},
        {.fd = ended, .events = POLLIN},
        {.fd = output, .events = POLLIN},
    };
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/status", (int)host);
    int greedy = 0;
    while (!polled[1].revents) {
        if (poll(polled, 3, greedy ? -1 : LOOK_MILLIS) < 0 && errno != EINTR)
            die("can't watch the plugin: %s", strerror(errno));
        if (!greedy && memory(path) > MOST_MEMORY) {
            greedy = 1;
            kill(host, SIGKILL);
        }
        if (polled[2].revents && !drain(output))
            polled[2].fd = -1;
        if (polled[0].revents) {
            kill(host, SIGKILL);
            polled[0].fd = -1;
        }
    }
    int status;
    while (waitpid(host, &status, 0) < 0)
        if (errno != EINTR)
            die("can't watch the plugin: %s", strerror(errno));
    watched = 0;
    /* a pipe holds at most 64 KiB; nobody writes any more */
    for (int i = 0; i < 64 && drain(output); i++)
        ;
    report(status, greedy);
    exit(0);
}

void supervise(void) {
    int output[2];
    if (pipe2(output, O_CLOEXEC))
        die("can't make a pipe: %s", strerror(errno));
    pid_t self = getpid();
    pid_t host = fork();
    if (host < 0)
        die("can't start a process: %s", strerror(errno));
    if (host == 0) {
        become_host(self, output[1]);
        return;
    }
    close(output[1]);
    watch(host, output[0]);
}
