// SPDX-License-Identifier: Apache-2.0
/*
 * Makes known system calls on request, to detect a sensor that no longer sees them. For each number on standard input
 * it makes one call per program of the sensor, with the number in the arguments. All calls fail or change nothing,
 * because no process, file descriptor or address has such a number.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PAGE 4096

static char program[] = "/proc/self/exe";

static void ignore(int signal) {
    (void)signal;
}

static void fault(void) {
    volatile char *fresh = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (fresh == MAP_FAILED) {
        return;
    }
    *fresh = 1;
    if (getrandom((char *)fresh + PAGE, 1, 0) == 1) { /* the kernel writes to a page that is not in memory yet */
        munmap((void *)fresh, 2 * PAGE);
    }
}

/* The processor switches to another thread. Who waits for a child that has ended already stays on it. */
static void wait_briefly(void) {
    const struct timespec moment = {0, 1};
    nanosleep(&moment, NULL);
}

static void run_child(char *path) {
    char *const arguments[] = {"kguard-canary", path, NULL};
    char *const environment[] = {NULL};
    pid_t child = fork();
    if (child == 0) {
        execve(program, arguments, environment);
        _exit(1);
    }
    if (child > 0) {
        waitpid(child, NULL, 0);
    }
}

static void act(int32_t number) {
    char path[64];
    char *const none[] = {NULL};
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = (uint32_t)number};
    int length = snprintf(path, sizeof(path), "/kguard-canary/%d", number);
    syscall(SYS_openat, AT_FDCWD, path, O_RDONLY);
    syscall(SYS_unlinkat, AT_FDCWD, path, 0);
    syscall(SYS_execve, path, none, none);
    syscall(SYS_close, number);
    syscall(SYS_connect, number, &address, sizeof(address));
    syscall(SYS_write, number, path, length);
    syscall(SYS_sendto, number, path, length, 0, NULL, 0);
    syscall(SYS_sendmmsg, number, NULL, 0, 0);
    syscall(SYS_setpgid, number, number);
    syscall(SYS_munmap, 1, number);
    syscall(SYS_kill, number, 0);
    syscall(SYS_personality, 0xffffffff);
    raise(SIGUSR1);
    fault();
    wait_briefly();
    run_child(path);
}

int main(int argc, char **argv) {
    int32_t number;
    (void)argv;
    if (argc == 2) {
        return 0; /* the child */
    }
    signal(SIGUSR1, ignore);
    while (read(0, &number, sizeof(number)) == sizeof(number)) {
        act(number);
        if (write(1, "k", 1) != 1) {
            return 1;
        }
    }
    return 0;
}
