// SPDX-License-Identifier: Apache-2.0
/* Calls that wait in the middle, and take or give data after that. A helper lets them go on, and changes the memory of
 * the caller for as long as the kernel takes it. */

#include "calls.h"

#include <linux/userfaultfd.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/un.h>

#define HARMLESS "harmless"
#define ATTACKED "ATTACKED"
#define WORD     8
#define ROOM     4096
#define LARGE    (1 << 18)

static char *memory;
static int ends[2];

static char *map(int flags) {
    return mmap(NULL, LARGE, PROT_READ | PROT_WRITE, flags | MAP_ANONYMOUS, -1, 0);
}

static void prepare(int flags) {
    memory = map(flags);
    memset(memory, 'h', LARGE);
    memcpy(memory, HARMLESS, WORD);
}

static void await_call(pid_t waiting, long number) {
    while (waiting_in(waiting) != number) {
    }
}

/* Reads until the word comes that the memory has meanwhile. */
static void take_attack(void) {
    static char taken[ROOM];
    ssize_t n;
    memcpy(memory, ATTACKED, WORD);
    while ((n = read(ends[0], taken, sizeof(taken))) > 0 && !memmem(taken, (size_t)n, ATTACKED, WORD)) {
    }
    memcpy(memory, HARMLESS, WORD);
}

static void drain(void) {
    static char taken[ROOM];
    while (read(ends[0], taken, sizeof(taken)) > 0) {
    }
}

static pid_t start(long number, void (*act)(void)) {
    pid_t caller = getpid();
    pid_t child = fork();
    if (child == 0) {
        close(ends[1]);
        await_call(caller, number);
        act();
        drain();
        _exit(0);
    }
    return child;
}

static void end(pid_t child, long done) {
    expect("%d", done > 0);
    close(ends[1]);
    waitpid(child, NULL, 0);
}

static void full_pipe(void) {
    static const char zeros[ROOM];
    pipe(ends);
    fcntl(ends[1], F_SETPIPE_SZ, ROOM);
    if (write(ends[1], zeros, ROOM) != ROOM) {
        abort();
    }
}

static void full_socket(void) {
    static const char zeros[ROOM];
    int size = ROOM;
    socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
    setsockopt(ends[1], SOL_SOCKET, SO_SNDBUF, &size, sizeof(size));
    while (send(ends[1], zeros, sizeof(zeros), MSG_DONTWAIT) > 0) {
    }
}

static void none(void) {
}

static void write_to_pipe(int flags, void (*act)(void)) {
    prepare(flags);
    full_pipe();
    pid_t child = start(SYS_write, act);
    end(child, call(SYS_write, ends[1], memory, 3 * ROOM));
}

static void late_write(void) {
    write_to_pipe(MAP_SHARED, take_attack);
}

static void own_write(void) {
    write_to_pipe(MAP_PRIVATE, none);
}

static void late_writev(void) {
    prepare(MAP_SHARED);
    full_pipe();
    struct iovec parts[] = {{"", 0}, {memory, 3 * ROOM}};
    pid_t child = start(SYS_writev, take_attack);
    end(child, call(SYS_writev, ends[1], parts, 2));
}

static void late_sendto(void) {
    prepare(MAP_SHARED);
    full_socket();
    pid_t child = start(SYS_sendto, take_attack);
    end(child, call(SYS_sendto, ends[1], memory, LARGE, 0, NULL, 0));
}

static void late_sendmsg(void) {
    prepare(MAP_SHARED);
    full_socket();
    struct iovec part = {memory, LARGE};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    pid_t child = start(SYS_sendmsg, take_attack);
    end(child, call(SYS_sendmsg, ends[1], &message, 0));
}

/* A thread has all memory. */
static int drain_as_thread(void *caller) {
    await_call(*(pid_t *)caller, SYS_write);
    static char taken[3 * ROOM];
    for (int left = 4 * ROOM; left > 0;) {
        left -= (int)read(ends[0], taken, sizeof(taken));
    }
    return 0;
}

static void thread_write(void) {
    static char stack[1 << 16] __attribute__((aligned(16)));
    pid_t caller = getpid();
    prepare(MAP_PRIVATE);
    full_pipe();
    pid_t child = clone(drain_as_thread, stack + sizeof(stack), CLONE_VM | SIGCHLD, &caller);
    expect("%d", call(SYS_write, ends[1], memory, 3 * ROOM) > 0);
    waitpid(child, NULL, 0);
}

static struct sockaddr_un named(const char *name) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    strcpy(address.sun_path + 1, name);
    return address;
}

static int harmless_end;
static int attacked_end;

static void redirect_second(void) {
    char data[16];
    struct sockaddr_un *second = (struct sockaddr_un *)memory;
    *second = named("attacked");
    recv(harmless_end, data, sizeof(data), 0);
    recv(attacked_end, data, sizeof(data), 0);
    *second = named("harmless");
    recv(harmless_end, data, sizeof(data), 0);
}

static void make_room(void) {
    char data[16];
    for (int i = 0; i < 3; i++) {
        recv(harmless_end, data, sizeof(data), 0);
    }
}

static void send_three(int flags, void (*act)(void)) {
    struct sockaddr_un harmless = named("harmless");
    struct sockaddr_un attacked = named("attacked");
    harmless_end = socket(AF_UNIX, SOCK_DGRAM, 0);
    attacked_end = socket(AF_UNIX, SOCK_DGRAM, 0);
    bind(harmless_end, (struct sockaddr *)&harmless, sizeof(harmless));
    bind(attacked_end, (struct sockaddr *)&attacked, sizeof(attacked));
    int fd = socket(AF_UNIX, SOCK_DGRAM, 0);
    while (sendto(fd, "x", 1, MSG_DONTWAIT, (struct sockaddr *)&harmless, sizeof(harmless)) > 0) {
    }
    memory = map(flags);
    memcpy(memory, &harmless, sizeof(harmless));
    struct iovec part = {"word", 4};
    struct mmsghdr messages[3] = {0};
    for (int i = 0; i < 3; i++) {
        messages[i].msg_hdr.msg_name = i == 1 ? (void *)memory : (void *)&harmless;
        messages[i].msg_hdr.msg_namelen = sizeof(harmless);
        messages[i].msg_hdr.msg_iov = &part;
        messages[i].msg_hdr.msg_iovlen = 1;
    }
    pipe(ends);
    pid_t child = start(SYS_sendmmsg, act);
    end(child, call(SYS_sendmmsg, fd, messages, 3, 0));
}

static void late_sendmmsg(void) {
    send_three(MAP_SHARED, redirect_second);
}

static void own_sendmmsg(void) {
    send_three(MAP_PRIVATE, make_room);
}

static int sender;

static void send_change_send(void) {
    send(sender, ATTACKED, WORD, 0);
    while (memcmp(memory, ATTACKED, WORD)) {
        __asm__ volatile("" ::: "memory");
    }
    memcpy(memory, HARMLESS, WORD);
    send(sender, ATTACKED, WORD, 0);
}

static void receive(int type, long number) {
    int pair[2];
    socketpair(AF_UNIX, type, 0, pair);
    sender = pair[1];
    prepare(MAP_SHARED);
    struct iovec part = {memory, WORD};
    struct mmsghdr messages[2] = {{.msg_hdr = {.msg_iov = &part, .msg_iovlen = 1}},
                                  {.msg_hdr = {.msg_iov = &part, .msg_iovlen = 1}}};
    struct iovec whole = {memory, 2 * WORD};
    struct msghdr message = {.msg_iov = &whole, .msg_iovlen = 1};
    pipe(ends);
    pid_t child = start(number, send_change_send);
    long received;
    if (number == SYS_recvmmsg) {
        received = call(number, pair[0], messages, 2, 0, NULL);
    } else if (number == SYS_recvmsg) {
        received = call(number, pair[0], &message, MSG_WAITALL);
    } else {
        received = call(number, pair[0], memory, 2 * WORD, MSG_WAITALL, NULL, NULL);
    }
    end(child, received);
}

static void late_recvmmsg(void) {
    receive(SOCK_DGRAM, SYS_recvmmsg);
}

static void late_recvmsg(void) {
    receive(SOCK_STREAM, SYS_recvmsg);
}

static void late_recvfrom(void) {
    receive(SOCK_STREAM, SYS_recvfrom);
}

/* A page of which the helper decides when it is there. Returns the child that gives it after it changed the memory. */
static pid_t give_page_late(char *page) {
    int faults = (int)syscall(SYS_userfaultfd, 0);
    struct uffdio_api api = {.api = UFFD_API};
    struct uffdio_register range = {{(uintptr_t)page, ROOM}, UFFDIO_REGISTER_MODE_MISSING, 0};
    if (faults < 0 || ioctl(faults, UFFDIO_API, &api) || ioctl(faults, UFFDIO_REGISTER, &range)) {
        abort();
    }
    pid_t child = fork();
    if (child == 0) {
        static char content[ROOM] __attribute__((aligned(ROOM)));
        struct uffd_msg message;
        struct uffdio_copy copy = {.dst = (uintptr_t)page, .src = (uintptr_t)content, .len = ROOM};
        if (read(faults, &message, sizeof(message)) != sizeof(message)) {
            _exit(1);
        }
        memcpy(memory, HARMLESS, WORD);
        _exit(ioctl(faults, UFFDIO_COPY, &copy) != 0);
    }
    return child;
}

/* The kernel waits for the page that it writes to, and takes the data then. */
static void late_process_vm_writev(void) {
    prepare(MAP_SHARED);
    char *page = map(MAP_PRIVATE);
    pid_t child = give_page_late(page);
    struct iovec from = {memory, WORD};
    struct iovec to = {page, WORD};
    expect("%d", call(SYS_process_vm_writev, getpid(), &from, 1, &to, 1, 0) == WORD);
    waitpid(child, NULL, 0);
}

/* Reads a file that another process writes through a mapping of its own, which is gone when the call ends. */
static void late_file_write(void) {
    int file = open("late", O_RDWR | O_CREAT, 0600);
    ftruncate(file, LARGE);
    close(file);
    file = open("late", O_RDONLY);
    memory = mmap(NULL, LARGE, PROT_READ, MAP_PRIVATE | MAP_POPULATE, file, 0);
    close(file);
    full_pipe();
    pid_t child = start(SYS_write, none);
    end(child, call(SYS_write, ends[1], memory, 3 * ROOM));
}

/* The kernel sends from the caller's memory after the call. */
static void late_zerocopy(void) {
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_port = htons(9)};
    int yes = 1;
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    prepare(MAP_PRIVATE);
    setsockopt(fd, SOL_SOCKET, SO_ZEROCOPY, &yes, sizeof(yes));
    expect("%d", call(SYS_sendto, fd, memory, 1, MSG_ZEROCOPY, &to, sizeof(to)) == 1);
}

const struct test_case late_cases[] = {
    {"late-file-write", late_file_write},
    {"late-zerocopy", late_zerocopy},
    {"late-process-vm-writev", late_process_vm_writev},
    {"late-write", late_write},
    {"late-writev", late_writev},
    {"late-sendto", late_sendto},
    {"late-sendmsg", late_sendmsg},
    {"late-sendmmsg", late_sendmmsg},
    {"late-recvmmsg", late_recvmmsg},
    {"late-recvmsg", late_recvmsg},
    {"late-recvfrom", late_recvfrom},
    {"thread-write", thread_write},
    {"own-write", own_write},
    {"own-sendmmsg", own_sendmmsg},
    {0},
};
