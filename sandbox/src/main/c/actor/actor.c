// SPDX-License-Identifier: Apache-2.0
/*
 * The program of our own in the base image: does one action after another, those that attacks do and shells can't, and
 * says by its exit status whether they took effect. Under another name it stands in for that program: it does the
 * actions if it is given some, and nothing if it is given what that program would take. With a stratum URL it plays a
 * miner that mines nothing.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/openat2.h>
#include <linux/userfaultfd.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static const char usage[] =
    "usage: kguard-actor [in-thread] ACTION [then ACTION]...\n"
    "  in-thread                     do the actions in a second thread\n"
    "  connect HOST PORT [TEXT]      connect by TCP, send the text, print what is answered\n"
    "  connect6 HOST PORT [TEXT]     the same by an IPv6 socket, with the IPv4 address in an IPv6 one\n"
    "  receive HOST PORT TEXT        the same, read with recvfrom\n"
    "  send HOST PORT TEXT           send a UDP datagram\n"
    "  listen PORT [SECONDS]         listen by TCP on all addresses (SECONDS: 1)\n"
    "  accept ADDRESS PORT           listen by TCP, and accept a connection that comes from one of the pod's "
    "addresses\n"
    "  shell-back HOST PORT COMMAND  connect, and become a command on the connection\n"
    "  raw-socket                    open a packet socket\n"
    "  run FILE [ARG...]             run a program, and wait for its end\n"
    "  memfd FILE [ARG...]           become a copy of a program that has no name in any folder\n"
    "  as NAME FILE [ARG...]         become a program under another argv[0]\n"
    "  become UID                    become a user, by setresuid\n"
    "  setuid UID                    call setuid, and say the result\n"
    "  read FILE                     read a file\n"
    "  read-by CALL FILE             the same by a system call: open, openat (below the folder) or openat2\n"
    "  trace PID                     attach to a process as a debugger, and let go\n"
    "  traceme                       ask to be traced by the parent, so that no other debugger can attach\n"
    "  untrace PID                   let go of a process as a debugger, also of one that was not attached to\n"
    "  setns FILE                    enter a namespace\n"
    "  userfaultfd                   ask for the handling of page faults\n"
    "  bpf-program                   load a BPF program, and say the result\n"
    "  bpf-map                       create a BPF map, and say the result\n"
    "  pause MILLISECONDS            do nothing for a time\n"
    "  hold SECONDS                  the same\n"
    "  ... stratum+tcp://HOST:PORT ...  log in to a stratum pool, print what is answered\n";

_Noreturn static void fail(const char *what) {
    fprintf(stderr, "kguard-actor: %s: %s\n", what, strerror(errno));
    exit(1);
}

_Noreturn static void misuse(void) {
    fputs(usage, stderr);
    exit(2);
}

/* What the kernel refuses in a jail is an attempt all the same: says the result. */
static void say(const char *what, long result) {
    printf("%s: %s\n", what, result < 0 ? strerror(errno) : "done");
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

static struct sockaddr_in address_of(struct in_addr host, const char *port) {
    return (struct sockaddr_in){.sin_family = AF_INET, .sin_addr = host, .sin_port = htons((uint16_t)atoi(port))};
}

static int connect_to(const char *host, const char *port, int type) {
    struct sockaddr_in address = address_of(resolve(host), port);
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

/* Waits for an answer three seconds at most. */
static void be_patient(int fd) {
    struct timeval patience = {.tv_sec = 3};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
}

static bool print(const char *data, ssize_t n) {
    return n > 0 && fwrite(data, 1, (size_t)n, stdout) == (size_t)n && !fflush(stdout);
}

static bool print_answer(int fd) {
    char data[4096];
    be_patient(fd);
    return print(data, read(fd, data, sizeof data));
}

static int talk(int fd, const char *text) {
    if (text) {
        send_text(fd, text);
        shutdown(fd, SHUT_WR);
        print_answer(fd);
    }
    close(fd);
    return 0;
}

static int act_connect(char *args[]) {
    return talk(connect_to(args[0], args[1], SOCK_STREAM), args[2]);
}

static int act_connect6(char *args[]) {
    struct sockaddr_in6 address = {.sin6_family = AF_INET6, .sin6_port = htons((uint16_t)atoi(args[1]))};
    address.sin6_addr.s6_addr[10] = address.sin6_addr.s6_addr[11] = 0xff;
    struct in_addr host = resolve(args[0]);
    memcpy(address.sin6_addr.s6_addr + 12, &host, sizeof host);
    int fd = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address))
        fail("connect");
    return talk(fd, args[2]);
}

static int act_receive(char *args[]) {
    int fd = connect_to(args[0], args[1], SOCK_STREAM);
    char data[4096];
    send_text(fd, args[2]);
    be_patient(fd);
    if (!print(data, recv(fd, data, sizeof data, 0)))
        fail("receive");
    close(fd);
    return 0;
}

static int act_send(char *args[]) {
    int fd = connect_to(args[0], args[1], SOCK_DGRAM);
    send_text(fd, args[2]);
    close(fd);
    return 0;
}

static int listen_on(struct sockaddr_in address) {
    int on = 1;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        fail("socket");
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(fd, (struct sockaddr *)&address, sizeof address) || listen(fd, 8))
        fail("listen");
    return fd;
}

static int act_listen(char *args[]) {
    int fd = listen_on(address_of((struct in_addr){INADDR_ANY}, args[0]));
    sleep(args[1] ? (unsigned)atoi(args[1]) : 1);
    close(fd);
    return 0;
}

static int act_accept(char *args[]) {
    int server = listen_on(address_of((struct in_addr){INADDR_ANY}, args[1]));
    pid_t client = fork();
    if (client < 0)
        fail("fork");
    if (!client) {
        struct sockaddr_in own = address_of(resolve(args[0]), "0");
        struct sockaddr_in other = address_of(resolve(args[0]), args[1]);
        int fd = socket(AF_INET, SOCK_STREAM, 0);
        if (bind(fd, (struct sockaddr *)&own, sizeof own) || connect(fd, (struct sockaddr *)&other, sizeof other))
            fail(args[0]);
        _exit(0);
    }
    struct sockaddr_in from;
    socklen_t length = sizeof from;
    be_patient(server);
    int fd = accept4(server, (struct sockaddr *)&from, &length, SOCK_CLOEXEC);
    if (fd < 0)
        fail("accept");
    printf("accepted from %s\n", inet_ntoa(from.sin_addr));
    close(fd);
    close(server);
    int status;
    return waitpid(client, &status, 0) == client && !status ? 0 : 1;
}

_Noreturn static void become(const char *file, char *args[]) {
    execvpe(file, args, environ);
    fail(file);
}

static int act_shell_back(char *args[]) {
    int fd = connect_to(args[0], args[1], SOCK_STREAM);
    for (int i = 0; i < 3; i++)
        if (dup2(fd, i) < 0)
            fail("dup2");
    become(args[2], args + 2);
}

static int act_raw_socket(char *args[]) {
    (void)args;
    int fd = socket(AF_PACKET, SOCK_RAW, htons(ETH_P_ALL));
    if (fd < 0)
        fail("packet socket");
    close(fd);
    return 0;
}

static int act_run(char *args[]) {
    fflush(stdout);
    pid_t child = fork();
    if (child < 0)
        fail("fork");
    if (!child)
        become(args[0], args);
    int status;
    if (waitpid(child, &status, 0) != child)
        fail("wait");
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
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
    become(file, args + 1);
}

static int act_become(char *args[]) {
    uid_t uid = (uid_t)strtoul(args[0], NULL, 10);
    if (setgroups(0, NULL) || setresgid(uid, uid, uid) || setresuid(uid, uid, uid))
        fail("setresuid");
    return 0;
}

static int act_setuid(char *args[]) {
    say("setuid", setuid((uid_t)strtoul(args[0], NULL, 10)));
    return 0;
}

static int print_file(int fd, const char *name) {
    char data[4096];
    if (fd < 0)
        fail(name);
    ssize_t n = read(fd, data, sizeof data);
    if (n < 0 || (n && !print(data, n)))
        fail(name);
    close(fd);
    return 0;
}

static int act_read(char *args[]) {
    return print_file(open(args[0], O_RDONLY | O_CLOEXEC), args[0]);
}

/* The file's name, without its folder; the folder's descriptor is in `folder`. */
static const char *below_folder(const char *path, int *folder) {
    const char *slash = strrchr(path, '/');
    char *parent = slash > path ? strndup(path, (size_t)(slash - path)) : strdup("/");
    *folder = open(parent, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (!slash || *folder < 0)
        fail(path);
    free(parent);
    return slash + 1;
}

static int act_read_by(char *args[]) {
    const char *path = args[1];
    struct open_how how = {.flags = O_RDONLY | O_CLOEXEC};
    if (!strcmp(args[0], "open")) {
#ifdef SYS_open
        return print_file((int)syscall(SYS_open, path, O_RDONLY | O_CLOEXEC), path);
#else
        errno = ENOSYS;
        fail(path);
#endif
    }
    if (!strcmp(args[0], "openat2"))
        return print_file((int)syscall(SYS_openat2, AT_FDCWD, path, &how, sizeof how), path);
    if (strcmp(args[0], "openat"))
        misuse();
    int folder;
    const char *name = below_folder(path, &folder);
    return print_file(openat(folder, name, O_RDONLY | O_CLOEXEC), path);
}

static int act_trace(char *args[]) {
    pid_t pid = (pid_t)atol(args[0]);
    if (ptrace(PTRACE_ATTACH, pid, NULL, NULL))
        fail("ptrace");
    if (waitpid(pid, NULL, __WALL) != pid || ptrace(PTRACE_DETACH, pid, NULL, NULL))
        fail("ptrace");
    puts("traced");
    return 0;
}

static int act_traceme(char *args[]) {
    (void)args;
    say("traceme", ptrace(PTRACE_TRACEME, 0, NULL, NULL));
    return 0;
}

static int act_untrace(char *args[]) {
    say("untrace", ptrace(PTRACE_DETACH, (pid_t)atol(args[0]), NULL, NULL));
    return 0;
}

static int act_setns(char *args[]) {
    int fd = open(args[0], O_RDONLY | O_CLOEXEC);
    if (fd < 0 || setns(fd, 0))
        fail(args[0]);
    close(fd);
    puts("entered");
    return 0;
}

static int act_userfaultfd(char *args[]) {
    (void)args;
    int fd = (int)syscall(SYS_userfaultfd, O_CLOEXEC | UFFD_USER_MODE_ONLY);
    if (fd < 0)
        fail("userfaultfd");
    close(fd);
    puts("page faults are handled here");
    return 0;
}

static int act_bpf_program(char *args[]) {
    (void)args;
    struct bpf_insn code[] = {{.code = BPF_ALU64 | BPF_MOV | BPF_K}, {.code = BPF_JMP | BPF_EXIT}};
    union bpf_attr attr = {.prog_type = BPF_PROG_TYPE_SOCKET_FILTER};
    attr.insns = (uint64_t)(uintptr_t)code;
    attr.insn_cnt = sizeof code / sizeof *code;
    attr.license = (uint64_t)(uintptr_t)"GPL";
    say("bpf program", syscall(SYS_bpf, BPF_PROG_LOAD, &attr, sizeof attr));
    return 0;
}

static int act_bpf_map(char *args[]) {
    (void)args;
    union bpf_attr attr = {.map_type = BPF_MAP_TYPE_ARRAY, .key_size = 4, .value_size = 4, .max_entries = 1};
    say("bpf map", syscall(SYS_bpf, BPF_MAP_CREATE, &attr, sizeof attr));
    return 0;
}

static int act_pause(char *args[]) {
    long millis = atol(args[0]);
    struct timespec time = {.tv_sec = millis / 1000, .tv_nsec = millis % 1000 * 1000000};
    return nanosleep(&time, NULL) ? 1 : 0;
}

static int act_hold(char *args[]) {
    sleep((unsigned)atoi(args[0]));
    return 0;
}

typedef struct {
    const char *name;
    int args;
    int (*act)(char *args[]);
} Action;

static const Action actions[] = {
    {"connect", 2, act_connect},
    {"connect6", 2, act_connect6},
    {"receive", 3, act_receive},
    {"send", 3, act_send},
    {"listen", 1, act_listen},
    {"accept", 2, act_accept},
    {"shell-back", 3, act_shell_back},
    {"raw-socket", 0, act_raw_socket},
    {"run", 1, act_run},
    {"memfd", 1, act_memfd},
    {"as", 2, act_as},
    {"become", 1, act_become},
    {"setuid", 1, act_setuid},
    {"read", 1, act_read},
    {"read-by", 2, act_read_by},
    {"trace", 1, act_trace},
    {"traceme", 0, act_traceme},
    {"untrace", 1, act_untrace},
    {"setns", 1, act_setns},
    {"userfaultfd", 0, act_userfaultfd},
    {"bpf-program", 0, act_bpf_program},
    {"bpf-map", 0, act_bpf_map},
    {"pause", 1, act_pause},
    {"hold", 1, act_hold},
};

static const Action *find(const char *name) {
    for (size_t i = 0; name && i < sizeof actions / sizeof *actions; i++)
        if (!strcmp(name, actions[i].name))
            return &actions[i];
    return NULL;
}

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

/* What a program does that only stands in for the one of its name. */
static int stand_in(const char *name, char *args[]) {
    printf("%s, which does nothing here:", name);
    for (; *args; args++)
        printf(" %s", *args);
    puts("");
    return 0;
}

/* Actions, which end with a null pointer. */
static int act_all(char *argv[]) {
    for (char **first = argv;;) {
        char **last = first;
        while (*last && strcmp(*last, "then"))
            last++;
        bool more = *last;
        *last = NULL;
        const Action *action = find(*first);
        if (!action || last - first - 1 < action->args)
            misuse();
        int status = action->act(first + 1);
        if (status || !more)
            return status;
        first = last + 1;
    }
}

static void *act_in_thread(void *argv) {
    exit(act_all(argv));
}

int main(int argc, char *argv[]) {
    for (int i = 1; i < argc; i++) {
        if (!strncmp(argv[i], "stratum", 7) && strstr(argv[i], "://")) {
            char *url = strdup(argv[i]); /* the arguments stay readable in /proc */
            return url ? play_miner(url) : 1;
        }
    }
    bool threaded = argc > 1 && !strcmp(argv[1], "in-thread");
    char **actions_given = argv + (threaded ? 2 : 1);
    const char *slash = strrchr(argv[0] ? argv[0] : "", '/');
    const char *name = slash ? slash + 1 : argv[0];
    if (!find(*actions_given) && name && strcmp(name, "kguard-actor"))
        return stand_in(name, argv + 1);
    if (!threaded)
        return act_all(actions_given);
    pthread_t thread;
    if ((errno = pthread_create(&thread, NULL, act_in_thread, actions_given)))
        fail("thread");
    pthread_join(thread, NULL);
    return 1; /* the thread ends the process */
}
